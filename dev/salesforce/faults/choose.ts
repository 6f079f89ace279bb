// Finds the rule that makes a call go wrong, and counts what each rule saw.

import type { Chance } from './chance.ts';
import type { FaultKind, FaultRule } from './rule.ts';
import type { Surface } from './surface.ts';

export interface Chooser {
  readonly surface: Surface;
  readonly path: string;
  /** The SOAP operation or the grant type; asked for only when a rule needs it. */
  operation(): Promise<string | undefined>;
}

/** Faults that only an answer with a zip can have: the others pass without being counted. */
export function needsZip(fault: FaultKind): boolean {
  return fault.startsWith('half-zip');
}

/** The fault of this call; `phase` says whether its answer, if it has a zip, is already there. */
export async function chooseFault(
  rules: readonly FaultRule[],
  call: Chooser,
  chance: Chance,
  phase: 'call' | 'zip',
): Promise<FaultKind | undefined> {
  for (const rule of rules) {
    if (needsZip(rule.fault) !== (phase === 'zip')) continue;
    if (rule.count !== null && rule.happened >= rule.count) continue;
    if (rule.surface !== null && rule.surface !== call.surface) continue;
    if (rule.path !== null && !matchesPath(rule.path, call.path)) continue;
    if (rule.operation !== null && rule.operation !== (await call.operation())) continue;
    rule.seen += 1;
    if (rule.seen <= rule.after) continue;
    if (rule.probability < 1 && chance.next() >= rule.probability) continue;
    rule.happened += 1;
    return rule.fault;
  }
  return undefined;
}

export function matchesPath(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(path);
}
