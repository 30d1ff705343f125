import { Failure } from '../../contract/errors.ts';

/** Primary result codes of SQLite, https://www.sqlite.org/rescode.html */
const corrupt = 11;
const notADatabase = 26;
const byCode: Readonly<Record<number, 'permission' | 'disk-full' | 'already-running'>> = {
  3: 'permission',
  5: 'already-running',
  6: 'already-running',
  8: 'permission',
  13: 'disk-full',
  14: 'permission',
};

/** True when an error says that the file is no sound database. */
export function saysCorrupt(error: unknown): boolean {
  const code = resultCode(error);
  return code === corrupt || code === notADatabase;
}

/** True when an error is a violated UNIQUE or PRIMARY KEY. */
export function saysTaken(error: unknown): boolean {
  const constraint = 19;
  return resultCode(error) === constraint;
}

/** What an error of SQLite means to a person; other errors pass unchanged. */
export function storeFailure(error: unknown, path: string): unknown {
  const code = resultCode(error);
  if (code === undefined) return error;
  const detail = `${path}: ${error instanceof Error ? error.message : 'unknown'}`;
  return new Failure(byCode[code] ?? 'internal', { detail, cause: error });
}

/** The primary code: the low byte of an extended one. */
function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
