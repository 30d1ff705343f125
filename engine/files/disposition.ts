import { parse } from 'content-disposition';
import { cleanName } from './name.ts';
import { percentBytes, textInEncoding, textOfBytes } from './text-of-bytes.ts';

/** Characters of a header that are looked at; no honest one is near. */
const longest = 16_384;

/**
 * The file name in a `Content-Disposition` value (RFC 6266, RFC 8187), made safe, or `undefined` when it names none.
 * The value is as a Node HTTP parser gives it: a character a byte. `filename*` goes before `filename`; encodings in the wild are
 * understood (UTF-8 as plain bytes, percent escapes and RFC 2047 words in `filename`), and of a path the last step counts.
 */
export function nameFromDisposition(value: string): string | undefined {
  const parameters = parametersOf(value.slice(0, longest));
  const { filename } = parameters;
  const candidates = [extendedText(parameters['filename*']), continuedText(parameters), plainText(filename)];
  for (const candidate of candidates) {
    const name = cleanName(lastStep(candidate ?? ''));
    if (name !== '') return name;
  }
  return undefined;
}

function parametersOf(value: string): Partial<Record<string, string>> {
  // A path with a drive was written by a program that does not know of escapes; the grammar would eat its separators.
  const whole = value.replace(/"[a-z]:\\[^"]*/giu, (path) => path.replace(/\\+/gu, '/'));
  // Some servers leave out the type; the grammar then takes the parameter for it.
  const typed = /^\s*filename\*?\s*=/iu.test(whole) ? `attachment; ${whole}` : whole;
  const { parameters } = parse(typed, { extended: false });
  const { filename } = parameters;
  if (filename !== undefined || parameters['filename*'] !== undefined) return parameters;
  // A quoted string that never ends.
  const open = /;\s*filename\s*=\s*"([^"]*)$/iu.exec(typed);
  return open?.[1] === undefined ? parameters : { ...parameters, filename: open[1] };
}

/** RFC 8187 section 3.2.1: `charset'language'percent-encoded`; any encoding the platform knows is taken. */
function extendedText(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const parts = /^([^']*)'[^']*'(.*)$/su.exec(value);
  if (parts === null) return plainText(value);
  const [, charset = '', escaped = ''] = parts;
  const bytes = headerBytes(escaped);
  return textInEncoding(bytes, charset || 'utf-8') ?? textOfBytes(bytes);
}

/** RFC 2231 section 3: `filename*0="a"; filename*1*=%20b`. Meant for mail, sent by some web servers. */
function continuedText(parameters: Partial<Record<string, string>>): string | undefined {
  let text = '';
  for (let index = 0; ; index += 1) {
    const plain = parameters[`filename*${index}`];
    const escaped = parameters[`filename*${index}*`];
    if (plain === undefined && escaped === undefined) break;
    text += escaped ?? plain?.replaceAll('%', '%25') ?? '';
  }
  if (text === '') return undefined;
  return parameters['filename*0*'] === undefined ? textOfBytes(headerBytes(text)) : extendedText(text);
}

function plainText(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = isBytes(value) ? textOfBytes(Buffer.from(value, 'latin1')) : value;
  const words = text.replace(/(=\?[^?\s]+\?[bq]\?[^?]*\?=)\s+(?==\?)/giu, '$1').replace(encodedWord, decodedWord);
  if (words !== text || !/%[0-9a-f]{2}/iu.test(text)) return words;
  // Not in the standard, but what browsers do. A name that merely holds a percent sign does not decode.
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const encodedWord = /=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=/giu;

/** RFC 2047 section 2: `=?charset?B?base64?=` or `=?charset?Q?quoted?=`. Forbidden here, yet mail programs' libraries write it. */
function decodedWord(word: string, charset: string, kind: string, text: string): string {
  const base64 = kind.toLowerCase() === 'b';
  const quoted = text
    .replaceAll('%', '%25')
    .replaceAll('_', ' ')
    .replace(/=(?=[0-9a-f]{2})/giu, '%');
  const bytes = base64 ? Buffer.from(text, 'base64') : percentBytes(quoted);
  return textInEncoding(bytes, charset) ?? word;
}

/** Percent escapes decoded, every other character of the header as the byte it was. */
function headerBytes(text: string): Uint8Array {
  return percentBytes(isBytes(text) ? textOfBytes(Buffer.from(text, 'latin1')) : text);
}

function isBytes(text: string): boolean {
  return !/[\u{100}-\u{10ffff}]/u.test(text);
}

/** RFC 6266 section 4.3: a recipient takes the last step of a path only. */
function lastStep(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
