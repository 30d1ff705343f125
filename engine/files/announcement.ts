import { open, readFile, rm } from 'node:fs/promises';
import { missing } from './missing.ts';

/** A move that is about to happen, written down beside the data so that a crash in the middle can be understood. */
export interface Announcement {
  /** absolute path the data is about to get */
  readonly target: string;
  /** bytes of the data */
  readonly size: number;
}

/** Writes the announcement for `data`; it is durable on return. */
export async function announce(data: string, announcement: Announcement): Promise<void> {
  const file = await open(noteOf(data), 'w');
  try {
    await file.writeFile(JSON.stringify(announcement));
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The announcement an earlier attempt has left for `data`; one that is missing or torn counts as none. */
export async function announced(data: string): Promise<Announcement | undefined> {
  const text = await readFile(noteOf(data), 'utf8').catch(missing);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isAnnouncement(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Takes the announcement back. */
export async function withdraw(data: string): Promise<void> {
  await rm(noteOf(data), { force: true });
}

function noteOf(data: string): string {
  return `${data}.target`;
}

function isAnnouncement(value: unknown): value is Announcement {
  if (typeof value !== 'object' || value === null || !('target' in value) || !('size' in value)) return false;
  return typeof value.target === 'string' && typeof value.size === 'number';
}
