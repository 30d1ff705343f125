import { z } from 'zod';
import { usualTemplate } from './name-template.ts';
import { connections, rate } from './transfer.ts';

export const duplicatePolicy = z.enum(['ask', 'skip', 'keep']);
export type DuplicatePolicy = z.infer<typeof duplicatePolicy>;

/** Everything a user can set, in one flat list; each has a default, so a stored part is enough. */
export const settings = z.object({
  /** absolute path where files go unless a task says otherwise */
  downloadFolder: z.string(),
  /** files that are fetched at the same time */
  maxActive: z.number().int().min(1).max(64),
  /** of these, how many from one host */
  maxPerHost: z.number().int().min(1).max(64),
  /** streams that are recorded at the same time, apart from the files and whatever their hosts */
  maxRecordings: z.number().int().min(1).max(200),
  connections,
  /** bytes a second for all tasks together */
  limitRate: rate,
  /** bytes that must stay free on the disk of the download folder */
  reserve: z.number().int().nonnegative(),
  /** what to do with a link or a file that is there already */
  duplicates: duplicatePolicy,
  /** how often a failed task is tried again by itself */
  retries: z.number().int().min(0).max(100),
  /** seconds without a byte after which a connection counts as dead */
  idleTimeout: z.number().int().min(5).max(600),
  /** `system`, `direct`, or the URL of a proxy without user and password */
  proxy: z.string().max(2000),
  /** names of fragments: `{title}`, `{date}`, `{time}`, `{id}`, `{part}`, `{part:000}` */
  recordingName: z.string().min(1).max(500),
  /** the ffmpeg to use; empty for the one that is found */
  ffmpeg: z.string().max(4096),
  /** the colours of the window */
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'ru']),
});
export type Settings = z.infer<typeof settings>;

/** The defaults; the download folder comes from the host. */
export function defaultSettings(downloadFolder: string): Settings {
  return {
    downloadFolder,
    maxActive: 4,
    maxPerHost: 4,
    maxRecordings: 20,
    connections: null,
    limitRate: null,
    reserve: 256 * 1024 * 1024,
    duplicates: 'ask',
    retries: 8,
    idleTimeout: 30,
    proxy: 'system',
    recordingName: usualTemplate,
    ffmpeg: '',
    theme: 'system',
    language: 'system',
  };
}
