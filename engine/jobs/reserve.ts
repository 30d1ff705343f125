import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TaskId } from '../../contract/task.ts';
import { joinInside } from '../files/inside.ts';
import { nameKey, numberedName, safeName } from '../files/name.ts';
import type { Book } from './book.ts';

/** Names whose first free number is remembered. */
const remembered = 1_000;
/** By folder and wanted name, as a file system may see it: the number after the last that was given out beside the plain name. */
const nextNumber = new Map<string, number>();

/**
 * Takes a path for a task that no other task has and where nothing lies, and writes it down before it is used.
 * @param asked the path the source asks for; `taken` when what the task had was taken by another program meanwhile
 * @returns the path, or `undefined` when the task is gone
 */
export async function reserve(
  book: Book,
  id: TaskId,
  asked: { readonly path: string; readonly taken: boolean },
): Promise<string | undefined> {
  const before = book.get(id);
  if (before === undefined) return undefined;
  if (!asked.taken && before.reserved !== null && (await nothingAt(before.reserved))) return before.reserved;
  const wanted = (asked.taken ? before.wantedName : null) ?? safeName(basename(asked.path));
  // Of a thousand equal names each would else try all numbers of those before it.
  const key = nameKey(joinInside(before.directory, wanted));
  for (let number = 0; ; number = number === 0 ? (nextNumber.get(key) ?? 1) : number + 1) {
    const name = number === 0 ? wanted : numberedName(wanted, number);
    const path = joinInside(before.directory, name);
    if (asked.taken && path === before.reserved) continue;
    if (!(await nothingAt(path))) continue;
    const record = book.get(id);
    if (record === undefined) return undefined;
    if (!book.save({ ...record, reserved: path, name, wantedName: wanted })) continue;
    // The plain name is free again, so the numbers may be as well.
    if (number === 0) nextNumber.delete(key);
    else remember(key, number + 1);
    return path;
  }
}

function remember(key: string, number: number): void {
  nextNumber.delete(key);
  nextNumber.set(key, number);
  for (const oldest of nextNumber.keys()) {
    if (nextNumber.size <= remembered) return;
    nextNumber.delete(oldest);
  }
}

/** What cannot be looked at counts as free: publishing never overwrites and will say what is wrong. */
async function nothingAt(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return false;
  } catch {
    return true;
  }
}
