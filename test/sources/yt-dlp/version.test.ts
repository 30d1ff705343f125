import { utimes, writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { isBefore, requireVersion, versionOf } from '../../../engine/sources/yt-dlp/version.ts';
import { answering, ask, fakeYtDlp } from './program.ts';

const signal = new AbortController().signal;

describe('a version', () => {
  test.each(['2026.10.26', '2026.10.26.234511'])('%s is read', async (version) => {
    expect(await versionOf(await fakeYtDlp('', version), signal, () => {})).toBe(version);
  });

  test.each(['', 'youtube-dl 2021.12.17', '1.2.3', '2026.10.26\nTraceback'])('that is %j is none', async (version) => {
    const failure = { code: 'tool-missing', detail: expect.stringContaining('does not say its version') };
    await expect(versionOf(await fakeYtDlp('', version), signal, () => {})).rejects.toMatchObject(failure);
  });

  test('is asked for again only when the program has changed', async () => {
    const path = await fakeYtDlp('');
    let asked = 0;
    const onChild = (_: number, running: boolean): void => {
      if (running) asked++;
    };
    await versionOf(path, signal, onChild);
    await versionOf(path, signal, onChild);
    expect(asked).toBe(1);
    await writeFile(path, '#!/bin/sh\necho 2027.01.02\n');
    await utimes(path, 1, 1);
    expect(await versionOf(path, signal, onChild)).toBe('2027.01.02');
    expect(asked).toBe(2);
  });

  test('is older or not', () => {
    const inOrder = ['2025.03.21', '2025.03.21.1', '2025.04.01', '2025.12.31.9', '2025.12.31.10', '2026.01.01'];
    for (const [at, one] of inOrder.entries())
      for (const [behind, other] of inOrder.entries()) expect(isBefore(one, other)).toBe(at < behind);
  });

  test('may be enough for other sites and too old for YouTube', async () => {
    const program = await answering({ id: '1', formats: [] }, '', '2025.04.30');
    await expect(ask(program)).rejects.toMatchObject({ code: 'no-stream' });
    const url = 'https://www.youtube.com/watch?v=filmDirect1';
    const failure = { code: 'tool-outdated', detail: expect.stringMatching(/2025\.04\.30.*2025\.11\.12/) };
    await expect(ask(program, { url })).rejects.toMatchObject(failure);
  });

  test('that is too old is told with the one that is needed', async () => {
    const failure = { code: 'tool-outdated', detail: expect.stringMatching(/2023\.03\.04.*2025\.03\.21/) };
    await expect(ask(await fakeYtDlp('exit 9', '2023.03.04'))).rejects.toMatchObject(failure);
    expect(() => requireVersion('2025.03.21')).not.toThrow();
    expect(() => requireVersion('2025.11.11', '2025.11.12')).toThrow(
      expect.objectContaining({ code: 'tool-outdated' }),
    );
  });
});

test('a program that is no program is a missing tool', async () => {
  const path = await fakeYtDlp('');
  await writeFile(path, '\u007fELF of another machine');
  await expect(ask(path)).rejects.toMatchObject({ code: 'tool-missing' });
});
