import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { bytes, firstDifference } from '../servers/body.ts';
import { startOrigin } from '../servers/faulty-server.ts';
import { get, outcome, Task } from './fetching.ts';

/** What a server says, given a folder three levels above the one for downloads. */
const hostile: readonly (readonly [what: string, disposition: string | ((above: string) => string)])[] = [
  ['a path upwards', 'attachment; filename="../../../evil.bin"'],
  ['an absolute path', (above) => `attachment; filename="${above}/evil.bin"`],
  ['an encoded absolute path', (above) => `attachment; filename*=UTF-8''${encodeURIComponent(`${above}/evil.bin`)}`],
  ['a Windows path', 'attachment; filename="C:\\\\Windows\\\\evil.bin"'],
  ['an encoded path', "attachment; filename*=UTF-8''..%2F..%2Fevil.bin"],
  ['NUL', 'attachment; filename="evil\0.bin"'],
  ['an encoded NUL', "attachment; filename*=UTF-8''evil%00.bin"],
  ['a right-to-left override', "attachment; filename*=UTF-8''evil%E2%80%AEgnp.exe"],
  ['300 bytes', `attachment; filename="${'x'.repeat(300)}.bin"`],
  ['300 bytes of two each', `attachment; filename*=UTF-8''${'%C3%A9'.repeat(150)}.bin`],
  ['a reserved name', 'attachment; filename="CON"'],
  ['a reserved name with an ending', 'attachment; filename="NUL.txt"'],
  ['a newline', "attachment; filename*=UTF-8''evil%0Atwo.bin"],
  ['a command', 'attachment; filename="$(touch x).bin"'],
  ['dots only', 'attachment; filename=".."'],
  ['a hidden name', 'attachment; filename=".bashrc"'],
  ['nothing', 'attachment; filename=""'],
];

test.each(hostile)('a name with %s becomes a plain one inside the folder', async (_what, said) => {
  const above = await mkdtemp(join(tmpdir(), 'sluice-above-'));
  const origin = await startOrigin();
  onTestFinished(async () => {
    await origin.close();
    await rm(above, { recursive: true });
  });
  const folder = join(above, 'one', 'two', 'downloads');
  const task = new Task(folder);
  const disposition = typeof said === 'string' ? said : said(above);
  const head = `HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nConnection: close\r\nContent-Disposition: ${disposition}\r\n\r\n`;
  const raw = Buffer.concat([Buffer.from(head, 'latin1'), bytes(5, 0, 1000)]);
  expect(outcome(await get(origin, task, { raw }))).toBe('done');

  const files = (await readdir(above, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  expect(files.map((file) => file.parentPath)).toEqual([folder]);
  const name = files[0]?.name ?? '';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  expect(name).not.toMatch(/[\u0000-\u001f\u007f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
  expect(name).not.toMatch(/^\.|[. ]$|^(?:con|nul|prn|aux)(?:\.|$)/i);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  expect(await firstDifference(join(folder, name), 5, 1000)).toBeNull();
});
