import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readlinkSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parse } from 'content-disposition';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import { failure, success } from '../../../contract/reply.ts';
import type { Artifact, Task } from '../../../contract/task.ts';
import type { Engine } from '../../../engine/engine.ts';
import { unfinishedPaths } from '../../../engine/files/unfinished.ts';
import { viewOf } from '../../../engine/store/record.ts';
import { until } from '../../engine/home.ts';
import { recordingOf } from '../../renderer/page/recordings.ts';
import { record } from '../../store/records.ts';
import { openTestServer, type TestServer, testToken } from '../open-server.ts';

const ofFile = 'f000000000';
const ofStream = 's000000000';
/** Frees what nobody holds. */
const collect = garbageCollector();
const large = 24 * 1024 * 1024;
const content = Buffer.from(Uint8Array.from({ length: 700_000 }, (_, index) => index % 251));
let server: TestServer;
let folder: string;
/** names of the files of the task, by their numbers */
const names: string[] = [];

/** Puts a file of this name on record; its number. */
function onRecord(name: string): number {
  names.push(name);
  return names.length;
}

function addFile(name: string, bytes: Uint8Array | string = content): number {
  writeFileSync(join(folder, name), bytes);
  return onRecord(name);
}

/** An engine that knows two tasks; their files are whatever a test wants them to be. */
const engine: Engine = {
  call: async (name, input) => {
    const id = 'id' in input ? input.id : undefined;
    const task: Task | undefined =
      id === ofFile
        ? viewOf(record({ id: ofFile, directory: folder }))
        : id === ofStream
          ? { ...recordingOf(1, { name: 'x', state: { name: 'canceled', at: 1 } }), id: ofStream, directory: folder }
          : undefined;
    if (name !== 'tasks.show' || task === undefined) return failure(new Failure('no-such-task'));
    const artifacts = names.map(
      (one): Artifact => ({ path: join(folder, one), size: 1, type: null, verified: null, sameAs: null }),
    );
    // the only call that comes here
    return success({ task, attempts: [], logFile: null, artifacts }) as never;
  },
  subscribe: () => () => undefined,
  close: async () => undefined,
};

beforeAll(async () => {
  server = await openTestServer({ serve: { engine } });
  folder = server.downloads;
});
afterAll(() => server.close());

const at = (number: number | string) => `/api/v1/tasks/${ofFile}/artifacts/${number}`;
const live = (name: string) => `/api/v1/tasks/${ofStream}/live/${name}`;

async function bytesOf(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') {
  const answer = await fetch(server.address + path, {
    method,
    headers: { authorization: `Bearer ${testToken}`, ...headers },
  });
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
}

/** How often this process has a file open. */
function openTimes(name: string): number {
  const path = join(folder, name);
  return readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false;
    }
  }).length;
}

