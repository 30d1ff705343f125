import { exits } from '../exit.ts';

/** An example: what to type and what it does. */
type Example = readonly [line: string, means: string];

/** The examples of a command, as they stand at the end of its help. */
export function examples(...list: readonly Example[]): string {
  const width = Math.max(...list.map(([line]) => line.length));
  return ['', 'Examples:', ...list.map(([line, means]) => `  ${line.padEnd(width)}  ${means}`)].join('\n');
}

/** The exit codes, as they stand at the end of the help. */
export function exitCodes(): string {
  const lines = Object.values(exits).map(({ code, help }) => `  ${String(code).padStart(3)}  ${help}`);
  return ['', 'Exit codes:', ...lines].join('\n');
}

/** What the help says about each command and option. */
export const help = {
  program: 'Downloads files and records live streams. Shares its queue with the Sluice application.',
  get: 'Download links and wait for their files',
  getMore: `
The paths of finished files go to standard output when that is not the terminal, everything else to standard error.
Ctrl-C pauses and says how to go on; so does getting the same link again. Nothing is ever overwritten.

Amounts: k, M, G (or kB, MB, GB) count in thousands, Ki, Mi, Gi (or KiB …) in 1024s.`,
  record: 'Record a live stream into fragments and wait for the last of them',
  recordMore: `
The path of each finished fragment goes to standard output when that is not the terminal, everything else to standard error.
Ctrl-C ends the recording and keeps it; at the end there is a summary of the fragments and of what is missing.

Times: 90 or 90s, 10m, 1h30m, 1:30:00. Without -r it goes on until the stream ends, without -f everything is one file.`,
  stream: 'link to a playlist (HLS, DASH), a stream, or a page with one',
  recordingDuration: 'how long to record',
  maxFragmentDuration: 'how long a fragment may be at most',
  quality: 'best, worst, a height such as 1080p, or bits a second at most such as 3000k (default: best)',
  form: 'what to make of it (default: mp4, or by the ending of --name)',
  recordingName: "what to call it (default: the stream's own title)",
  fromStart: 'from the oldest that the server still has, not from now on',
  giveUp: 'how long nothing may come before it ends with what it has (default: 10m)',
  onGap: 'where something is missing (default: new-fragment)',
  onDiscontinuity: 'where the stream says that it is interrupted (default: new-fragment)',
  wait: 'wait until the stream is live',
  at: 'start at a time: 20:15, "2026-11-30 20:15" or as in ISO 8601',
  repeat: 'record again at the same time',
  limitRateOne: 'bytes a second, such as 500k or 2M',
  quietRecording: 'say nothing but errors; paths of finished fragments go to standard output',
  stop: 'End recordings, keep what they have, and wait for their last fragments',
  allRecordings: 'every recording that has something',
  youtube: 'Get videos, playlists and channels of YouTube, and of other sites through yt-dlp',
  youtubeMore: `
The paths of finished files go to standard output when that is not the terminal, everything else to standard error.
A link to a video that also names a list is asked about on a terminal; elsewhere the video is taken. A live video is recorded:
Ctrl-C ends it and keeps it. Of a list, what is there already is passed over. Settings: video-format, video-or-list, resolver.`,
  videos: 'links to videos, playlists and channels; "-" reads a list from standard input',
  videoFormat: (presets: readonly string[]) =>
    `${presets.join(', ')}, or ids as --list-formats shows them: 18, 137+140 (default: the setting's)`,
  audio: 'only the sound, in its own codec',
  audioCodec: 'only the sound, in this codec',
  subs: 'subtitles in these languages, such as en,ru; all for every one that somebody has written',
  autoSubs: 'with --subs: also those that the site made itself',
  embedSubs: 'with --subs: put them into the video, not beside it',
  noChapters: 'leave the chapters out of the file',
  noThumbnail: 'leave the thumbnail out of the file',
  noTags: 'leave title, channel, date and link out of the file',
  clip: 'only a part, such as 1:00-2:30, 1:00- or -2:30; it begins at the keyframe before',
  playlist: 'where a link names a video and a list: the list',
  onlyVideo: 'where a link names a video and a list: the video',
  items: 'of a list only these, such as 1-5,8 or 10-',
  resolver: 'what reads the site',
  listFormats: 'show what can be had of the videos, get nothing',
  listEntries: 'show what is in the lists, get nothing',
  liveFromStart: 'of a live video: from its start, as far as the server has it',
  waitForVideo: 'of a live video that has not begun: wait until it is live',
  outputVideo: 'name of the file, for one video; with a path, its folder too',
  duplicateVideo: 'what to do with a video that was downloaded before (of lists: skip)',
  listGroups: 'the lists that tasks were taken from, not the tasks',
  exitCodes: '\nsluice --help lists the exit codes.',
  links: 'links to http and https files, to videos of YouTube, and to playlists; "-" reads a list from standard input',
  output: 'name of the file; with a path, its folder too',
  dir: "folder to save in, made if missing (default: the setting's)",
  input: 'file with links, one a line or in any text; "-" is standard input; may be repeated',
  connections: 'connections a file, 1 to 32, or auto',
  jobs: 'files at a time, in place of the settings',
  limitRate: 'bytes a second for each file, such as 500k or 2M',
  checksum: 'algorithm:hex the file must have (sha256, sha512, sha384, sha1, md5)',
  header: 'header to send; @FILE reads them from a file; may be repeated',
  cookies: 'cookie file in the Netscape format',
  user: 'user name; the password is asked for, or taken from SLUICE_PASSWORD',
  proxy: 'http://, https:// or socks5:// address of a proxy, or direct',
  duplicate: 'what to do with a link that was downloaded before',
  priority: 'from -10 to 10; higher goes first',
  detach: 'let the running Sluice do it and return at once',
  json: 'one JSON object a line on standard output (docs/cli.md)',
  quiet: 'say nothing but errors; paths of finished files go to standard output',
  list: 'List tasks, those added last first',
  state: 'only these states; several with commas; "active" is what has a worker',
  kind: 'only this kind of task',
  search: 'only what has this in its name or link, whatever the case',
  sort: 'by when they were added, the newest first; by name; or in the order of the queue (default: created)',
  listLimit: 'this many at most',
  show: 'Show everything about tasks',
  pause: 'Pause tasks; what is fetched stays',
  resume: 'Let paused tasks go on and wait for them',
  retry: 'Try failed or canceled tasks again and wait for them',
  cancel: 'Cancel tasks and delete what was fetched of them',
  remove: 'Remove tasks from the list, with what was fetched of unfinished ones',
  files: 'delete the finished files too, unless they were changed',
  yes: 'do not ask before something recorded is deleted',
  limit: 'Limit the rate of tasks, also while they run',
  move: 'Move tasks in the queue',
  ids: 'ids of tasks, or of the groups of lists, or as much of each as is unique',
  allWaiting: 'every task that runs or waits',
  allPaused: 'every task that is paused or waits',
  allFailed: 'every task that failed',
  allUnfinished: 'every unfinished task',
  allOfThem: 'every task',
  serve: 'Serve the web page and the API, for a browser and for programs',
  serveMore: `
It works like the application: everything in the queue runs. While the application (or another command) has the data folder, it works
through that, and takes over when it ends. Ctrl-C or SIGTERM puts the work down; the next start goes on.`,
  host: 'address to listen on; 0.0.0.0 or :: for every one of this computer',
  port: 'port to listen on; 0 for any that is free',
  data: 'folder of the database, settings and token, with the logs below it',
  downloads: 'folder that files go to; becomes the download-folder setting',
  tokenFile: 'file with the token, made if missing (default: api-token in the data folder)',
  behindProxy: 'believe what a proxy of this computer or network says of who asks (X-Forwarded-…)',
  hostName: 'name under which it may be asked for; may be repeated, the first is that of links',
  link: 'print a new link that signs in once, of the one that runs, and end',
  settings: 'Show or change settings',
  settingsGet: 'Show settings; one alone is its bare value',
  settingsSet: 'Change a setting',
  webhooks: 'Show or change the addresses that are told of what happens',
  webhooksList: 'List webhooks, and how the last delivery of each went',
  webhooksAdd: 'Add a webhook; the key of its signature is shown this once',
  webhooksRemove: 'Remove webhooks, with what waits for them',
  webhooksTest: 'Deliver a test now and say how it went',
  webhookUrl: 'http or https; may hold user and password, which are kept apart',
  webhookEvents: 'what it is told of: task.completed, task.failed, fragment.closed; several with commas (default: all)',
  webhookSecret: 'key of the signature: whsec_ and 24 to 64 bytes in base64 (default: a new one)',
  webhookIds: 'ids of webhooks, or as much of each as is unique',
  doctor: 'Say what tools and folders were found, and what to do about the others',
  completion: 'Write the completion script of a shell',
  jsonOnce: 'as JSON',
} as const;
