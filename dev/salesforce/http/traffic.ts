// What is on the wire now: API calls under way, connections held open by a fault, and the chance that decides.

import type { Socket } from 'node:net';
import { Chance } from '../faults/chance.ts';

export class Traffic {
  readonly chance: Chance;
  /** Calls under way by their number: when each came, on a clock that only goes forward. */
  readonly #underWay = new Map<number, number>();
  readonly #held = new Set<Socket>();
  #last = 0;

  constructor(seed: number) {
    this.chance = new Chance(seed);
  }

  /** A number for a call that begins; `end` takes it back. */
  begin(): number {
    this.#last += 1;
    this.#underWay.set(this.#last, performance.now());
    return this.#last;
  }

  end(number: number): void {
    this.#underWay.delete(number);
  }

  /** Calls, but for one, that have been under way for at least so many milliseconds. */
  longerThan(milliseconds: number, but: number | undefined): number {
    const before = performance.now() - milliseconds;
    return [...this.#underWay].filter(([number, from]) => number !== but && from <= before).length;
  }

  /** Keeps a connection that nobody answers until its client goes or `release` is called. */
  hold(socket: Socket): Promise<void> {
    this.#held.add(socket);
    return new Promise((resolve) => {
      socket.once('close', () => {
        this.#held.delete(socket);
        resolve();
      });
    });
  }

  get held(): number {
    return this.#held.size;
  }

  release(): void {
    for (const socket of this.#held) socket.destroy();
  }
}
