import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runYtDlp, type YtDlpRun } from '../../../engine/sources/yt-dlp/run.ts';
import { testFolder } from '../../files/folder.ts';
import { fakeYtDlp, isAlive } from './program.ts';

const limits = { time: 20_000, output: 1_000_000 };

function start(program: string, parts: Partial<YtDlpRun> = {}) {
  const signal = new AbortController().signal;
  const environment = { PATH: process.env['PATH'] ?? '' };
  return runYtDlp({ program, args: [], input: null, environment, signal, onChild: () => {}, limits, ...parts });
}

/** The number of a process that a program writes into a file. */
async function pidIn(path: string): Promise<number> {
  const read = async (): Promise<number> => Number(await readFile(path, 'utf8').catch(() => '0'));
  await expect.poll(read, { timeout: 10_000 }).toBeGreaterThan(0);
  return read();
}

test('what it writes comes back, on either stream, with its code', async () => {
  const program = await fakeYtDlp('echo said; echo complained >&2; exit 3');
  expect(await start(program)).toEqual({ code: 3, output: 'said\n', complaints: 'complained' });
});

test('bytes that are no UTF-8 break nothing', async () => {
  const { output } = await start(await fakeYtDlp(`printf '{"title": "\\377\\376"}'`));
  expect(JSON.parse(output)).toEqual({ title: '\ufffd\ufffd' });
});

test('what comes late and in pieces is put together', async () => {
  const { output } = await start(await fakeYtDlp('for part in a b c; do printf "$part"; sleep 0.05; done'));
  expect(output).toBe('abc');
});

test('it does not run in the folder where Sluice was started', async () => {
  expect((await start(await fakeYtDlp('pwd'))).output).toBe('/\n');
});

test('it has nothing to wait for on its standard input', async () => {
  expect(await start(await fakeYtDlp('cat'))).toMatchObject({ code: 0, output: '' });
  expect(await start(await fakeYtDlp('cat'), { input: 'given' })).toMatchObject({ output: 'given' });
  expect(await start(await fakeYtDlp('exit 0'), { input: 'x'.repeat(1_000_000) })).toMatchObject({ code: 0 });
});

describe('it is ended, with what it has started,', () => {
  const deaf = (folder: string): string =>
    `trap '' TERM; (trap '' TERM; while :; do sleep 1; done) & echo $! > ${folder}/below; echo $$ > ${folder}/pid; while :; do sleep 1; done`;

  test('when its time is over, though it does not listen', async () => {
    const folder = await testFolder();
    const told: [number, boolean][] = [];
    const onChild = (pid: number, running: boolean): void => void told.push([pid, running]);
    const running = start(await fakeYtDlp(deaf(folder)), { onChild, limits: { ...limits, time: 500 } });
    await expect(running).rejects.toMatchObject({ code: 'timeout', detail: expect.stringContaining('0.5 s') });
    const [pid, below] = [await pidIn(join(folder, 'pid')), await pidIn(join(folder, 'below'))];
    expect(told).toEqual([
      [pid, true],
      [pid, false],
    ]);
    await expect.poll(() => Promise.all([pid, below].map(isAlive)), { timeout: 10_000 }).toEqual([false, false]);
  });

  test('when nobody wants it any more', async () => {
    const folder = await testFolder();
    const controller = new AbortController();
    const running = start(await fakeYtDlp(deaf(folder)), { signal: controller.signal });
    const [pid, below] = [await pidIn(join(folder, 'pid')), await pidIn(join(folder, 'below'))];
    controller.abort(new Error('paused'));
    await expect(running).rejects.toThrow('paused');
    await expect.poll(() => Promise.all([pid, below].map(isAlive)), { timeout: 10_000 }).toEqual([false, false]);
  });

  test('when it says more than anybody would read', async () => {
    const running = start(await fakeYtDlp('exec yes'));
    const failure = { code: 'extractor-outdated', detail: expect.stringContaining('1000000 bytes') };
    await expect(running).rejects.toMatchObject(failure);
  });

  test('when it leaves something behind that holds its streams', async () => {
    const folder = await testFolder();
    const program = await fakeYtDlp(`sleep 1000 & echo $! > ${folder}/below; echo done`);
    expect(await start(program)).toMatchObject({ code: 0, output: 'done\n' });
    const below = await pidIn(join(folder, 'below'));
    await expect.poll(() => isAlive(below), { timeout: 10_000 }).toBe(false);
  });
});

test('it is not started when nobody wants it', async () => {
  const onChild = (): void => expect.unreachable();
  const signal = AbortSignal.abort(new Error('no'));
  await expect(start(await fakeYtDlp(''), { signal, onChild })).rejects.toThrow('no');
});

test('complaints without an end are kept only at their end', async () => {
  const { complaints } = await start(
    await fakeYtDlp(
      'i=0; while [ $i -lt 2000 ]; do echo "WARNING: a line of some fifty characters, number $i" >&2; i=$((i+1)); done',
    ),
  );
  expect(complaints.length).toBeLessThan(65_537);
  expect(complaints).toMatch(/number 1999$/);
});
