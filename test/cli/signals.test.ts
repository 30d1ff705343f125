import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

test('the first signal asks, one more at the same moment is the same, a later one ends the process', async () => {
  const fixture = fileURLToPath(new URL('./signals-fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [fixture], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout });
  const [ready] = await once(lines, 'line');
  expect(ready).toBe('ready');
  const closed = once(child, 'close');
  child.kill('SIGINT');
  child.kill('SIGINT');
  const [asked] = await once(lines, 'line');
  expect(asked).toBe('asked by SIGINT');
  // Sent until it has an effect: how long a moment is, is not promised.
  const again = setInterval(() => child.kill('SIGTERM'), 100);
  const [code] = await closed;
  clearInterval(again);
  expect(code).toBe(143);
});
