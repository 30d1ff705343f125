import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exits } from '../../cli/exit.ts';
import { type Finding, finding } from '../../contract/doctor.ts';
import { Failure } from '../../contract/errors.ts';
import { type Home, newHome } from './sluice.ts';

/** What the doctor says in a home, by name, and its exit code. */
async function examine(
  home: Home,
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; of: (name: string) => Finding | undefined }> {
  const { code, stdout } = await home.run(['doctor', '--json'], { env });
  const findings = stdout
    .trimEnd()
    .split('\n')
    .map((line) => finding.parse(JSON.parse(line)));
  return { code, of: (name) => findings.find((each) => each.name === name) };
}

test('a tool that is missing, and one that does not run, are warnings with what to do', async () => {
  const home = newHome();
  const bin = join(home.folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'ffprobe'), '#!/bin/sh\nexit 1\n');
  chmodSync(join(bin, 'ffprobe'), 0o755);
  const { code, of } = await examine(home, {
    PATH: bin,
    FFMPEG_BIN: join(bin, 'gone'),
    FFPROBE_BIN: join(bin, 'ffprobe'),
  });
  expect(code).toBe(0);
  expect(of('ffmpeg')).toMatchObject({
    status: 'warning',
    found: expect.stringContaining(join(bin, 'gone')),
    advice: expect.stringContaining('apt-get'),
  });
  expect(of('ffprobe')).toMatchObject({ found: expect.stringMatching(/^does not run: .*ffprobe/) });
  writeFileSync(join(bin, 'mine'), '#!/bin/sh\necho "ffmpeg version 7"\n');
  chmodSync(join(bin, 'mine'), 0o755);
  const again = await examine(home, { PATH: bin, FFMPEG_BIN: join(bin, 'mine') });
  expect(again.of('ffmpeg')).toMatchObject({ status: 'ok', found: `${join(bin, 'mine')}: ffmpeg version 7` });
});

test('a yt-dlp is wanted only by who names one, and how to get it is said', async () => {
  const home = newHome();
  const path = join(home.folder, 'yt-dlp');
  await home.run(['settings', 'set', 'yt-dlp', path]);
  expect((await examine(home)).of('yt-dlp')).toMatchObject({
    status: 'warning',
    found: path,
    advice: expect.stringContaining('install yt-dlp'),
  });
  const versions = [
    ['2026.10.26', 'ok', ''],
    ['2025.04.30', 'ok', expect.stringContaining('YouTube')],
    ['2023.03.04', 'warning', expect.stringContaining('later is needed')],
  ];
  for (const [version, status, advice] of versions) {
    writeFileSync(path, `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
    expect((await examine(home)).of('yt-dlp')).toMatchObject({ status, found: `${path}: ${version}`, advice });
  }
});

test('a folder that cannot be written is a problem, and the exit code says so', async () => {
  const home = newHome();
  // sysfs takes no new folders, not even from root
  await home.run(['settings', 'set', 'download-folder', '/sys/downloads']);
  const { code, of } = await examine(home);
  expect(code).toBe(exits.tool.code);
  const { message } = new Failure('permission');
  expect(of('download folder')).toMatchObject({ status: 'problem', advice: message });
  expect(of('download folder')?.found).toContain('/sys/downloads');
  expect(of('data folder')).toMatchObject({ status: 'ok' });
  expect((await home.run(['doctor'])).stdout).toContain(message);
});

test('a database that was set aside is named as long as it lies there', async () => {
  const home = newHome();
  mkdirSync(join(home.folder, 'data'));
  writeFileSync(join(home.folder, 'data', 'sluice.db'), 'damaged '.repeat(1000));
  await home.run(['list']);
  const { of } = await examine(home);
  const aside = of('damaged database');
  expect(aside).toMatchObject({ status: 'warning', advice: expect.stringContaining('backups') });
  expect(of('database')).toMatchObject({ status: 'ok' });
  rmSync(aside?.found ?? '');
  expect((await examine(home)).of('damaged database')).toBeUndefined();
});
