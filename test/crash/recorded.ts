import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Segments that the journal of the unfinished recording in a home counts. */
export function storedIn(home: string): number {
  const unfinished = join(home, 'downloads', '.sluice');
  const recording = namesIn(unfinished).find((name) => name.endsWith('.recording'));
  if (recording === undefined) return 0;
  return read(join(unfinished, recording, 'journal.jsonl')).split('{"type":"stored"').length - 1;
}

/** Names of what a recording in a home has put in its place. */
export function fragmentsIn(home: string): string[] {
  return namesIn(join(home, 'downloads')).filter((name) => name.startsWith('Studio'));
}

function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
