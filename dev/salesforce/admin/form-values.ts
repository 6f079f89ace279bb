// Values of a submitted form, in the kinds that the control port's orders take.

import { BadRequest, type Body } from '../control/problem.ts';

/** Named values of a form; empty ones are left out. */
export function asBody(form: URLSearchParams, names: readonly string[]): Body {
  return Object.fromEntries(names.flatMap((name) => (form.get(name) ? [[name, form.get(name)]] : [])));
}

export function numberOf(form: URLSearchParams, name: string): number | undefined {
  const text = (form.get(name) ?? '').trim();
  if (text === '') return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new BadRequest(`${name} is a number`);
  return value;
}

/** What `<input type="datetime-local">` sends, as a moment in UTC. */
export function utc(text: string): string {
  return /[Zz]$/.test(text) ? text : `${text}Z`;
}

export function latencyOf(form: URLSearchParams, surface: string): unknown {
  const kind = form.get(`${surface}.kind`) ?? '';
  const first = numberOf(form, `${surface}.first`);
  const second = numberOf(form, `${surface}.second`);
  if (kind === '') return null;
  if (kind === 'fixed') return { kind, ms: first };
  return kind === 'uniform' ? { kind, from: first, to: second } : { kind, p50: first, p95: second };
}
