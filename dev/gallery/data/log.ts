// What a browser would know of an audit log: unchanged, unreachable, broken, and trusted anew.

import type { LogState } from '../../../utils/log-state.ts';

const origin = 'canvasback.example.com/audit/8b1f5c1e-6a51-4a0e-9d4c-1c2f0b7a3e55';
const vkey = 'canvasback.example.com/audit+5d0f12ab+AQ8sKqf1b1o0m7m3Yk1dZ7v0yT4b1S5m9y0oX3b2c1Z9';
const other = 'canvasback.example.com/audit+c41d77e0+AYf3nC0Jr6m0bq3Vn1w8Qz4u2T7p5L9k1s6d0aE2hF4g';
const root = 'qINS1GRFhWHwdkUeqLEoP4yEMkTBBzxBkGwGQlVlVcs=';
const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

const log = (): NonNullable<LogState['log']> => ({
  ...{ since: '2026-03-03T09:12:00.000Z', checkedAt: ago(0), origin, size: 1_042, root, vkey },
  fingerprint: '3f9a1c0b7d52e468b07e44d19c3f2a65a1b2c3d4e5f607185c0e9d3b7a24f186',
  note: `${origin}\n1042\n${root}\n\n— canvasback.example.com/audit XQ8SqwAA\n`,
  successions: [],
  retentionDays: 400,
});

export const unchanged = (): LogState => ({ state: 'unchanged', log: log() });

export const missed = (): LogState => ({
  state: 'unchanged',
  log: { ...log(), checkedAt: ago(26) },
  missed: { at: ago(0.02), why: 'The delegation service does not answer.' },
});

export const broken = (why: NonNullable<LogState['broken']>['why'] = 'forked'): LogState => ({
  state: 'broken',
  log: { ...log(), checkedAt: ago(26) },
  broken: {
    ...{ at: ago(0.1), why, size: why === 'shrunk' ? 900 : 1_050, origin, vkey: other },
    fingerprint: '91d4b2f07ac35e186b0c4f7d2e98a1534c6f0b8e7d213a95f04be8c61d72a3e9',
    ...(why === 'entry' ? { index: 24 } : {}),
  },
});

export const anew = (): LogState => ({
  state: 'unchanged',
  log: { ...log(), vkey: other, since: ago(0) },
  anew: { at: ago(0), brokenAt: ago(30), why: 'forked' },
});
