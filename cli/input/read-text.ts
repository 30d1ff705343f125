import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';

/** The text of a file, or of standard input for `-`. Throws `WrongUse` that names the file when it cannot be read. */
export async function readText(file: string): Promise<string> {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new WrongUse(wrong.unreadable(file === '-' ? 'standard input' : file, reasonOf(error)));
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
