import { mentionsPlaylist } from '../playlist-link.ts';
import { webUrlOrNull } from '../web-url.ts';
import { plainScript } from './unescape.ts';

/**
 * The addresses in a text (a script, JSON, an attribute) that may lead to a playlist, absolute, each once: written out, relative in
 * quotes, percent-encoded as a value of a query, or in base 64. The time is proportional to the length of the text.
 */
export function playlistLinks(text: string, base: string): string[] {
  if (!hint.test(text)) return [];
  const plain = plainScript(text);
  const found = new Set<string>();
  const take = (reference: string): void => {
    const url = mentionsPlaylist(reference) ? webUrlOrNull(tidied(reference), base) : null;
    if (url !== null) found.add(url);
  };
  for (const [address] of plain.matchAll(absolute)) take(address);
  for (const [, address = ''] of plain.matchAll(quoted)) if (isPath(address)) take(address);
  for (const [address] of plain.matchAll(encoded)) take(decoded(address));
  for (const [packed] of plain.matchAll(base64)) {
    const address = Buffer.from(packed, 'base64').toString('utf8');
    // What is no text is no address.
    if (/^https?:\/\/[\x21-\x7e]+$/u.test(address)) take(address);
  }
  return [...found];
}

/** What a text has to hold to be worth a closer look: the name of a playlist, or `http` in base 64. */
const hint = /m3u8?|mpd|isml?|=hls|aHR0c/iu;
const absolute = /https?:\/\/[^\s"'<>`\\^{|}]{4,4000}/giu;
/** What stands between two quotes; the closing one may open the next. */
const quoted = /["'`]([^"'`\s<>\\{}]{4,2000})(?=["'`])/gu;
const encoded = /https?%(?:25)?3a%(?:25)?2f%(?:25)?2f[^\s"'<>`\\&]{4,4000}/giu;
const base64 = /aHR0c[A-Za-z0-9+/_-]{12,4000}={0,2}/gu;

/** A relative address: not a scheme, not a piece of a program. */
function isPath(text: string): boolean {
  return (
    !/^[a-z][a-z0-9+.-]*:/iu.test(text) &&
    !/[()[\];,]/u.test(text.replace(/\(format=[\w-]+\)/gu, '')) &&
    !text.startsWith('.m')
  );
}

/** Without what belongs to the sentence or program around it. */
function tidied(address: string): string {
  let end = address.replace(/[.,;:!]+$/u, '');
  while (/[)\]]$/u.test(end)) {
    const [open, close] = end.endsWith(')') ? ['(', ')'] : ['[', ']'];
    if (end.split(open).length >= end.split(close).length) break;
    end = end.slice(0, -1).replace(/[.,;:!]+$/u, '');
  }
  return end;
}

function decoded(text: string): string {
  let plain = text;
  for (let time = 0; time < 2 && /^https?%/iu.test(plain); time += 1) {
    try {
      plain = decodeURIComponent(plain);
    } catch {
      return '';
    }
  }
  return plain;
}
