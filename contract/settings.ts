import { z } from 'zod';
import { usualTemplate, usualVideoTemplate } from './name-template.ts';
import { connections, rate } from './transfer.ts';
import { formatChoice, resolverChoice } from './video.ts';
import { clientsForm, meanings } from './video-choices.ts';

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
  /** what reads video sites: the one that is built in, yt-dlp, or the first and where it cannot the second */
  resolver: resolverChoice,
  /** the yt-dlp to use; empty for the one that is found */
  ytDlp: z.string().max(4096),
  /** as whom the built-in resolver asks YouTube, in this order, with commas; empty for the order that comes with Sluice */
  youtubeClients: z.string().regex(clientsForm),
  /** what is meant by a link to a video that also names the list it is played from */
  videoOrList: z.enum(meanings),
  /** the format of a video where nobody says another */
  videoFormat: formatChoice,
  /** names of videos: `{title}`, `{channel}`, `{date}`, `{id}`, and `{number}` or `{number:000}` in a list */
  videoName: z.string().min(1).max(500),
  /**
   * whether what is added over the API may lead to this computer and into private networks: who asks there may sit elsewhere, and
   * would see through the eyes of this computer
   */
  apiPrivateAddresses: z.boolean(),
  /** the desktop serves the API and the web page too, to this computer alone */
  apiOpen: z.boolean(),
  /** the port for that */
  apiPort: z.number().int().min(1).max(65_535),
  /** the colours of the window */
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'ru']),
});
export type Settings = z.infer<typeof settings>;

/** Settings that only this computer may change: programs that are run, places outside the download folder, ways into the network. */
export const localSettings = [
  'downloadFolder',
  'ffmpeg',
  'ytDlp',
  'proxy',
  'apiPrivateAddresses',
  'apiOpen',
  'apiPort',
] as const satisfies readonly (keyof Settings)[];

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
    resolver: 'auto',
    ytDlp: '',
    youtubeClients: '',
    videoOrList: 'ask',
    videoFormat: 'best',
    videoName: usualVideoTemplate,
    apiPrivateAddresses: false,
    apiOpen: false,
    apiPort: 8787,
    theme: 'system',
    language: 'system',
  };
}
