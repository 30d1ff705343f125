import { readFile, stat, writeFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { type FfmpegRun, fileUrl, inputUrl, runFfmpeg } from '../../engine/ffmpeg/run.ts';
import { testFolder } from '../files/folder.ts';
import { make } from '../record/media/ts/ffmpeg.ts';

const program = '/usr/bin/ffmpeg';

function start(parts: Partial<FfmpegRun<string>> & { readonly args: readonly string[] }) {
  const signal = new AbortController().signal;
  return runFfmpeg({ program, inputs: [], signal, onChild: () => {}, stallMs: 20_000, ...parts });
}

/** Arguments that copy transport streams from pipes into a file. */
function copy(inputs: number, path: string): string[] {
  const indices = [...Array(inputs).keys()];
  const read = indices.flatMap((index) => ['-protocol_whitelist', 'pipe', '-f', 'mpegts', '-i', inputUrl(index)]);
  return [...read, ...indices.flatMap((index) => ['-map', String(index)]), '-c', 'copy', '-f', 'mp4', fileUrl(path)];
}

/** A source that never ends. */
async function* forever(bytes: Uint8Array): AsyncGenerator<Uint8Array[]> {
  for (;;) {
    yield [bytes];
    await setImmediate();
  }
}

/** A source of which nothing comes until it is given up. */
async function* nothing(signal: AbortSignal): AsyncGenerator<Uint8Array[]> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const video = make(['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=25', '-t', '1', '-c:v', 'libx264', '-f', 'mpegts']);
const sound = make(['-f', 'lavfi', '-i', 'sine=r=48000', '-t', '1', '-c:a', 'aac', '-f', 'mpegts']);

describe('ffmpeg reads', () => {
  test('several pipes, in pieces of any size, and a path that looks like something else', async () => {
    const path = join(await testFolder(), '-y concat:a|b %d #1.mp4');
    const small = async function* (bytes: Uint8Array): AsyncGenerator<Uint8Array[]> {
      for (let at = 0; at < bytes.length; at += 7000) {
        yield [bytes.subarray(at, at + 1), new Uint8Array(0), bytes.subarray(at + 1, at + 7000)];
      }
    };
    const inputs = [small(await video), small(await sound), small(await sound)];
    expect(await start({ args: copy(3, path), inputs })).toEqual({ outcome: 'done', complaints: '' });
    expect((await stat(path)).size).toBeGreaterThan(10_000);
  });

  test('no faster than it can: what is not wanted yet is not asked for', async () => {
    let asked = 0;
    const counted = async function* (): AsyncGenerator<Uint8Array[]> {
      while (asked < 200) {
        asked++;
        yield [new Uint8Array(1 << 20)];
      }
    };
    const controller = new AbortController();
    // It reads nothing at all of the second pipe before the first has told what is in it.
    const inputs = [nothing(controller.signal), counted()];
    const running = start({ args: copy(2, join(await testFolder(), 'a')), inputs, signal: controller.signal });
    await expect.poll(() => asked).toBeGreaterThan(0);
    for (let turn = 0; turn < 100; turn++) await setImmediate();
    expect(asked).toBeLessThan(10);
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });

  test('only what it is allowed to', async () => {
    const folder = await testFolder();
    await writeFile(join(folder, 'in.ts'), await video);
    const args = ['-protocol_whitelist', 'pipe', '-i', fileUrl(join(folder, 'in.ts')), '-f', 'null', '-'];
    await expect(start({ args })).rejects.toMatchObject({ detail: expect.stringContaining('not on whitelist') });
  });
});

describe('a failure', () => {
  test('that is expected is told, and the source is read to its end', async () => {
    let given = 0;
    const source = async function* (): AsyncGenerator<Uint8Array[]> {
      for (; given < 50; given++) yield [Buffer.alloc(100_000, 'no media')];
    };
    const path = join(await testFolder(), 'a');
    const expected = { unreadable: /could not find codec parameters/ };
    const result = await start({ args: copy(1, path), inputs: [source()], expected });
    expect(result.outcome).toBe('unreadable');
    expect(given).toBe(50);
  });

  test('that is not expected is thrown with what ffmpeg said', async () => {
    const failure = { code: 'internal', detail: expect.stringContaining('Unrecognized option') };
    await expect(start({ args: ['-nonsense', 'x', 'y'] })).rejects.toMatchObject(failure);
  });

  test('of a source ends ffmpeg, and is the reason', async () => {
    const pids: number[] = [];
    const broken = async function* (): AsyncGenerator<Uint8Array[]> {
      yield [await video];
      throw new Error('the disk broke');
    };
    const args = copy(1, join(await testFolder(), 'a'));
    await expect(start({ args, inputs: [broken()], onChild: (pid) => pids.push(pid) })).rejects.toThrow(
      'the disk broke',
    );
    expect(pids.map(isAlive)).toEqual([false, false]);
  });

  test('to start is a missing tool', async () => {
    const failure = { code: 'tool-missing', detail: expect.stringContaining('/nowhere/ffmpeg') };
    await expect(start({ program: '/nowhere/ffmpeg', args: [], inputs: [forever(await video)] })).rejects.toMatchObject(
      failure,
    );
  });

  test('to write says what the user can do about it', async () => {
    const args = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=25', '-t', '5', '-f', 'rawvideo'];
    await expect(start({ args: [...args, fileUrl('/dev/full')] })).rejects.toMatchObject({ code: 'disk-full' });
    const folder = await testFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(start({ args: [...args, fileUrl(join(folder, 'file', 'a'))] })).rejects.toMatchObject({
      code: 'internal',
    });
  });
});

describe('an end before the end', () => {
  test('by the signal leaves no process, and its reason is kept', async () => {
    const told: [number, boolean][] = [];
    const controller = new AbortController();
    const path = join(await testFolder(), 'a');
    const onChild = (pid: number, running: boolean): void => void told.push([pid, running]);
    const inputs = [forever(await video)];
    const running = start({ args: copy(1, path), inputs, signal: controller.signal, onChild });
    await expect
      .poll(() =>
        stat(path).then(
          ({ size }) => size,
          () => 0,
        ),
      )
      .toBeGreaterThan(0);
    const [pid] = told[0] ?? [0];
    expect(getPriority(pid)).toBeGreaterThan(getPriority(process.pid));
    controller.abort(new Error('paused'));
    await expect(running).rejects.toThrow('paused');
    expect(told).toEqual([
      [pid, true],
      [pid, false],
    ]);
    expect(isAlive(pid)).toBe(false);
  });

  test('before it has begun starts nothing', async () => {
    const onChild = (): void => expect.unreachable();
    await expect(start({ args: [], signal: AbortSignal.abort(new Error('no')), onChild })).rejects.toThrow('no');
  });

  test('comes to a program that hangs and does not listen', async () => {
    const folder = await testFolder();
    const deaf = join(folder, 'ffmpeg');
    await writeFile(deaf, `#!/bin/sh\ntrap '' TERM\necho $$ > ${folder}/pid\nwhile :; do read -r line; done\n`, {
      mode: 0o755,
    });
    const controller = new AbortController();
    const inputs = [nothing(controller.signal)];
    const running = start({ program: deaf, args: [], inputs, stallMs: 300, signal: controller.signal });
    running.catch(() => controller.abort());
    await expect(running).rejects.toMatchObject({ code: 'internal', detail: expect.stringContaining('0.3 s') });
    expect(isAlive(Number(await readFile(join(folder, 'pid'), 'utf8')))).toBe(false);
  });
});
