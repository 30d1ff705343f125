import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Served } from './process.ts';

const result = z.object({
  requests: z.object({ total: z.number() }),
  /** seconds */
  duration: z.number(),
  latency: z.object({ p50: z.number(), p99: z.number() }),
  non2xx: z.number(),
  errors: z.number(),
});

/** What came of a load. */
export interface Load {
  /** answers a second */
  readonly rate: number;
  /** milliseconds */
  readonly p50: number;
  readonly p99: number;
  /** milliseconds of the server for an answer */
  readonly cpu: number;
}

/**
 * Asks a server for a path so many times, as fast as it answers, by autocannon in a process of its own.
 * @throws Error when an answer was none of 2xx
 */
export async function load(
  served: Served,
  path: string,
  { connections, amount }: { readonly connections: number; readonly amount: number },
): Promise<Load> {
  const program = fileURLToPath(import.meta.resolve('autocannon'));
  const args = [
    '--json',
    '-c',
    String(connections),
    '-a',
    String(amount),
    '-H',
    `authorization=Bearer ${served.token}`,
  ];
  const before = await served.taken();
  const child = spawn(process.execPath, [program, ...args, served.address + path], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { requests, duration, latency, non2xx, errors } = result.parse(JSON.parse(await text(child.stdout)));
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers were refusals, ${errors} requests failed: ${path}`);
  const cpu = ((await served.taken()).cpu - before.cpu) * 1000;
  return { rate: requests.total / duration, p50: latency.p50, p99: latency.p99, cpu: cpu / requests.total };
}
