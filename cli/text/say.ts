import type { PresetOffer } from '../../contract/video.ts';
import { formatBytes, formatRate } from '../format/bytes.ts';
import { formatTaken } from '../format/duration.ts';
import type { Start } from '../report/reporter.ts';
import { counted } from './recording.ts';
import { offerText } from './video.ts';

/** How many tasks are named one by one before a shorter way is taken. */
export const spelledOut = 8;

const begins: Readonly<Record<Start, { readonly one: string; readonly many: string }>> = {
  new: { one: 'added', many: 'added' },
  resumed: { one: 'goes on with', many: 'go on' },
  ending: { one: 'ends', many: 'end' },
};

/** What the command line says while and after it works. Names and links in it are already safe to show. */
export const say = {
  saved: (path: string, size: number, seconds: number | undefined) => `saved ${path} (${transferred(size, seconds)})`,
  savedPart: (path: string, more: string) => `saved ${path} (${more})`,
  recorded: (name: string) => `recorded ${name}`,
  recordedPartly: (name: string) => `recorded ${name}, but something is missing`,
  whatThereIs: (name: string) => `what there is of ${name}:`,
  keepHint: (id: string) => `To keep all that is recorded: sluice stop ${id}; to go on with it: sluice retry ${id}`,
  noLedger: (name: string) => `recorded ${name}; its ledger cannot be read, so what may be missing is not known`,
  goesOnAfter: (track: string, time: string, why: string) =>
    `${track === 'main' ? '' : `${track} `}goes on; nothing came for ${time} (${why})`,
  checked: (algorithm: string) => `${algorithm} fits`,
  sameAs: (path: string) => `same content as ${path}`,
  alreadyThere: (path: string) => `already there: ${path}`,
  alreadyDone: (name: string) => `already downloaded: ${name}`,
  refused: (url: string, why: string) => `not added: ${url}: ${why}`,
  duplicate: (url: string) => `not added, it was downloaded before: ${url}`,
  paused: (name: string) => `paused ${name}`,
  canceled: (name: string) => `canceled ${name}`,
  removed: (name: string) => `removed ${name}`,
  started: (url: string, how: Start) => `${begins[how].one} ${url}`,
  startedMany: (count: number, how: Start) => `${count} tasks ${begins[how].many}`,
  /** @param phase what they do */
  heldBack: (count: number, phase: string) => `${count} ${count === 1 ? 'task' : 'tasks'}: ${phase}`,
  duplicateHint: 'Use --duplicate keep to get it again, or --duplicate skip to pass over it.',
  duplicateQuestion: (name: string) => `${name} was downloaded before. Get it again? [y]es, [n]o, [a]ll, n[o]ne:`,
  stoppedBefore: 'Stopped before anything was added.',
  looking: (url: string) => `Looking at ${url}`,
  found: (text: string, offer: PresetOffer | undefined) =>
    offer === undefined ? text : `${text}: ${offerText(offer)}`,
  recordsLive: (text: string, fromStart: boolean) =>
    `${text} is live: it is recorded from ${fromStart ? 'its start' : 'now on (--from-start for all of it)'}, until it ends or Ctrl-C.`,
  waitsForLive: 'It has not begun: it is waited for and then recorded.',
  tookVideo: (video: string, list: string) =>
    `The link also names a list; the video is taken: ${video}\nFor the list: sluice youtube --playlist ${list}`,
  videoOrListQuestion: (video: string, several: boolean) =>
    `${video} is part of a list. The [v]ideo, or the whole [l]ist?${several ? ' A capital letter is the answer for all.' : ''}`,
  nameOfList: '--output names one file',
  chosenOf: (count: number, all: number) => `${count} of ${all} chosen`,
  noSubtitles: (languages: readonly string[], offered: string) =>
    `no subtitles in ${languages.join(', ')}${offered === '' ? '; the video has none' : `; there are: ${offered}`}`,
  missingInList: (count: number) =>
    `${counted(count, 'video')} of the list cannot be had (private or gone); --list says which`,
  liveInList: (count: number) =>
    `${counted(count, 'video')} of the list ${count === 1 ? 'is' : 'are'} live and left out; a link to one alone records it`,
  noEntries: (items: unknown) => (items === undefined ? 'the list is empty' : 'the list has none of these numbers'),
  pausing: 'Pausing. Press Ctrl-C again to leave at once.',
  stopping: 'Stopping, keeping what is recorded. Press Ctrl-C again to leave at once.',
  leftAlone: (ids: readonly string[]) =>
    `Left at once. What is recorded is safe; the next start of Sluice goes on with it, or now: sluice resume ${ids.join(' ')}`,
  leftRunning: 'Left at once. The Sluice that runs goes on with it. See: sluice list',
  resumeHint: (ids: readonly string[]) =>
    ids.length <= spelledOut
      ? `To go on: sluice resume ${ids.join(' ')}`
      : 'To go on, run the same command again, or: sluice resume --all',
  stopHint: (ids: readonly string[]) => `To end a recording and keep what there is: sluice stop ${ids.join(' ')}`,
  earlier: (ids: readonly string[]) =>
    `An earlier recording of this link is unfinished. To keep what it has: sluice stop ${ids.slice(0, spelledOut).join(' ')}`,
  repeats: (how: string) => `Repeats ${how} for as long as this command runs. Ctrl-C pauses it.`,
  pastItsTime: (name: string, time: string) => `The time of ${name}, ${time}, has passed: it records now.`,
  hasItsTime: (name: string, id: string) => `${name} keeps its time. To begin at once: sluice retry ${id}`,
  cancelQuestion: (count: number) =>
    `${count === 1 ? 'A recording' : `${count} recordings`} would lose what is not yet in a finished file. sluice stop keeps it. Cancel? [y]es, [n]o:`,
  notCanceled: 'Nothing was canceled.',
  goesOn: 'The Sluice that ran the downloads has ended; they go on.',
  jobsIgnored:
    'Another Sluice is running and decides how many run at a time: -j is ignored. See: sluice settings set max-active',
  detached: (count: number) => `${count} added; the running Sluice does the rest. See: sluice list`,
  passwordVisible:
    'A password on the command line can be seen by other users of this computer. Give only the name to be asked for it.',
  passwordPrompt: (user: string) => `Password for ${user}: `,
  nothingToDo: 'No links given.',
  noTasks: 'No tasks.',
  noGroups: 'No tasks were taken from a list.',
  noWebhooks: 'No webhooks.',
  webhookAdded: (id: string, url: string, secret: string) => [
    `${id} is told of what happens: ${url}`,
    `The key of its signature, shown this once: ${secret}`,
  ],
  webhookTaken: (status: number) => `taken (HTTP ${status})`,
  did: (verb: string, count: number, groups: number) =>
    `${verb} ${[
      count > groups && counted(count - groups, 'task'),
      groups > 0 && `the tasks of ${counted(groups, 'list')}`,
    ]
      .filter((part) => part !== false)
      .join(' and ')}`,
  overall: (done: number, total: number, active: number, failed: number) =>
    [`${done} of ${total} done`, active > 0 && `${active} active`, failed > 0 && `${failed} failed`]
      .filter((part) => part !== false)
      .join(', '),
  summary: (parts: readonly string[], bytes: number, seconds: number) =>
    `${parts.join(', ')} (${transferred(bytes, seconds)})`,
  signal: (name: string) => `Stopped by ${name}.`,
} as const;

