import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  constants,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { connect } from '../../engine/instance/connect.ts';
import { addOne, reaches } from '../engine/home.ts';
import { firstDifference } from '../servers/body.ts';
import { startOrigin } from '../servers/faulty-server.ts';

const built = join(import.meta.dirname, '..', '..', 'out');
/** Somebody who owns nothing. */
const nobody = 65_534;

/** A folder with nothing but what was built and Node; as in an image, whoever runs it may not write there. */
function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-alone-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(built, join(folder, 'out'), { recursive: true, filter: (path) => !path.endsWith('.map') });
  copyFileSync(process.execPath, join(folder, 'node'), constants.COPYFILE_FICLONE);
  execFileSync('chmod', ['-R', 'a-w,a+rX', folder]);
  chmodSync(folder, 0o755);
  return folder;
}

test('what was built serves by itself, for somebody who may write to two folders and nowhere else', async () => {
  expect(existsSync(built), 'npm run build').toBe(true);
  const folder = installed();
  const [data, downloads] = [join(folder, 'data'), join(folder, 'downloads')];
  const isRoot = process.getuid?.() === 0;
  for (const path of [data, downloads]) {
    mkdirSync(path);
    if (isRoot) execFileSync('chown', [`${nobody}:${nobody}`, path]);
  }
  const asNobody = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups', '--no-new-privs'];
  const command = [join(folder, 'node'), join(folder, 'out', 'cli', 'sluice.js'), 'serve', '--port', '0', '--json'];
  const [program = '', ...args] = isRoot ? ['setpriv', ...asNobody, ...command] : command;
  const child = spawn(program, args, {
    cwd: '/',
    env: { PATH: process.env['PATH'], HOME: '/nonexistent', SLUICE_DATA: data, SLUICE_DOWNLOADS: downloads },
  });
  const ended = once(child, 'close');
  onTestFinished(() => void child.kill('SIGKILL'));
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  expect(complaints).toBe('');
  const { address, files } = JSON.parse(String(line));
  expect(files).toBe(downloads);
  expect(await (await fetch(address)).text()).toContain('<title>Sluice</title>');

  await using origin = await startOrigin();
  origin.serve('/a.bin', { size: 100_000, seed: 3 });
  const engine = await connect({ data });
  if (engine === undefined) throw new Error('no engine runs');
  const { id } = await addOne(engine, origin.url('/a.bin'));
  await reaches(engine, id, 'completed');
  expect(await firstDifference(join(downloads, 'a.bin'), 3, 100_000)).toBeNull();
  if (isRoot) expect(statSync(join(downloads, 'a.bin')).uid).toBe(nobody);
  await engine.close();
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(complaints).toBe('');
}, 120_000);
