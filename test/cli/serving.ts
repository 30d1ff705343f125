import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Home } from './sluice.ts';

const told = z.object({
  address: z.url(),
  link: z.url(),
  tokenFile: z.string(),
  files: z.string(),
  isOwn: z.boolean(),
  pid: z.number(),
});

/** A `sluice serve` that runs. */
export interface Served extends z.infer<typeof told> {
  readonly running: ReturnType<Home['start']>;
  readonly token: string;
  /** asks with the token; a body is sent as JSON */
  ask(path: string, options?: { method?: string; body?: unknown; headers?: Record<string, string> }): Promise<Response>;
}

/** Starts `sluice serve` and waits until it says where. Without `--port` it takes one that is free. */
export async function startServing(
  home: Home,
  args: readonly string[] = [],
  options: Parameters<Home['start']>[1] = {},
): Promise<Served> {
  const port = args.includes('--port') ? [] : ['--port', '0'];
  const running = home.start(['serve', '--json', ...port, ...args], options);
  const output = await running.until(/^\{.*\}$/m);
  const facts = told.parse(JSON.parse(/^\{.*\}$/m.exec(output)?.[0] ?? ''));
  const token = readFileSync(facts.tokenFile, 'utf8').trim();
  return {
    ...facts,
    running,
    token,
    ask: (path, { method = 'GET', body, headers = {} } = {}) =>
      fetch(new URL(path, facts.address), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}