/** Begins to read a file and stops behind the head. */
function begin(path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${testToken}` };
    const { hostname, port } = new URL(server.address);
    // a path as it is: an address would lose its dots
    get({ hostname, port, path, headers, agent: false }, resolve).on('error', reject);
  });
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  // the flag holds for new contexts
  return runInNewContext('gc') as () => void;
}

describe('a finished file', () => {
  test('comes whole, in parts, and as a head', async () => {
    const number = addFile('a.mp4');
    const whole = await bytesOf(at(number));
    expect(whole.answer.status).toBe(200);
    expect(whole.bytes.equals(content)).toBe(true);
    const { headers } = whole.answer;
    expect(Object.fromEntries(headers)).toMatchObject({
      'accept-ranges': 'bytes',
      'content-disposition': 'attachment; filename=a.mp4',
      'content-length': '700000',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'content-type': 'video/mp4',
      'x-content-type-options': 'nosniff',
    });
    const part = await bytesOf(at(number), { range: 'bytes=300000-699998', 'if-range': headers.get('etag') ?? '' });
    expect([part.answer.status, part.answer.headers.get('content-range')]).toEqual([206, 'bytes 300000-699998/700000']);
    expect(part.bytes.equals(content.subarray(300_000, 699_999))).toBe(true);
    const beyond = await bytesOf(at(number), { range: 'bytes=700000-' });
    expect([beyond.answer.status, beyond.answer.headers.get('content-range')]).toEqual([416, 'bytes */700000']);
    const several = await bytesOf(at(number), { range: 'bytes=0-1,5-6' });
    expect([several.answer.status, several.bytes.length]).toEqual([200, 700_000]);
    const same = await bytesOf(at(number), { 'if-none-match': headers.get('etag') ?? '' });
    expect([same.answer.status, same.bytes.length]).toEqual([304, 0]);
    const head = await bytesOf(at(number), { range: 'bytes=0-1' }, 'HEAD');
    expect([head.answer.status, head.answer.headers.get('content-length')]).toEqual([200, '700000']);
    expect(head.answer.headers.get('etag')).toBe(headers.get('etag'));
    await until(() => openTimes('a.mp4') === 0 || undefined, 'the file is closed');
  });

  test('may be empty', async () => {
    const { answer, bytes } = await bytesOf(at(addFile('empty.mkv', '')));
    expect([answer.status, answer.headers.get('content-length'), bytes.length]).toEqual([200, '0', 0]);
  });

  test('may be shown instead of kept, but never as something that runs', async () => {
    const number = addFile('page.html', '<script>alert(1)</script>');
    const { answer } = await bytesOf(`${at(number)}?inline=true`);
    expect(answer.headers.get('content-disposition')).toBe('inline; filename=page.html');
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    for (const name of ['x.svg', 'x.xhtml', 'x.js', 'x.pdf', 'x.xml', 'x.mp4.html', 'X.HTM', 'x']) {
      const { answer } = await bytesOf(`${at(addFile(name, '<svg/>'))}?inline=1`);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
    }
  });

  test.each([
    'a "quoted" name.mp4',
    'back\\slash.mp4',
    'line\r\nSet-Cookie: a=b\r\n\r\n<html>.mp4',
    'semi; filename=other.exe; x.mp4',
    'Фильм — часть 1.mp4',
    '映画 🎬.mp4',
    "it's 100% (new) *.mp4",
    'café.mp4',
    'tab\there.mp4',
  ])('keeps its name in one field: %j', async (name) => {
    const { answer } = await bytesOf(at(addFile(name, 'x')));
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.status).toBe(200);
    const { type, parameters } = parse(answer.headers.get('content-disposition') ?? '');
    expect([type, parameters['filename']]).toEqual(['attachment', name]);
  });

  test('is missing when it is gone, a link, a folder, a pipe or a device', async () => {
    mkdirSync(join(folder, 'folder.mp4'));
    symlinkSync('/etc/passwd', join(folder, 'link.mp4'));
    symlinkSync('/dev/zero', join(folder, 'device.mp4'));
    execFileSync('mkfifo', [join(folder, 'pipe.mp4')]);
    for (const name of [
      'gone.mp4',
      'folder.mp4',
      'link.mp4',
      'device.mp4',
      'pipe.mp4',
      'a.mp4/below',
      'x'.repeat(300),
    ]) {
      const answer = await server.ask('GET', at(onRecord(name)));
      expect([answer.status, answer.json]).toMatchObject([410, { code: 'file-missing' }]);
    }
  });

  test('is only one that is on record', async () => {
    const none = await server.ask('GET', at(names.length + 1));
    expect([none.status, none.json]).toMatchObject([404, { code: 'no-such-place' }]);
    for (const wrong of [
      '0',
      '-1',
      '1.5',
      '1e9',
      'a.mp4',
      '..%2f..%2fetc%2fpasswd',
      '%00',
      '%2e%2e',
      '%D9%A3',
      '9'.repeat(90),
    ]) {
      const answer = await begin(at(wrong));
      answer.resume();
      expect([wrong, answer.statusCode]).toEqual([wrong, 400]);
    }
    for (const id of ['nobody0000', '..%2f..', '%00', `${ofFile}%2f`]) {
      expect((await server.ask('GET', `/api/v1/tasks/${id}/artifacts/1`)).status).toBe(404);
    }
    expect((await server.ask('GET', at('x'.repeat(5000)))).status).toBeGreaterThanOrEqual(400);
  });
});

describe('while it is sent', () => {
  test('a client that goes away frees the file at once', async () => {
    const number = addFile('left.mp4', Buffer.alloc(large));
    const answers = await Promise.all(Array.from({ length: 5 }, () => begin(at(number))));
    expect(openTimes('left.mp4')).toBe(5);
    for (const answer of answers) answer.destroy();
    await until(() => openTimes('left.mp4') === 0 || undefined, 'the file is closed');
  });

  test('a client that goes away before anything is sent leaves nothing open', async () => {
    const number = addFile('early.mp4', Buffer.alloc(large));
    for (let turn = 0; turn < 20; turn++) {
      const socket = createConnection(Number(new URL(server.address).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(`GET ${at(number)} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${testToken}\r\n\r\n`);
      socket.resetAndDestroy();
    }
    // asked behind all of them
    expect((await bytesOf(at(number), { range: 'bytes=0-0' })).answer.status).toBe(206);
    await until(() => openTimes('early.mp4') === 0 || undefined, 'the file is closed');
  });

  test('slow readers hold a chunk each and not the file', async () => {
    const number = addFile('slow.mp4', Buffer.alloc(large));
    collect();
    const before = process.memoryUsage().arrayBuffers;
    const answers = await Promise.all(Array.from({ length: 8 }, () => begin(at(number))));
    let held = -1;
    await until(async () => {
      const before = held;
      await new Promise((resolve) => setTimeout(resolve, 50));
      collect();
      held = process.memoryUsage().arrayBuffers;
      return held === before || undefined;
    }, 'nothing more is read');
    expect(held - before).toBeLessThan(8 * 2 * 1024 * 1024);
    for (const answer of answers) answer.destroy();
    await until(() => openTimes('slow.mp4') === 0 || undefined, 'the file is closed');
  });

  test.each([
    ['becomes shorter', (path: string) => truncateSync(path, 5 * 1024 * 1024)],
    ['is written over', (path: string) => writeFileSync(path, Buffer.alloc(large, 1))],
    ['is touched', (path: string) => utimesSync(path, 1, 1)],
  ])('an answer does not look whole when the file %s', async (what, change) => {
    const name = `${what}.mp4`;
    const answer = await begin(at(addFile(name, Buffer.alloc(large))));
    expect(answer.headers['content-length']).toBe(String(large));
    change(join(folder, name));
    let size = 0;
    const ended = new Promise<string>((resolve) => {
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
      });
      answer.on('error', (error) => resolve(error.message));
      answer.on('end', () => resolve('whole'));
    });
    expect(await ended).toBe('aborted');
    expect(size).toBeLessThan(large);
    await until(() => openTimes(name) === 0 || undefined, 'the file is closed');
  });
});

describe('a recording that grows', () => {
  test('is its playlist and what that names, and nothing else of the folder', async () => {
    const { recording } = unfinishedPaths(folder, ofStream);
    mkdirSync(recording, { recursive: true });
    writeFileSync(join(recording, 'watch.m3u8'), '#EXTM3U\n');
    writeFileSync(join(recording, 'journal.jsonl'), '{}\n');
    writeFileSync(join(recording, 'timeline.json'), '{}\n');
    writeFileSync(join(recording, '0001.ts'), content);
    symlinkSync('/etc/passwd', join(recording, 'link.ts'));
    const list = await bytesOf(live('watch.m3u8'));
    expect([list.answer.status, list.answer.headers.get('content-type')]).toEqual([
      200,
      'application/vnd.apple.mpegurl',
    ]);
    const again = await bytesOf(live('watch.m3u8'), { 'if-none-match': list.answer.headers.get('etag') ?? '' });
    expect(again.answer.status).toBe(304);
    expect((await bytesOf(live('0001.ts'), { range: 'bytes=0-9' })).bytes).toEqual(content.subarray(0, 10));
    for (const name of ['link.ts', 'none.ts']) expect((await server.ask('GET', live(name))).status).toBe(410);
    const hidden = [
      ...[
        'journal.jsonl',
        'timeline.json',
        'TIMELINE.JSON',
        '.hidden',
        '..',
        '%2e%2e',
        '..%2f..%2fa.mp4',
        '%2fetc%2fpasswd',
      ],
      ...[
        '..%5c..%5ca',
        'a%00.ts',
        '0001.ts%00',
        'C:a.ts',
        '%EF%BC%8E%EF%BC%8E',
        '%D0%A4.ts',
        '0001.ts%2f',
        'x'.repeat(90),
      ],
    ];
    for (const name of hidden) {
      const answer = await begin(live(name));
      answer.resume();
      expect([name, answer.statusCode]).toEqual([name, name === 'x'.repeat(90) ? 410 : 404]);
    }
    for (const name of ['%', '%zz', '%c0%ae', 'x'.repeat(5000)]) {
      expect((await server.ask('GET', live(name))).status).toBeGreaterThanOrEqual(400);
    }
    expect((await server.ask('GET', `/api/v1/tasks/${ofFile}/live/watch.m3u8`)).status).toBe(404);
  });

  test('is missing where its folder is a link', async () => {
    const elsewhere = join(server.folder, 'elsewhere');
    const { recording } = unfinishedPaths(elsewhere, ofStream);
    mkdirSync(recording, { recursive: true });
    writeFileSync(join(recording, 'secret.ts'), 'x');
    const before = folder;
    folder = join(server.folder, 'shared');
    mkdirSync(folder);
    symlinkSync(join(elsewhere, '.sluice'), join(folder, '.sluice'));
    expect((await server.ask('GET', live('secret.ts'))).status).toBe(410);
    folder = before;
  });
});
