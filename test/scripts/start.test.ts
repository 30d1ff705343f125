import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { testFolder } from '../engine/home.ts';
import { scripts } from './machine.ts';

test('npm start without a display serves the web page, says where, and ends with it', async () => {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, INIT_CWD: _folder, ...rest } = process.env;
  const child = spawn(process.execPath, [join(scripts, 'start.mjs'), '--port', '0', '--json'], {
    env: { ...rest, SLUICE_HOME: testFolder() },
    detached: true,
  });
  const ended = once(child, 'close');
  onTestFinished(async () => {
    // with what it started
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    await ended;
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  expect(stderr).toMatch(/^sluice: there is no display here, so the web page is served/);
  const { address } = JSON.parse(String(line));
  const page = await fetch(address);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<title>Sluice</title>');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  await expect(fetch(address)).rejects.toThrow();
}, 120_000);
