import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../engine/engine.ts';
import { type OpenOptions, openEngine } from '../../engine/index.ts';
import { type ApiServer, openServer } from '../../server/index.ts';
import type { ServeOptions } from '../../server/serve-options.ts';
import { testHost } from '../engine/home.ts';

/** What is sent besides method and path. */
export interface Sent {
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
  /** the body as it is; its type stands in `headers` */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** the body as JSON; `undefined` when it is none */
  readonly json: unknown;
}

/** A server with an engine of its own. */
export interface TestServer {
  readonly engine: Engine;
  readonly server: ApiServer;
  readonly token: string;
  /** `http://127.0.0.1:port`, without a slash at its end */
  readonly address: string;
  readonly folder: string;
  readonly downloads: string;
  /** asks with the token, unless `headers` have an `authorization` of their own (an empty one sends none); redirects are not followed */
  ask(method: string, path: string, sent?: Sent): Promise<Answer>;
  close(): Promise<void>;
}

/** As long as a real one, and of no use to anybody. */
export const testToken = 'a-token-of-the-tests-that-opens-nothing-0123';

/** What may be said of a test's server. */
export interface TestServerOptions {
  /** the worker that does the jobs: the scripted one of `test/engine` when absent */
  readonly worker?: string;
  readonly engine?: OpenOptions;
  /** what is served differently, also by what is known of the engine that is opened */
  readonly serve?: Partial<ServeOptions> | ((engine: Engine) => Partial<ServeOptions>);
}

/** Opens an engine in a folder of its own, and its server at a free port of 127.0.0.1. Whoever opens it closes it. */
export async function openTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-server-'));
  const host = testHost(folder, options.worker);
  const { data, downloads } = host.paths;
  mkdirSync(data, { recursive: true });
  mkdirSync(downloads, { recursive: true });
  const tokenFile = join(data, 'api-token');
  writeFileSync(tokenFile, `${testToken}\n`, { mode: 0o600 });
  const engine = await openEngine(host, options.engine);
  const server = await openServer({
    ...{ engine, log: host.log, data, tokenFile, host: '127.0.0.1', port: 0, behindProxy: false, names: [] },
    ...{ page: join(folder, 'page'), version: '0.0.0' },
    ...(typeof options.serve === 'function' ? options.serve(engine) : options.serve),
  });
  const address = server.address.replace(/\/$/, '');
  return {
    ...{ engine, server, token: testToken, address, folder, downloads },
    ask: (method, path, sent) => ask(`${address}${path}`, method, sent),
    close: async () => {
      await server.close();
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ask(url: string, method: string, { json, form, raw, headers = {} }: Sent = {}): Promise<Answer> {
  const all = new Headers({ authorization: `Bearer ${testToken}` });
  if (json !== undefined) all.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(headers)) {
    if (value === '') all.delete(name);
    else all.set(name, value);
  }
  const body = json !== undefined ? JSON.stringify(json) : form !== undefined ? new URLSearchParams(form) : raw;
  const answer = await fetch(url, {
    ...{ method, headers: all, redirect: 'manual' },
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
