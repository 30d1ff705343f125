import { execFile } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { TestServer } from '../open-server.ts';

const run = promisify(execFile);

/** What curl was answered. */
export interface Curled {
  readonly status: number;
  /** names in lower case */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly json: unknown;
}

/**
 * The real curl against a server, with its token. Where `SLUICE_TRANSCRIPT` names a file, what was asked and answered is written into
 * it as somebody at a terminal would see it.
 */
export class Curl {
  readonly #server: TestServer;
  readonly #names: readonly (readonly [value: string, name: string])[];

  /** @param names of values that are others on each run, for the transcript */
  constructor(server: TestServer, names: Readonly<Record<string, string>> = {}) {
    this.#server = server;
    this.#names = [...Object.entries({ 'http://127.0.0.1:8787': server.address, $TOKEN: server.token, ...names })].map(
      ([name, value]) => [value, name],
    );
  }

  /** A line that says what comes next. */
  say(text: string): void {
    this.#write(`\n# ${text}\n`);
  }

  /** Asks for a path with the token and further arguments of curl. */
  ask(path: string, ...more: string[]): Promise<Curled> {
    return this.plain(path, '-H', `Authorization: Bearer ${this.#server.token}`, ...more);
  }

  /** The same without the token. */
  async plain(path: string, ...more: string[]): Promise<Curled> {
    const args = [...more, `${this.#server.address}${path}`];
    const { stdout } = await run('curl', ['-sS', '-i', ...args], { maxBuffer: 100_000_000 });
    const [head = '', ...rest] = stdout.split('\r\n\r\n');
    const [first = '', ...lines] = head.split('\r\n');
    const text = rest.join('\r\n\r\n');
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    );
    this.#write(`\n$ curl -i ${args.map(quoted).join(' ')}\n${first}\n`);
    for (const name of ['content-type', 'location', 'allow', 'retry-after', 'content-range']) {
      if (headers.has(name)) this.#write(`${name}: ${headers.get(name)}\n`);
    }
    const isJson = /json/.test(headers.get('content-type') ?? '');
    const json: unknown = isJson ? JSON.parse(text) : undefined;
    if (isJson) this.#write(`\n${JSON.stringify(json, null, 2)}\n`);
    else if (text !== '') this.#write(`\n(${text.length} characters)\n`);
    return { status: Number(first.split(' ')[1]), headers, text, json };
  }

  /** Asks for a JSON answer until a part of it fits; only the last is in the transcript. */
  async until(path: string, part: object): Promise<void> {
    await expect.poll(async () => (await this.#server.ask('GET', path)).json, { timeout: 60_000 }).toMatchObject(part);
    expect((await this.ask(path)).json).toMatchObject(part);
  }

  #write(text: string): void {
    const file = process.env['SLUICE_TRANSCRIPT'];
    if (file === undefined) return;
    appendFileSync(
      file,
      this.#names.reduce((shown, [value, name]) => shown.replaceAll(value, name), text),
    );
  }
}

function quoted(text: string): string {
  if (/^[\w./:=@-]+$/.test(text)) return text;
  // the token is a variable of the shell
  const quote = text.startsWith('Authorization: ') ? '"' : "'";
  return `${quote}${text.replaceAll("'", "'\\''")}${quote}`;
}
