import { openFile } from './open-file.ts';

/** Bytes of a log that are looked at, from its end. */
const most = 512 * 1024;

/**
 * The last lines of a log.
 * @param limit lines at most
 * @throws Failure `file-missing`, `internal`
 */
export async function lastLines(path: string, limit: number): Promise<string> {
  const { handle, facts } = await openFile(path);
  try {
    const from = Math.max(0, facts.size - most);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(most, facts.size)), { position: from });
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
    // the first may be the rest of one, and behind the last line end there is nothing
    const whole = lines.slice(from > 0 ? 1 : 0, -1).slice(-limit);
    return whole.map((line) => `${line}\n`).join('');
  } finally {
    await handle.close();
  }
}
