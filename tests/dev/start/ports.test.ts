// The world's ports: in a row from a base, and a taken one is named together with the option that helps.

import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { claimPorts, freePorts } from '../../../dev/world/ports.ts';
import type { WorldProblem } from '../../../dev/world/problem.ts';

describe('ports', () => {
  test('are six in a row from the base', async () => {
    const { proxy } = await freePorts();
    const base = Math.min(proxy, 65_000);
    const ports = await claimPorts(base).catch(() => undefined);
    if (ports) expect(Object.values(ports)).toEqual([0, 1, 2, 3, 4, 5].map((offset) => base + offset));
  });

  test('a taken one is named with what needs it and with --port', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const problem: WorldProblem = await claimPorts(port).catch((error) => error);
    server.close();
    expect(problem.message).toBe(`Port ${port}, which the proxy needs, is taken.`);
    expect(problem.wayOut).toMatch(/npm start -- --port \d+/);
  });

  test.each([80, 65_535, 3.5, Number.NaN])('%s is no base', async (base) => {
    await expect(claimPorts(base)).rejects.toThrow('cannot be a port to start from');
  });

  test('free ones are six different ones', async () => {
    expect(new Set(Object.values(await freePorts())).size).toBe(6);
  });
});
