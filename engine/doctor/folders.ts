import { mkdtemp, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Finding } from '../../contract/doctor.ts';
import { fileFailure } from '../files/failure.ts';
import { freeBytes } from '../files/space.ts';

/**
 * Whether a folder can be written and how much room its disk has. A folder that is not there yet is judged by the nearest
 * one above it, because it will be made.
 * @param reserve bytes that must stay free
 */
export async function examineFolder(name: string, path: string, reserve: number): Promise<Finding> {
  try {
    const trial = await mkdtemp(join(await existing(path), '.sluice-trial-'));
    await rmdir(trial);
    const free = await freeBytes(path);
    const found = `${path}: ${free} bytes free`;
    return free > reserve
      ? { name, status: 'ok', found, advice: '' }
      : { name, status: 'problem', found, advice: `Free some space: ${reserve} bytes are to stay free.` };
  } catch (error) {
    const failure = fileFailure(error, path);
    return { name, status: 'problem', found: failure.detail ?? path, advice: failure.message };
  }
}

async function existing(path: string): Promise<string> {
  const there = await stat(path).catch(() => undefined);
  return there !== undefined || dirname(path) === path ? path : existing(dirname(path));
}
