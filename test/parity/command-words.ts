import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Wishes } from './front-end.ts';

/** The options for what any link can be asked for. @param named the option of the command that names the file */
export function wordsFor(wishes: Omit<Wishes, 'links'>, named: string, home: string): string[] {
  const { name, directory, checksum, limitRate, connections, headers = [], cookies, startAt, priority, proxy } = wishes;
  const { duplicates } = wishes;
  const file = join(home, 'cookies.txt');
  if (cookies !== undefined) writeFileSync(file, cookies);
  return [
    ...(name === undefined ? [] : [named, name]),
    ...(directory === undefined ? [] : ['--dir', directory]),
    ...(checksum === undefined ? [] : ['--checksum', checksum]),
    ...(limitRate === undefined ? [] : ['--limit-rate', String(limitRate)]),
    ...(connections === undefined ? [] : ['--connections', String(connections)]),
    ...headers.flatMap((header) => ['--header', `${header.name}: ${header.value}`]),
    ...(cookies === undefined ? [] : ['--cookies', file]),
    ...(startAt === undefined ? [] : ['--at', new Date(startAt).toISOString()]),
    ...(priority === undefined ? [] : ['--priority', String(priority)]),
    ...(proxy === undefined ? [] : ['--proxy', proxy]),
    ...(duplicates === undefined ? [] : ['--duplicate', duplicates]),
  ];
}

/** The options for the form of a video. */
export function format({ format: which }: NonNullable<Wishes['video']>): string[] {
  return which === undefined ? [] : ['--format', which];
}

/** The options of the command that was there before are `-r` and `-f`. */
export function recordingArgs({ duration, fragment, quality, from }: NonNullable<Wishes['recording']>): string[] {
  return [
    ...(duration === undefined ? [] : ['-r', String(duration)]),
    ...(fragment === undefined ? [] : ['-f', String(fragment)]),
    ...(quality === undefined ? [] : ['--quality', quality]),
    ...(from === 'start' ? ['--from-start'] : []),
  ];
}
