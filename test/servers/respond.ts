import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Behaviour, SeenRequest } from './behaviour.ts';
import { bytes, digestOf } from './body.ts';
import { sendBody } from './send-body.ts';

/** What the server remembers of a path between two requests. */
export interface Memory {
  /** how often each fault was shown */
  readonly shown: Record<'fail' | 'cut' | 'hang', number>;
  /** requests that are being answered */
  active: number;
}

interface Body {
  readonly size: number;
  readonly read: (start: number, end: number) => Buffer;
  readonly digest: (algorithm: string) => string;
}

/** Answers one request as the behaviour says. Returns when the answer has ended, which may be never. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  behaviour: Behaviour,
  memory: Memory,
  seen: SeenRequest,
): Promise<void> {
  const { raw, hang, fail, auth, cookie, redirect } = behaviour;
  const refuse = (status: number, headers: Record<string, string> = {}) => {
    seen.status = status;
    response.writeHead(status, { 'content-length': '0', ...headers }).end();
  };
  if (raw !== undefined) return void request.socket.end(raw);
  if (hang?.after === 'nothing' && due(memory, 'hang', hang.times)) return;
  if (behaviour.endlessHeader) return endlessHeader(response);
  if (memory.active > (behaviour.maxConnections ?? Number.POSITIVE_INFINITY)) return refuse(503);
  if (fail !== undefined && due(memory, 'fail', fail.times))
    return refuse(fail.status, fail.retryAfter === undefined ? {} : { 'retry-after': fail.retryAfter });
  const basic = auth && `Basic ${Buffer.from(`${auth.user}:${auth.password}`).toString('base64')}`;
  if (basic !== undefined && request.headers.authorization !== basic)
    return refuse(401, { 'www-authenticate': 'Basic realm="test"' });
  if (cookie !== undefined && !(request.headers.cookie ?? '').split('; ').includes(cookie)) return refuse(403);
  if (redirect !== undefined) return refuse(redirect.status ?? 302, { ...behaviour.headers, location: redirect.to });
  await answer(request, response, behaviour, memory, seen);
}

/** Whether a fault is still to be shown; counts it. */
function due(memory: Memory, fault: keyof Memory['shown'], times = Number.POSITIVE_INFINITY): boolean {
  if (memory.shown[fault] >= times) return false;
  memory.shown[fault] += 1;
  return true;
}

async function endlessHeader(response: ServerResponse): Promise<void> {
  const { socket } = response;
  socket?.write('HTTP/1.1 200 OK\r\n');
  const lines = `X-Pad: ${'a'.repeat(1000)}\r\n`.repeat(16);
  while (socket !== null && !socket.destroyed) {
    if (!socket.write(lines)) await Promise.race([once(socket, 'drain'), once(socket, 'close')]).catch(() => undefined);
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  behaviour: Behaviour,
  memory: Memory,
  seen: SeenRequest,
): Promise<void> {
  const body = behaviour.gzip ? fixed(gzipSync(read(bodyOf(behaviour)))) : bodyOf(behaviour);
  const headers = headersOf(behaviour, bodyOf(behaviour));
  const range = behaviour.gzip === true ? undefined : askedRange(request, behaviour, body.size);
  if (range === 'unsatisfiable') {
    seen.status = 416;
    response.writeHead(416, { ...headers, 'content-length': '0', 'content-range': `bytes */${body.size}` }).end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: body.size };
  if (range !== undefined) {
    const custom = behaviour.contentRange?.({ start, end, size: body.size });
    if (custom !== null) headers['content-range'] = custom ?? `bytes ${start}-${end - 1}/${body.size}`;
  }
  if ((behaviour.length ?? 'given') === 'given') headers['content-length'] = String(end - start);
  if (behaviour.length === 'close') response.removeHeader('transfer-encoding');
  seen.status = range === undefined ? 200 : 206;
  response.writeHead(seen.status, { ...headers, ...behaviour.headers });
  response.flushHeaders();
  if (request.method === 'HEAD') return void response.end();
  const shift = range === undefined ? 0 : (behaviour.shift ?? 0);
  const wrap = (from: number, to: number) => body.read(from + shift, to + shift);
  const stop = stopOf(behaviour, memory, end - start);
  await sendBody(response, seen, { read: wrap, start, end, rate: behaviour.rate, stop });
}

function stopOf(behaviour: Behaviour, memory: Memory, length: number) {
  const { cut, hang } = behaviour;
  if (hang !== undefined && hang.after !== 'nothing' && due(memory, 'hang', hang.times))
    return { after: hang.after, how: 'hang' } as const;
  if (cut === undefined || !due(memory, 'cut', cut.times)) return undefined;
  return { after: cut.after === 'half' ? Math.floor(length / 2) : cut.after, how: cut.how };
}

function bodyOf(behaviour: Behaviour): Body {
  if (behaviour.content !== undefined) return fixed(behaviour.content);
  const { seed = 1, size = 0 } = behaviour;
  return {
    size,
    read: (start, end) => bytes(seed, start, end),
    digest: (algorithm) => digestOf(seed, size, algorithm),
  };
}

function fixed(content: Buffer): Body {
  // Past its end (a shifted answer) it goes on with zeros.
  const read = (start: number, end: number) => Buffer.concat([content.subarray(start, end)], end - start);
  return { size: content.length, read, digest: (algorithm) => createHash(algorithm).update(content).digest('hex') };
}

function read(body: Body): Buffer {
  return body.read(0, body.size);
}

function headersOf(behaviour: Behaviour, body: Body): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': 'application/octet-stream' };
  if ((behaviour.ranges ?? 'honoured') === 'honoured') headers['accept-ranges'] = 'bytes';
  if (behaviour.etag !== undefined) headers['etag'] = behaviour.etag;
  if (behaviour.lastModified !== undefined) headers['last-modified'] = behaviour.lastModified;
  if (behaviour.gzip !== undefined && behaviour.gzip !== false) headers['content-encoding'] = 'gzip';
  for (const [name, kind] of Object.entries(behaviour.digests ?? {})) {
    const algorithm = name === 'content-md5' ? 'md5' : 'sha256';
    const hex = body.digest(algorithm);
    const value = Buffer.from(
      kind === 'right' ? hex : hex.replace(/^./u, (digit) => (digit === '0' ? '1' : '0')),
      'hex',
    );
    const base64 = value.toString('base64');
    headers[name] =
      { 'repr-digest': `sha-256=:${base64}:`, digest: `SHA-256=${base64}`, 'content-md5': base64 }[name] ?? '';
  }
  return headers;
}

/** RFC 9110 sections 13.1.5 and 14.2; a list of ranges is answered with everything. */
function askedRange(request: IncomingMessage, behaviour: Behaviour, size: number) {
  const found = /^bytes=(?:(\d+)-(\d*)|-(\d+))$/u.exec(request.headers.range ?? '');
  if (found === null || behaviour.ranges === 'ignored') return undefined;
  if (behaviour.ranges === 'refused') return 'unsatisfiable';
  const condition = request.headers['if-range'];
  const strong = behaviour.etag?.startsWith('W/') ? undefined : behaviour.etag;
  const unchanged = condition === undefined || condition === strong || condition === behaviour.lastModified;
  if (!unchanged && behaviour.ifRange !== 'ignored') return undefined;
  const [, first, last, suffix] = found;
  const start = suffix === undefined ? Number(first) : Math.max(0, size - Number(suffix));
  const asked = last ? Math.min(size, Number(last) + 1) : size;
  const end = Math.min(asked, start + (behaviour.most ?? Number.POSITIVE_INFINITY));
  return start >= end ? 'unsatisfiable' : { start, end };
}
