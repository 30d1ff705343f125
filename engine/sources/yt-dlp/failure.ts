import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import { redact } from '../redact.ts';
import { lineOf } from '../video/text.ts';
import { ytDlpAdvice } from './find.ts';

/**
 * What yt-dlp complains of, and what that means; the first that fits counts. The words are those of its source where a file is named
 * (below yt_dlp/), else those that YouTube answers and yt-dlp passes on.
 */
const meanings: readonly (readonly [RegExp, ErrorCode])[] = [
  // extractor/youtube/_video.py, where yt-dlp has no runtime of JavaScript or came without its part that is run there
  [/challenge solving failed|Signature solving failed|No supported JavaScript runtime/u, 'tool-missing'],
  // what Python's optparse says
  [/no such option/u, 'tool-outdated'],
  // YoutubeDL.py extract_info, where extractors are restricted; utils/_utils.py UnsupportedError
  [/No suitable extractor|Unsupported URL/u, 'unsupported'],
  // YoutubeDL.py raise_no_formats, extractor/common.py report_drm
  [/DRM protected|\bDRM\b.{0,40}(?:not supported|protect)/iu, 'protected'],
  [/Premieres? (?:in|will|shortly|begin)|Premiere will begin/u, 'premiere'],
  // extractor/common.py raise_no_formats of several sites, utils/_utils.py UserNotLive
  [
    /live event will (?:begin|start)|(?:live|event|stream|broadcast|space)\w* (?:has )?not (?:yet )?started|not currently live|is not live\b|(?:is|currently) offline|event will start|scheduled for/iu,
    'not-live',
  ],
  [/not a bot|captcha|unusual traffic|automated (?:queries|requests)/iu, 'bot-check'],
  [
    /confirm your age|age[- ]restricted|inappropriate for some users|age verification|\b18\+|adults? only/iu,
    'age-limit',
  ],
  [/Private video|video is private|playlist is private|private (?:playlist|favorites)/iu, 'video-private'],
  [
    /members[- ]only|join this channel|available to this channel's members|member of (?:the|this) channel|subscribers? only|(?:requires?|need) (?:an? )?(?:\w+ )?(?:subscription|membership)|for premium members|\bis paid\b/iu,
    'members-only',
  ],
  // extractor/common.py raise_geo_restricted, utils/_utils.py GeoRestrictedError
  [
    /(?:not|un)available (?:from|in) your (?:location|country|region)|geo[- ]?restrict|in your country|use a VPN/iu,
    'region',
  ],
  [
    /has been removed|removed by|no longer available|account (?:associated with this video )?has been (?:terminated|closed)|was deleted|video has been deleted|copyright claim|has been taken down/iu,
    'video-removed',
  ],
  // extractor/youtube/_video.py, of a session that asks too much
  [/HTTP Error 429|Too Many Requests|rate[- ]?limit|try again later/iu, 'rate-limited'],
  // extractor/common.py raise_login_required
  [
    /registered users|--cookies|log ?in (?:to|is) |login required|sign in (?:to|if)|must be logged in/iu,
    'auth-required',
  ],
  [/(?:Video|Content|This video is) unavailable|isn't available|does not exist|not found; it has/iu, 'video-removed'],
  [/HTTP Error 407|Proxy Authentication Required|authentication.{0,20}(?:proxy|SOCKS)/iu, 'auth-required'],
  [/HTTP Error 401/u, 'auth-required'],
  [/HTTP Error (?:403|451)/u, 'forbidden'],
  [/HTTP Error (?:404|410)|looks truncated|Invalid URL/u, 'not-found'],
  [/HTTP Error 408|timed? ?out/iu, 'timeout'],
  [/HTTP Error 5\d\d/u, 'source-unavailable'],
  // networking/exceptions.py, and what Python says of TLS and of sockets
  [/CERTIFICATE_VERIFY|certificate verify|SSLError|SSL:|TLSV1|\bhostname mismatch/iu, 'tls'],
  [
    /Unable to connect|Connection (?:refused|reset|aborted)|Remote end closed|Name or service not known|getaddrinfo|Temporary failure in name resolution|Failed to resolve|No route to host|Network is unreachable|bytes read,|IncompleteRead|TransportError|ProxyError|Tunnel connection failed|Unsupported proxy type|\[Errno/iu,
    'network',
  ],
  [
    /No (?!video formats)(?:video|media|audio|supported media|streams?)\b|There is no video|does not have an? (?:video|\w+ tab)/iu,
    'no-stream',
  ],
  // extractor/common.py and extractor/youtube/_video.py, where the site is not what the extractor expects any more
  [
    /Unable to extract|report this issue|No video formats found|nsig extraction failed|Signature extraction failed|Failed to (?:extract|parse)|Traceback \(most recent|marked as broken|Requested format is not available/iu,
    'extractor-outdated',
  ],
];

/** Characters of a complaint that are looked at: a site may have put in what it likes, and some words are looked for anywhere. */
const longest = 4000;

/** What is said where nothing better is known. */
const unknown: ErrorCode = 'extractor-outdated';

/**
 * Why yt-dlp gave no answer, by what it wrote to its standard error.
 * @param secrets what must not be in the detail, whatever was written
 */
export function failureOf(complaints: string, version: string, secrets: readonly string[]): Failure {
  const said = lastError(complaints).slice(0, longest);
  const told = meaningOf(said);
  // Where the error itself is only that nothing was found, the warnings before it tell why.
  const why = told === undefined || told === unknown ? firstKnown(complaints) : undefined;
  const words = [said, ...(why === undefined ? [] : [`(${why.line.trim()})`])].map((text) =>
    withoutSecrets(text, secrets),
  );
  const advice = why?.meaning === 'tool-missing' ? ` ${ytDlpAdvice}` : '';
  const detail = `yt-dlp ${version}: ${words.join(' ').trim() || 'it ended without a word'}${advice}`;
  return new Failure(why?.meaning ?? told ?? unknown, { detail });
}

function meaningOf(text: string): ErrorCode | undefined {
  return meanings.find(([words]) => words.test(text))?.[1];
}

/** What the complaints mean that stand highest in the table, and which of them it is; nothing when none is better than `unknown`. */
function firstKnown(complaints: string): { readonly meaning: ErrorCode; readonly line: string } | undefined {
  const lines = complaints
    .split('\n')
    .filter((line) => !line.startsWith('ERROR:'))
    .map((line) => line.slice(0, longest));
  for (const [words, meaning] of meanings) {
    const line = lines.find((each) => words.test(each));
    if (line !== undefined) return meaning === unknown ? undefined : { meaning, line };
  }
  return undefined;
}

/** From the last line that is an error on, for some errors have several lines; else the last line. */
function lastError(complaints: string): string {
  const at = complaints.lastIndexOf('ERROR:');
  const text = at < 0 ? (complaints.trimEnd().split('\n').at(-1) ?? '') : complaints.slice(at);
  const trace = text.indexOf('\nTraceback (most recent');
  return (trace < 0 ? text : text.slice(0, trace)).trim();
}

/** Advice of yt-dlp that helps nobody here: to tell its makers, and how to call it with other options. */
const misplaced = /(?:[;.]? ?please report this issue on| ?\bUse --| ?It is recommended to use `| ?\(with --).*$/isu;

/** One line, its links without what is secret in them. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const plain = text.replace(misplaced, '');
  // The longest first: one may be a part of another.
  const known = secrets.filter((secret) => secret.length >= 3).sort((one, other) => other.length - one.length);
  const masked = known.reduce((rest, secret) => rest.replaceAll(secret, '***'), plain);
  return lineOf(masked.replace(/[a-z][a-z0-9+.-]*:\/\/[^\s'"<>]+/giu, redact), 600);
}
