import { percentBytes, textOfBytes } from '../files/text-of-bytes.ts';

const mask = '***';

/**
 * A link as it may be logged and shown: without user and password, and with the values of query fields masked that are
 * secrets by their name (tokens, keys, signatures, sessions), also in a link inside the link. Never throws: of text that is no
 * URL everything up to an `@` is masked.
 */
export function redact(url: string): string {
  return redacted(url, 3);
}

/** `depth` ends the descent into links inside links. */
function redacted(url: string, depth: number): string {
  const link = URL.parse(url);
  // What has no host (`user:password@host` reads as a scheme) is treated as text.
  if (link === null || (link.host === '' && url.includes('@')))
    return withoutUser(url).replace(/[?#].*$/su, `?${mask}`);
  link.username = '';
  link.password = '';
  const search = pairs(link.search.slice(1), depth);
  const hash = pairs(link.hash.slice(1), depth);
  link.search = '';
  link.hash = '';
  // Put together by hand: the setters would escape, and the rest is to stay as it was written.
  return link.href + (search && `?${search}`) + (hash && `#${hash}`);
}

/** Text with everything masked that stands before its first `@`, but for what ends in `//`. In one pass, however long it is. */
function withoutUser(text: string): string {
  const at = text.indexOf('@');
  if (at < 0) return text;
  const [way = ''] = text.slice(0, at).split(/[?#]/u, 1);
  const host = way.lastIndexOf('//');
  return `${host < 0 ? '' : way.slice(0, host + 2)}${mask}${text.slice(at)}`;
}

function pairs(query: string, depth: number): string {
  return query
    .split('&')
    .map((pair) => {
      const at = pair.indexOf('=');
      if (at < 0) return pair;
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      return `${name}=${value !== '' && isSecret(decoded(name)) ? mask : inner(value, depth)}`;
    })
    .join('&');
}

/** A value that is a link again may carry what the outer one may not. */
function inner(value: string, depth: number): string {
  const text = decoded(value);
  if (!/^[a-z][a-z0-9+.-]*:\/\//iu.test(text)) return value;
  if (depth === 0) return mask;
  const safe = redacted(text, depth - 1);
  // Untouched unless something was taken out.
  return URL.parse(text)?.href === safe
    ? value
    : encodeURIComponent(safe).replaceAll('*', '%2A').replaceAll('%2A%2A%2A', mask);
}

function isSecret(name: string): boolean {
  return part.test(name) || whole.test(name);
}

/** Anywhere in the name: `X-Amz-Security-Token`, `AWSAccessKeyId`, `hdnts_auth`; but not `author`. */
const part =
  /token|secret|passw|pwd|signature|credential|session|api[-_]?key|access[-_]?key|auth(?!or)|jwt|bearer|hmac|ticket|policy/iu;
/** As the last word of the name. */
const whole = /(?:^|[-_.[\]])(?:key|sig|lsig|sign|pass|pw|sid|code|hdnts|hdnea|hdntl|key-pair-id)\]?$/iu;

function decoded(text: string): string {
  return textOfBytes(percentBytes(text));
}
