import { lstat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { TaskId } from '../../contract/task.ts';
import { joinInside } from '../files/inside.ts';
import { numberedName, safeName } from '../files/name.ts';
import type { Book } from './book.ts';

/** Numbers that are tried one by one, so that names stay close together. After that the steps double. */
const oneByOne = 50;

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
  for (let number = 0; ; number = number < oneByOne ? number + 1 : number * 2) {
    const name = number === 0 ? wanted : numberedName(wanted, number);
    const path = joinInside(before.directory, name);
    if (asked.taken && path === before.reserved) continue;
    if (!(await nothingAt(path))) continue;
    const record = book.get(id);
    if (record === undefined) return undefined;
    if (book.save({ ...record, reserved: path, name, wantedName: wanted })) return path;
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
