import { closeSync, existsSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { headlessPaths } from '../../engine/headless/paths.ts';
import { fileSecrets } from '../../engine/headless/secrets.ts';
import { workerEnvironment } from '../../engine/headless/worker-environment.ts';
import { logLine } from '../../engine/log/lines.ts';
import { RotatingFile } from '../../engine/log/rotating-file.ts';
import { TaskLogs } from '../../engine/log/task-logs.ts';
import { testFolder } from './home.ts';

test('no secret that can be recognised reaches a line', () => {
  const line = logLine(
    'info',
    'GET http://me:hunter2@a.example/x?token=hunter2&a=1 via socks5://u:hunter2@proxy:1',
    { password: 'hunter2', header: 'Authorization: Bearer hunter2', set: 'Cookie: sid=hunter2', status: 200 },
    0,
  );
  expect(line).not.toContain('hunter2');
  expect(JSON.parse(line)).toMatchObject({ time: '1970-01-01T00:00:00.000Z', level: 'info', status: 200 });
  expect(line).toContain('a=1');
});

test('a log is rotated by size and only some are kept', () => {
  const folder = testFolder();
  const file = new RotatingFile(join(folder, 'logs', 'x.log'), 100, 2);
  for (let n = 0; n < 50; n++) file.write(`line ${String(n).padStart(20, '.')}`);
  file.close();
  expect(readdirSync(join(folder, 'logs')).toSorted()).toEqual(['x.log', 'x.log.1', 'x.log.2']);
  for (const name of readdirSync(join(folder, 'logs')))
    expect(statSync(join(folder, 'logs', name)).size).toBeLessThanOrEqual(100);
  expect(readFileSync(join(folder, 'logs', 'x.log'), 'utf8')).toContain('.49');
});

test('a log that cannot be written is no reason to fail', () => {
  const file = new RotatingFile('/dev/null/impossible/x.log', 100, 2);
  file.write('a');
  file.close();
});

test.runIf(process.platform === 'linux')('nor is one that fails when it is closed; the next line is written', () => {
  const path = join(testFolder(), 'x.log');
  const file = new RotatingFile(path, 100, 2);
  file.write('first');
  const open = '/proc/self/fd';
  const own = readdirSync(open).find((fd) => existsSync(join(open, fd)) && readlinkSync(join(open, fd)) === path);
  closeSync(Number(own));
  file.write('lost');
  file.write('next');
  file.close();
  expect(readFileSync(path, 'utf8')).toBe('first\nnext\n');
});

test('the last lines of a task, and its file until it is removed', () => {
  const folder = testFolder();
  const logs = new TaskLogs(folder);
  expect(logs.fileOf('a')).toBeNull();
  for (let n = 0; n < 30; n++) logs.write('a', `line ${n}`);
  expect(logs.end('a')).toEqual(Array.from({ length: 20 }, (_, n) => `line ${n + 10}`));
  expect(logs.end('a')).toEqual([]);
  expect(existsSync(logs.fileOf('a') ?? '')).toBe(true);
  logs.remove('a');
  expect(logs.fileOf('a')).toBeNull();
});

test('secrets come back only with the key they were sealed with', () => {
  const [here, elsewhere] = [testFolder(), testFolder()];
  const sealed = fileSecrets(here).seal('geheim ☂');
  expect(sealed).not.toContain('geheim');
  expect(fileSecrets(here).open(sealed)).toBe('geheim ☂');
  expect(fileSecrets(elsewhere).open(sealed)).toBeUndefined();
  expect(fileSecrets(here).open('')).toBeUndefined();
  expect(fileSecrets(here).open(`${sealed.slice(0, -4)}AAAA`)).toBeUndefined();
  expect(statSync(join(here, 'secrets.key')).mode & 0o777).toBe(0o600);
});

test('everything lies below SLUICE_HOME when that is set', () => {
  expect(headlessPaths({ SLUICE_HOME: '/srv/s' })).toEqual({
    data: '/srv/s/data',
    logs: '/srv/s/logs',
    downloads: '/srv/s/downloads',
  });
});

test.runIf(process.platform === 'linux')('the download folder is the one the desktop knows', () => {
  expect(headlessPaths({ XDG_DOWNLOAD_DIR: '/data/dl' }).downloads).toBe('/data/dl');
  expect(headlessPaths({ XDG_CONFIG_HOME: testFolder() }).downloads).toMatch(/\/Downloads$/);
});

test('job processes get what they need of the environment and no tokens', () => {
  expect(
    workerEnvironment({
      PATH: '/bin',
      LC_ALL: 'C',
      https_proxy: 'http://p',
      NODE_OPTIONS: '--inspect',
      GITHUB_TOKEN: 'x',
      LANG: 'de',
    }),
  ).toEqual({ PATH: '/bin', LC_ALL: 'C', https_proxy: 'http://p', LANG: 'de' });
});
