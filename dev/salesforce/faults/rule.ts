// Rules for calls that go wrong: which calls, how, how often.

import { type Checker, fail, numberIn, objectWith, oneOf, wholeIn } from './check.ts';
import { type Surface, surfaces } from './surface.ts';

/** What each fault does, in words for people who choose one. */
export const faultKinds = {
  'unknown-exception': '500 UNKNOWN_EXCEPTION, in the form of the API that was called',
  'server-unavailable': '503 SERVER_UNAVAILABLE, in the form of the API that was called',
  'bad-gateway': '502 with a page of HTML',
  maintenance: '503 with the page “We are down for maintenance.”',
  'gateway-timeout': '504 with a page of HTML',
  'no-answer': 'the call is accepted and never answered',
  drop: 'the connection is cut before the call is looked at',
  'lost-answer': 'the call is carried out, then the connection is cut before its answer',
  'cut-body': 'the connection is cut in the middle of the answer',
  'half-zip': 'a retrieve’s answer is cut in its zip; content-length tells the whole length',
  'half-zip-short': 'a retrieve’s answer ends in its zip; content-length tells that short length',
  'half-zip-inside': 'a retrieve’s answer is whole XML around half of the zip',
} as const;
export type FaultKind = keyof typeof faultKinds;

export interface FaultRule {
  readonly fault: FaultKind;
  /** Null: any. */
  readonly surface: Surface | null;
  /** A path with `*` for any run of characters; null: any. */
  readonly path: string | null;
  /** A SOAP operation or a grant type; null: any. */
  readonly operation: string | null;
  /** From 0 to 1. */
  readonly probability: number;
  /** Matching calls that pass first. */
  readonly after: number;
  /** How often it happens at most; null: without end. */
  readonly count: number | null;
  /** Matching calls so far, and how many of them went wrong. */
  seen: number;
  happened: number;
}

const keys = ['fault', 'surface', 'path', 'operation', 'probability', 'after', 'count'];
const counters = ['seen', 'happened'];

/** A list of rules; the first that matches a call and is due decides. */
export const checkRules: Checker<FaultRule[]> = (value, name) => {
  if (!Array.isArray(value)) return fail(`${name} is a list`);
  if (value.length > 100) return fail(`${name} has at most 100 rules`);
  return value.map((each, index) => checkRule(each, `${name}[${index}]`));
};

/** Counters may be given, so that a list can be read, changed and sent back; left out they begin at 0. */
export const checkRule: Checker<FaultRule> = (value, name) => {
  const given = objectWith(value, name, [...keys, ...counters]);
  const text = (key: string) => {
    const each = given[key] ?? null;
    if (each === null || (typeof each === 'string' && each.trim() !== '')) return each;
    return fail(`${name}.${key} is a text or null`);
  };
  const path = text('path');
  if (path !== null && !/^[/*]/.test(path)) fail(`${name}.path begins with / or *`);
  return {
    fault: oneOf(given.fault, `${name}.fault`, Object.keys(faultKinds) as FaultKind[]),
    surface: (given.surface ?? null) === null ? null : oneOf(given.surface, `${name}.surface`, surfaces),
    path,
    operation: text('operation'),
    probability: numberIn(given.probability ?? 1, `${name}.probability`, 0, 1),
    after: wholeIn(given.after ?? 0, `${name}.after`, 0),
    count: (given.count ?? null) === null ? null : wholeIn(given.count, `${name}.count`, 1),
    seen: wholeIn(given.seen ?? 0, `${name}.seen`, 0),
    happened: wholeIn(given.happened ?? 0, `${name}.happened`, 0),
  };
};
