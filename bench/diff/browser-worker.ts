// Runs in a dedicated worker of a page: measures p5 there and answers with the times.

import { timesOfLargeProfile } from './p5-times.ts';

interface WorkerScope {
  onmessage: ((event: { readonly data: { readonly rounds: number } }) => void) | null;
  postMessage(answer: unknown): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.onmessage = ({ data }) => scope.postMessage(timesOfLargeProfile(data.rounds));
