import { parseDuration } from '../../contract/duration.ts';
import type { Settings } from '../../contract/settings.ts';
import { meanings, resolverChoices } from '../../contract/video-choices.ts';
import { nameFromTemplate } from '../../engine/files/template.ts';
import { folderFrom } from '../parse/place.ts';
import { parseRate, parseSize } from '../parse/size.ts';

/** How a setting is written and read: what is typed, and how its value is shown again so that it could be typed. */
interface Form {
  readonly want: string;
  read(text: string, cwd: string): unknown;
  show(value: unknown): string;
}

const whole = (least: number, most: number): Form => ({
  want: `a whole number from ${least} to ${most}`,
  read: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined),
  show: String,
});
/** Whether all fields of a name are known. */
function isTemplate(text: string): boolean {
  try {
    nameFromTemplate(text, { title: 'a', id: 'a', ext: 'a', part: 1, startedAt: new Date(0) });
    return true;
  } catch {
    return false;
  }
}

const template = (fields: string): Form => ({
  want: `a name with the fields ${fields}`,
  read: (text) => (isTemplate(text) ? text : undefined),
  show: String,
});
const program = (which: string): Form => ({
  want: `the path of ${which}, or nothing for the one that is found`,
  // a name alone is looked for on the PATH
  read: (text, cwd) => (/[/\\~]/.test(text) ? folderFrom(text, cwd) : text),
  show: String,
});
const oneOf = (...words: string[]): Form => ({ want: words.join(', '), read: (text) => text, show: String });

const onOff: Form = {
  want: 'on or off',
  read: (text) => ({ on: true, off: false })[text],
  show: (value) => (value === true ? 'on' : 'off'),
};

const forms: Record<keyof Settings, Form> = {
  downloadFolder: { want: 'a folder', read: (text, cwd) => folderFrom(text, cwd), show: String },
  maxActive: whole(1, 64),
  maxPerHost: whole(1, 64),
  maxRecordings: whole(1, 200),
  connections: {
    want: 'a whole number from 1 to 32, or auto',
    read: (text) => (text === 'auto' ? null : whole(1, 32).read(text, '')),
    show: (value) => (value === null ? 'auto' : String(value)),
  },
  limitRate: {
    want: 'bytes a second such as 500k or 2M, or none',
    read: parseRate,
    show: (value) => (value === null ? 'none' : String(value)),
  },
  reserve: { want: 'bytes such as 256MiB', read: parseSize, show: String },
  duplicates: oneOf('ask', 'skip', 'keep'),
  retries: whole(0, 100),
  idleTimeout: {
    want: 'seconds or a time such as 1m30s, from 5 to 600 seconds',
    read: (text) => parseDuration(text),
    show: String,
  },
  proxy: { want: 'system, direct, or the address of a proxy', read: (text) => text, show: String },
  recordingName: template('{title}, {date}, {time}, {id}, {part} or {part:000}'),
  ffmpeg: program('an ffmpeg'),
  resolver: oneOf(...resolverChoices),
  ytDlp: program('a yt-dlp'),
  youtubeClients: {
    want: 'names of clients with commas, or nothing for the usual order',
    read: (text) => text,
    show: String,
  },
  videoOrList: oneOf(...meanings),
  videoFormat: { want: 'a preset, or the ids of formats', read: (text) => text, show: String },
  videoName: template('{title}, {channel}, {date}, {id}, {number} or {number:000}'),
  apiPrivateAddresses: onOff,
  apiOpen: onOff,
  apiPort: whole(1, 65_535),
  theme: oneOf('system', 'light', 'dark'),
  language: oneOf('system', 'en', 'ru'),
};

/** The name as the command line writes it: `max-active`. */
export function settingName(key: keyof Settings): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

const keys = Object.keys(forms).filter((key): key is keyof Settings => key in forms);
/** Every setting's name, in the order they are shown. */
export const settingNames: readonly string[] = keys.map(settingName);

/** The setting of a name in either spelling, `max-active` or `maxActive`. */
export function settingKey(name: string): keyof Settings | undefined {
  return keys.find((key) => key === name || settingName(key) === name.toLowerCase());
}

/** Reads a value that was typed; `value` is `undefined` when it does not fit, `want` says what would. */
export function readSetting(
  key: keyof Settings,
  text: string,
  cwd: string,
): { readonly value: unknown; readonly want: string } {
  const { want, read } = forms[key];
  return { want, value: read(text.trim(), cwd) };
}

/** A value as it could be typed. */
export function shownSetting(key: keyof Settings, settings: Settings): string {
  return forms[key].show(settings[key]);
}
