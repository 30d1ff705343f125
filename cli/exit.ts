import type { ErrorCode } from '../contract/errors.ts';

/**
 * How the command ended, for scripts: the closed list. It is part of what a user relies on, so numbers are never reused.
 * The texts are shown by `sluice --help`.
 */
export const exits = {
  done: { code: 0, help: 'all done' },
  failed: { code: 1, help: 'some of it failed, was paused or canceled, or something went wrong inside Sluice' },
  usage: { code: 2, help: 'the command line was not understood' },
  refused: { code: 3, help: 'not found, or the server refuses to give it' },
  network: { code: 4, help: 'network, TLS, time-outs, a server that cannot answer now' },
  disk: { code: 5, help: 'disk full, no permission, folder gone, name taken' },
  damaged: { code: 6, help: 'checksum does not match, or the source changed on the way' },
  conflict: { code: 7, help: 'it is there already, or the task cannot do that now' },
  tool: { code: 8, help: 'something Sluice needs is missing or too old (sluice doctor)' },
  busy: {
    code: 9,
    help: 'another Sluice holds the data folder and does not answer, or an address to listen on is taken',
  },
  incomplete: { code: 10, help: 'recorded, but something is missing' },
  hangup: { code: 129, help: 'paused because the terminal was closed (SIGHUP)' },
  interrupted: { code: 130, help: 'paused by Ctrl-C (SIGINT)' },
  terminated: { code: 143, help: 'paused by SIGTERM' },
} as const satisfies Record<string, { code: number; help: string }>;

export type ExitName = keyof typeof exits;

const byError: Record<ErrorCode, ExitName> = {
  'invalid-input': 'usage',
  unsupported: 'usage',
  'no-stream': 'refused',
  'finished-file': 'usage',
  'several-streams': 'usage',
  'no-sound': 'usage',
  missed: 'failed',
  'not-found': 'refused',
  forbidden: 'refused',
  'auth-required': 'refused',
  'not-live': 'network',
  protected: 'refused',
  'source-changed': 'damaged',
  'source-unavailable': 'network',
  network: 'network',
  tls: 'network',
  'rate-limited': 'network',
  timeout: 'network',
  'disk-full': 'disk',
  permission: 'disk',
  'folder-missing': 'disk',
  'name-collision': 'disk',
  'file-missing': 'refused',
  'checksum-mismatch': 'damaged',
  'corrupt-media': 'damaged',
  'extractor-outdated': 'tool',
  'tool-missing': 'tool',
  'no-such-task': 'refused',
  conflict: 'conflict',
  'already-running': 'busy',
  'newer-data': 'tool',
  canceled: 'failed',
  'video-private': 'refused',
  'video-removed': 'refused',
  'members-only': 'refused',
  'age-limit': 'refused',
  region: 'refused',
  'bot-check': 'refused',
  premiere: 'refused',
  'no-format': 'usage',
  'needs-yt-dlp': 'tool',
  'is-list': 'usage',
  'tool-outdated': 'tool',
  'sign-in': 'refused',
  'not-from-here': 'refused',
  'no-such-place': 'refused',
  'wrong-method': 'usage',
  'wrong-type': 'usage',
  'too-large': 'usage',
  'too-many-requests': 'network',
  'key-reused': 'conflict',
  'outside-folder': 'usage',
  'local-only': 'refused',
  'private-address': 'refused',
  'address-in-use': 'busy',
  internal: 'failed',
};

/** The exit that stands for one failure. */
export function exitOf(code: ErrorCode): ExitName {
  return byError[code];
}

/** The exit of several failures: their common one, or `failed` when they differ; `done` when there are none. */
export function exitOfAll(codes: Iterable<ErrorCode>): ExitName {
  const names = new Set(Array.from(codes, exitOf));
  const [first, second] = names;
  if (first === undefined) return 'done';
  return second === undefined ? first : 'failed';
}

/** The exit after a signal has ended the command. */
export function exitOfSignal(signal: NodeJS.Signals): ExitName {
  if (signal === 'SIGHUP') return 'hangup';
  return signal === 'SIGTERM' ? 'terminated' : 'interrupted';
}
