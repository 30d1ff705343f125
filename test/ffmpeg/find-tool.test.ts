import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findTool, type ToolName } from '../../engine/ffmpeg/find-tool.ts';
import { testFolder } from '../files/folder.ts';

/** Puts a program into a folder of this name. */
async function program(parent: string, folder: string, name: string, mode = 0o755): Promise<string> {
  await mkdir(join(parent, folder), { recursive: true });
  const path = join(parent, folder, name);
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, mode);
  return path;
}

function find(name: ToolName, setting: string, environment: Record<string, string>, bundled: string | null = null) {
  return findTool(name, setting, { environment, bundled });
}

describe('ffmpeg is', () => {
  test('the one of the setting, whatever else is there', async () => {
    const folder = await testFolder();
    const mine = await program(folder, 'mine', 'my-ffmpeg');
    const other = await program(folder, 'other', 'ffmpeg');
    const environment = { FFMPEG_BIN: other, PATH: join(folder, 'other') };
    expect(await find('ffmpeg', mine, environment, join(folder, 'other'))).toBe(mine);
  });

  test('in the folder that the setting names', async () => {
    const folder = await testFolder();
    const mine = await program(folder, 'mine', 'ffmpeg');
    expect(await find('ffmpeg', join(folder, 'mine'), {})).toBe(mine);
  });

  test('of the name in the setting, on the PATH', async () => {
    const folder = await testFolder();
    const mine = await program(folder, 'mine', 'ffmpeg-7');
    expect(await find('ffmpeg', 'ffmpeg-7', { PATH: join(folder, 'mine') })).toBe(mine);
  });

  test('that of FFMPEG_BIN, else the bundled one, else the first on the PATH', async () => {
    const folder = await testFolder();
    const named = await program(folder, 'named', 'ffmpeg');
    const bundled = await program(folder, 'bundled', 'ffmpeg');
    const first = await program(folder, 'first', 'ffmpeg');
    await program(folder, 'second', 'ffmpeg');
    const PATH = [join(folder, 'nothing'), join(folder, 'first'), join(folder, 'second')].join(delimiter);
    expect(await find('ffmpeg', '', { FFMPEG_BIN: named, PATH }, join(folder, 'bundled'))).toBe(named);
    expect(await find('ffmpeg', '', { PATH }, join(folder, 'bundled'))).toBe(bundled);
    expect(await find('ffmpeg', '', { PATH }, join(folder, 'nothing'))).toBe(first);
  });

  test('nothing that cannot be run, is a folder, or lies in the current folder', async () => {
    const folder = await testFolder();
    await program(folder, 'text', 'ffmpeg', 0o644);
    await mkdir(join(folder, 'nested', 'ffmpeg'), { recursive: true });
    await program(folder, 'here', 'ffmpeg');
    const good = await program(folder, 'good', 'ffmpeg');
    const here = relative(process.cwd(), join(folder, 'here'));
    const PATH = [here, join(folder, 'text'), join(folder, 'nested'), join(folder, 'good')].join(delimiter);
    expect(await find('ffmpeg', '', { PATH })).toBe(good);
  });
});

describe('where the user names one that is not there', () => {
  test('no other is taken for it', async () => {
    const folder = await testFolder();
    const PATH = join(folder, 'good');
    await program(folder, 'good', 'ffmpeg');
    const missing = join(folder, 'missing');
    const failure = { code: 'tool-missing', detail: expect.stringContaining(missing) };
    await expect(find('ffmpeg', missing, { PATH })).rejects.toMatchObject(failure);
    await expect(find('ffmpeg', '', { PATH, FFMPEG_BIN: missing })).rejects.toMatchObject(failure);
    await expect(find('ffmpeg', 'ffmpeg-99', { PATH })).rejects.toMatchObject({ code: 'tool-missing' });
  });
});

describe('ffprobe is', () => {
  test('beside the ffmpeg that is used, else that of FFPROBE_BIN, else on the PATH', async () => {
    const folder = await testFolder();
    const ffmpeg = await program(folder, 'mine', 'ffmpeg');
    const onPath = await program(folder, 'path', 'ffprobe');
    const named = await program(folder, 'named', 'ffprobe');
    const PATH = join(folder, 'path');
    expect(await find('ffprobe', ffmpeg, { PATH })).toBe(onPath);
    expect(await find('ffprobe', ffmpeg, { PATH, FFPROBE_BIN: named })).toBe(named);
    const beside = await program(folder, 'mine', 'ffprobe');
    expect(await find('ffprobe', ffmpeg, { PATH, FFPROBE_BIN: named })).toBe(beside);
  });
});

test('what is on this machine runs', async () => {
  expect(await findTool('ffmpeg', '')).toMatch(/ffmpeg(\.exe)?$/);
  expect(await findTool('ffprobe', '')).toMatch(/ffprobe(\.exe)?$/);
});
