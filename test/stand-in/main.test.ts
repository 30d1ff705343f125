import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ask } from './through.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-main-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** The stand-in as a process whose temporary files lie in `folder`. */
function start() {
  return spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, TMPDIR: folder },
  });
}

test.each([
  ['its input ends', 'end'],
  ['it is told to', 'SIGTERM'],
] as const)('the process answers, and leaves nothing when %s', async (_when, how) => {
  const child = start();
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const told = JSON.parse(String(line)) as { proxy: string; ca: string };
  const { statusCode } = await ask(told, 'https://www.youtube.com/watch?v=filmDirect1');
  expect(statusCode).toBe(200);
  expect(await readdir(folder)).toHaveLength(1);
  if (how === 'end') child.stdin.end();
  else child.kill(how);
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(await readdir(folder)).toEqual([]);
});

test('whoever goes away before it is there leaves nothing either', async () => {
  const child = start();
  child.stdin.end();
  child.stdout.resume();
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(await readdir(folder)).toEqual([]);
});
