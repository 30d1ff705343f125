import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ChunkedDecoder } from '../../engine/net/chunked.ts';
import { headEnd, parseHead } from '../../engine/net/response-head.ts';

/** What a server of Node sends for this answer, byte by byte. */
async function answerOfNode(status: number, headers: [string, string][], body: Buffer[]): Promise<Buffer> {
  const server = createServer((_request, response) => {
    response.writeHead(status, headers.flat());
    for (const part of body) response.write(part);
    response.end();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const chunks: Buffer[] = [];
  const socket: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  await new Promise((resolve) => server.close(resolve));
  return Buffer.concat(chunks);
}

/** Cuts bytes into pieces at the given places. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end));
}

test('what Node sends is understood, however it is cut into reads', { timeout: 120_000 }, async () => {
  const value = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(200, 206, 404, 503),
      fc.array(fc.tuple(fc.stringMatching(/^X-[A-Za-z]{1,8}$/), value), { maxLength: 5 }),
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 300 }), { maxLength: 5 }),
      fc.array(fc.nat(5000), { maxLength: 6 }),
      async (status, headers, parts, cuts) => {
        const body = parts.map((part) => Buffer.from(part));
        const bytes = await answerOfNode(status, headers, body);
        let seen = Buffer.alloc(0);
        let end = -1;
        for (const piece of pieces(bytes, cuts)) {
          const before = seen.length;
          seen = Buffer.concat([seen, piece]);
          if (end < 0) end = headEnd(seen, before);
        }
        expect(end).toBe(bytes.indexOf('\r\n\r\n') + 4);
        const head = parseHead(bytes.toString('latin1', 0, end));
        expect(head.status).toBe(status);
        for (const [name] of headers) {
          const sent = headers
            .filter((field) => field[0].toLowerCase() === name.toLowerCase())
            .map((field) => field[1]);
          expect(head.headers.all(name)).toEqual(sent);
        }
        const whole = Buffer.concat(body);
        const rest = bytes.subarray(end);
        if (head.framing.kind === 'chunked') {
          const decoder = new ChunkedDecoder();
          const got: Buffer[] = [];
          for (const piece of pieces(rest, cuts)) decoder.decode(piece, (data) => got.push(Buffer.from(data)));
          expect(decoder.done).toBe(true);
          expect(Buffer.concat(got).equals(whole)).toBe(true);
        } else expect(rest.equals(whole)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test('no cut body in chunks ever counts as whole', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 4 }),
      fc.nat(10_000),
      fc.array(fc.nat(500), { maxLength: 4 }),
      (parts, at, cuts) => {
        const coded = Buffer.concat([
          ...parts.flatMap((part) => [
            Buffer.from(`${part.length.toString(16)};x=y\r\n`),
            Buffer.from(part),
            Buffer.from('\r\n'),
          ]),
          Buffer.from('0\r\nTrailer: 1\r\n\r\n'),
        ]);
        const decoder = new ChunkedDecoder();
        for (const piece of pieces(coded.subarray(0, at % coded.length), cuts)) decoder.decode(piece, () => {});
        expect(decoder.done).toBe(false);
      },
    ),
  );
});

test.each([
  'xyz\r\n',
  '\r\n',
  '-5\r\n',
  '5 5\r\n',
  '0x5\r\n',
  'ffffffffffffffff\r\n',
  '3\r\nabcd\r\n',
  'a'.repeat(5000),
])('a broken chunk %j is an error', (text) => {
  expect(() => new ChunkedDecoder().decode(Buffer.from(text), () => {})).toThrow();
});

test('what follows the body is not touched', () => {
  const bytes = Buffer.from('1\r\na\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n');
  expect(new ChunkedDecoder().decode(bytes, () => {})).toBe(11);
});

const head = (lines: string): ReturnType<typeof parseHead> => parseHead(`HTTP/1.1 200 OK\r\n${lines}\r\n`);

test.each<[string, unknown]>([
  ['Content-Length: 5\r\n', { kind: 'length', length: 5 }],
  ['Content-Length: 5, 5\r\n', { kind: 'length', length: 5 }],
  ['Content-Length: 0\r\n', { kind: 'none' }],
  ['Transfer-Encoding: Chunked\r\n', { kind: 'chunked' }],
  ['Transfer-Encoding: chunked\r\nContent-Length: 5\r\n', { kind: 'chunked' }],
  ['', { kind: 'until-close' }],
  ['Content-Length : 5\r\n', { kind: 'until-close' }],
])('the end of a body with %j', (lines, framing) => {
  expect(head(lines).framing).toEqual(framing);
});

test.each([
  'Content-Length: 5\r\nContent-Length: 6\r\n',
  'Content-Length: -1\r\n',
  'Content-Length: 5x\r\n',
  'Transfer-Encoding: gzip, chunked\r\n',
  'Content-Length: 99999999999999999999\r\n',
])('a framing of %j is refused', (lines) => {
  expect(() => head(lines)).toThrow(expect.objectContaining({ code: 'source-unavailable' }));
});

test('bare line feeds, folded lines and an empty line before the status', () => {
  const { headers } = parseHead('\r\nHTTP/1.1 200\nA: 1\n  2\nB:\t3 \n\n');
  expect(headers.get('a')).toBe('1 2');
  expect(headers.get('b')).toBe('3');
});

test('whether a connection may be used again', () => {
  expect(head('Content-Length: 5\r\n').keepAlive).toBe(true);
  expect(head('Content-Length: 5\r\nConnection: Close\r\n').keepAlive).toBe(false);
  expect(head('').keepAlive).toBe(false);
  expect(parseHead('HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\n').keepAlive).toBe(false);
  expect(parseHead('HTTP/1.0 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n').keepAlive).toBe(true);
});

test('SHOUTcast says ICY where others say HTTP/1.0', () => {
  const head = parseHead('ICY 200 OK\r\nicy-br:128\r\n\r\n');
  expect(head).toMatchObject({ status: 200, reason: 'OK', framing: { kind: 'until-close' }, keepAlive: false });
  expect(head.headers.first('icy-br')).toBe('128');
  // Full, or nobody plays to it: it may be heard later.
  for (const says of ['400 Server Full', '401 Service Unavailable']) {
    expect(parseHead(`ICY ${says}\r\n\r\n`).status).toBe(503);
  }
  expect(parseHead('ICY 404 Resource Not Found\r\n\r\n').status).toBe(404);
  expect(() => parseHead('ICY\r\n\r\n')).toThrow(expect.objectContaining({ code: 'source-unavailable' }));
});
