import { Failure } from '../../contract/errors.ts';

/** Ways of streaming that are no HTTP. */
const otherWays: ReadonlySet<string> = new Set(
  'rtsp rtsps rtsph rtmp rtmps rtmpe rtmpt srt udp rtp rist mms mmsh mmst'.split(' '),
);

/**
 * Why a link with its scheme leads nowhere, with a sentence about it; `null` for http and https.
 * @returns Failure `unsupported`, or `invalid-input` for what has no scheme
 */
export function schemeRefusal(link: string): Failure | null {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/iu.exec(link)?.[1]?.toLowerCase() ?? '';
  if (scheme === 'http' || scheme === 'https') return null;
  if (scheme === '') return new Failure('invalid-input', { detail: 'not a link' });
  const detail = otherWays.has(scheme)
    ? `${scheme}:// streams cannot be recorded yet, only HLS, DASH and plain streams over http and https`
    : `${scheme}: links cannot be recorded or downloaded`;
  return new Failure('unsupported', { detail });
}
