// The resolve command as a user runs it: from another folder, under whatever Node is there.

import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const bin = fileURLToPath(new URL('../../cli/bin.mjs', import.meta.url));

function run(args: string[], input?: string) {
  return spawnSync('node', [bin, ...args], { cwd: tmpdir(), input, encoding: 'utf8' });
}

const flow =
  'https://acme.lightning.force.com/builder_platform_interaction/flowBuilder.app?flowDefId=3005g000000BjV7';

test('prints the keys of the published list as JSON', () => {
  const result = run(['resolve', flow, '--json']);
  expect(result.status).toBe(0);
  expect(JSON.parse(result.stdout)).toEqual({
    kind: 'component',
    metadataType: 'Flow',
    id: '3005g000000BjV7',
    id18: '3005g000000BjV7AAK',
    builder: 'flow',
    apiHost: 'acme.my.salesforce.com',
  });
});

test('reads one address a line and answers one line for each', () => {
  const result = run(['resolve', '-'], `${flow}\r\n\nhttps://example.com/\n`);
  const lines = result.stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).kind)).toEqual(['component', 'foreign']);
});

test('a reader that stops after the first line ends it in silence', () => {
  const pipe = 'node "$0" resolve - | head -1';
  const input = `${flow}\n`.repeat(5000);
  const result = spawnSync('sh', ['-c', pipe, bin], { cwd: tmpdir(), input, encoding: 'utf8' });
  expect(result.stdout.trim().split('\n')).toHaveLength(1);
  expect(result.stderr).toBe('');
});

test('says it in words without --json', () => {
  expect(run(['resolve', flow]).stdout).toBe('Flow 3005g000000BjV7AAK (org acme.my.salesforce.com)\n');
});

test('a wrong call ends with 2 and says what is missing', () => {
  const result = run(['resolve']);
  expect(result.status).toBe(2);
  expect(result.stderr).toContain("missing required argument 'url'");
  expect(run(['nonsense']).status).toBe(2);
});
