import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { HttpClient } from '../../engine/net/client.ts';
import { bytes } from '../servers/body.ts';
import { type Origin, startOrigin } from '../servers/faulty-server.ts';

let origin: Origin;

beforeAll(async () => {
  origin = await startOrigin({ tls: 'self-signed' });
  // Before the first connection of this process, which reads them.
  setDefaultCACertificates([...getCACertificates('default'), readFileSync(origin.certificate ?? '', 'utf8')]);
});

afterAll(() => origin.close());

const content = bytes(3, 0, 5000);

/** The body of an answer that the server sends in one piece together with the end of the connection. */
async function bodyOf(answer: string | Buffer): Promise<Buffer> {
  origin.serve('/a', { raw: answer });
  const client = new HttpClient({});
  onTestFinished(() => client.close());
  const signal = AbortSignal.timeout(20_000);
  const url = new URL(origin.url('/a'));
  const response = await client.get({ url, headers: [], proxy: 'direct', publicOnly: false, idleMs: 10_000, signal });
  // About as long as it takes to see whether there is room on the disk.
  await wait(5);
  const memory = Buffer.alloc(64 * 1024);
  const pieces: Buffer[] = [];
  const filled = (count: number): boolean => pieces.push(Buffer.from(memory.subarray(0, count))) > 0;
  await response.body({ space: () => memory, filled });
  return Buffer.concat(pieces);
}

test.each([
  ['with a length', 'Content-Length: 5000\r\n'],
  ['without one', ''],
])('a small body is whole also when head, body and end come at once: %s', async (_how, line) => {
  const answer = Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\n${line}Connection: close\r\n\r\n`), content]);
  for (let round = 0; round < 20; round += 1) expect((await bodyOf(answer)).equals(content)).toBe(true);
});

test('a body that is cut is not taken for a whole one when its end comes with its head', async () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\nConnection: close\r\n\r\nonly this';
  await expect(bodyOf(answer)).rejects.toMatchObject({ code: 'network' });
});
