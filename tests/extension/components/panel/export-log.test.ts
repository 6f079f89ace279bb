// The file that an owner exports in the panel is one that the verifier calls good, also when somebody is erased meanwhile.

import { expect, test } from 'vitest';
import { exportLog } from '../../../../components/log/export-log.ts';
import { type ExportLine, verifyLog } from '../../../../core/log/verify-log.ts';
import { stateOf } from '../../../../entrypoints/background/log/state.ts';
import { logTools } from '../../../../entrypoints/background/log/tools.ts';
import type { ExtensionHost } from '../../../../utils/extension-host.ts';
import { type MadeLog, makeKey, makeLog } from '../../background/made-log.ts';

type Host = Pick<ExtensionHost, 'call' | 'checkLog'>;

/** `before` runs at the start of each request for lines; `vkey` is the key that was pinned. */
function hostOf(
  log: MadeLog,
  before: (from: number) => void = () => {},
  vkey: string = log.growth(0).vkey,
): Host {
  const api = 'https://canvasback.example.com';
  return {
    async checkLog() {
      const { checkpoint, successions } = log.growth(0);
      const origin = checkpoint.split('\n')[0] ?? '';
      const kept = [{ at: 2, note: checkpoint }];
      return stateOf({ api, trusted: { since: 1, origin, vkey }, successions, kept, earlier: [] }, undefined);
    },
    call: (async (_name: string, { from, to }: { from: number; to: number }) => {
      before(from);
      return { entries: log.entries.slice(from, to) };
    }) as unknown as Host['call'],
  };
}

async function exported(host: Host, left = new AbortController().signal) {
  const made: number[] = [];
  const file = await exportLog(host, ({ done }) => made.push(done), left);
  const lines = (await file.text()).trimEnd().split('\n');
  return { made, lines: lines.map((line) => JSON.parse(line) as ExportLine) };
}

async function verified(lines: readonly ExportLine[], log: MadeLog, key: string) {
  const { findings, entries, kept } = await verifyLog(lines, {
    ...{ tools: logTools, key, kept: [log.growth(0).checkpoint] },
  });
  return { findings, entries, kept: kept.map(({ state }) => state) };
}

test('holds every entry, a thousand at a time, and verifies with the key that was pinned and its successor', async () => {
  const log = makeLog();
  const { vkey } = log.growth(0);
  for (let made = 0; made < 600; made += 1) log.attempt();
  log.rotate(makeKey());
  log.refusal();
  const { lines, made } = await exported(hostOf(log, undefined, vkey));
  expect(made).toEqual([0, 1000]);
  expect(await verified(lines, log, vkey)).toEqual({ findings: [], entries: 1201, kept: ['kept'] });
  expect(lines.slice(0, 4).map(({ type }) => type)).toEqual(['log', 'key', 'key', 'entry']);
  const changed = lines.map((line) =>
    line.type === 'entry' && line.index === 7 ? { ...line, leaf: '0'.repeat(64) } : line,
  );
  expect((await verified(changed, log, vkey)).findings[0]).toEqual({ code: 'changed', index: 7 });
});

test('takes along that somebody was erased while it was read', async () => {
  const log = makeLog();
  const { vkey } = log.growth(0);
  for (let made = 0; made < 3; made += 1) log.attempt();
  let erased = false;
  const host = hostOf(log, () => {
    if (erased) return;
    erased = true;
    for (const [place, { personal: _, ...rest }] of log.entries.entries()) log.entries[place] = rest;
    const person = 'p:aaaaaaaaaaaaaaaa';
    log.add({ kind: 'erasure', by: 'operator', erased: { person, entries: 3 } });
  });
  const { lines } = await exported(host);
  expect(await verified(lines, log, vkey)).toEqual({ findings: [], entries: 7, kept: ['kept'] });
});

test('what is merely added meanwhile is left for the next export; a broken log and one that cannot be read are none', async () => {
  const log = makeLog();
  const { vkey } = log.growth(0);
  log.attempt();
  const { lines } = await exported(hostOf(log, (from) => (from === 0 ? log.attempt() : undefined)));
  const report = await verifyLog(lines, { tools: logTools, key: vkey, kept: [] });
  expect([report.findings, report.entries]).toEqual([[], 2]);
  const broken = { ...hostOf(log), checkLog: async () => ({ state: 'broken' as const }) };
  await expect(exported(broken)).rejects.toThrow(/not one that can be exported/);
  const empty = { ...hostOf(log), call: (async () => ({ entries: [] })) as unknown as Host['call'] };
  await expect(exported(empty)).rejects.toThrow('The log has no entry 0.');
  await expect(exported(hostOf(log), AbortSignal.abort())).rejects.toThrow();
});