/** Wrong uses of the command line. */
export const wrong = {
  size: (text: string) => `"${text}" is no amount: use for example 500k, 2M or 1.5MiB.`,
  rate: (text: string) => `"${text}" is no rate: use for example 500k, 2M or 1.5MiB (bytes a second), or "none".`,
  whole: (text: string, least: number, most: number) => `"${text}" is no whole number from ${least} to ${most}.`,
  noLength: (text: string) =>
    `"${text}" is no length of time, or none that makes sense here: use 90, 90s, 1h30m or 1:30:00.`,
  moment: (text: string) => `"${text}" is no time: use 20:15, "2026-11-30 20:15" or 2026-11-30T20:15:00Z.`,
  past: (text: string) => `"${text}" has passed.`,
  quality: (text: string) =>
    `"${text}" is no quality: use best, worst, a height such as 1080p, or bits a second such as 3000k.`,
  checksum: (text: string) =>
    `"${text}" is no checksum: use sha256:…, sha512:…, sha384:…, sha1:… or md5:… with all hexadecimal digits.`,
  header: (text: string) => `"${text}" is no header: use 'Name: value', or @FILE with one on each line.`,
  headerFile: (file: string) => `${file} does not hold one 'Name: value' on each line.`,
  state: (text: string, known: readonly string[]) => `"${text}" is no state. States are: ${known.join(', ')}.`,
  format: (text: string) => `"${text}" is no format: use a preset such as best or 720p, or ids such as 18 or 137+140.`,
  languages: (text: string) => `"${text}" are no languages: use for example en,ru or all.`,
  clip: (text: string) => `"${text}" is no part of a video: use for example 1:00-2:30, 90-150, 1:00- or -2:30.`,
  items: (text: string) => `"${text}" are no numbers of a list: use for example 3, 1-5,8 or 10-.`,
  whichSubtitles: 'Say which subtitles are wanted: --subs en,ru, or --subs all.',
  oneLink: (option: string) => `${option} is for one link, but there are several.`,
  outputName: (text: string) => `"${text}" names no file. Use -d for a folder.`,
  outputStdout: 'Sluice writes files, not to standard output: -o wants a name.',
  noLinks: 'There is no link in what was given. Try: sluice get https://example.com/file.zip',
  unreadable: (file: string, why: string) => `${file} cannot be read (${why}).`,
  noTerminal: 'There is no terminal to ask for the password. Set SLUICE_PASSWORD, or use --user NAME:PASSWORD.',
  detachAlone:
    'No Sluice is running that could go on after this command ends. Leave --detach out, or start the application.',
  idsOrAll: 'Name tasks by their ids, or use --all. See: sluice list',
  idsAndAll: 'Use either ids or --all, not both.',
  ambiguous: (prefix: string, ids: readonly string[]) =>
    `"${prefix}" could be ${ids.length} tasks: give more of the id.`,
  unknownId: (prefix: string) => `No task has an id that begins with "${prefix}". See: sluice list`,
  noId: (text: string) => `"${text}" is no task id. See: sluice list`,
  event: (text: string, known: readonly string[]) => `"${text}" is no event. Events are: ${known.join(', ')}.`,
  webhookSecret: 'The key has to be whsec_ and 24 to 64 bytes in base64.',
  unknownWebhook: (prefix: string) => `No webhook has an id that begins with "${prefix}". See: sluice webhooks`,
  ambiguousWebhook: (prefix: string) => `"${prefix}" could be several webhooks: give more of the id.`,
  setting: (name: string, known: readonly string[]) => `"${name}" is no setting. Settings are: ${known.join(', ')}.`,
  settingValue: (name: string, value: string, want: string) => `"${value}" does not fit ${name}: ${want}.`,
} as const;

function transferred(bytes: number, seconds: number | undefined): string {
  if (seconds === undefined || seconds <= 0) return formatBytes(bytes);
  return `${formatBytes(bytes)} in ${formatTaken(seconds)}, ${formatRate(bytes / Math.max(seconds, 0.001))}`;
}
