import { linkEnd } from './link-end.ts';

/**
 * Every link in running text, in its order and as it is written there; `www.` without a scheme gets `https://`. Reads the
 * text once: the time is proportional to its length, whatever is in it.
 */
export function* scanText(text: string): Generator<string> {
  // Own copies: an expression that remembers its place is not shared.
  const start = new RegExp(linkStart);
  const stopAfter = nextOf(new RegExp(terminator), text);
  const separatorAfter = nextOf(new RegExp(separator), text);
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const begin = found.index;
    const body = start.lastIndex;
    const limit = Math.min(stopAfter(body), separatorAfter(body));
    const end = Math.max(linkEnd(text, begin, limit), body);
    const link = text.slice(begin, end);
    yield /^www\./iu.test(link) ? `https://${link}` : link;
    start.lastIndex = end;
  }
}

/**
 * A function that gives the place of the first match at or after a place, the length of the text when there is none. Places
 * asked for must grow; what lies before the last answer is not searched again, or a text without spaces would be read once a link.
 */
function nextOf(expression: RegExp, text: string): (from: number) => number {
  let known = -1;
  return (from) => {
    if (from > known) {
      expression.lastIndex = from;
      known = expression.exec(text)?.index ?? text.length;
    }
    return known;
  };
}

/**
 * Where a link may begin: any scheme with `//`, schemes that do without, and `www.`. Never inside a word, and a scheme has a
 * greatest length, so that a long word costs no more than its length.
 */
const linkStart =
  /(?<![A-Za-z0-9])(?:[A-Za-z][A-Za-z0-9+-]{1,20}:\/\/|magnet:(?=\?)|data:(?=[\w/+.-]{0,100}[;,])|(?:javascript|mailto|blob):(?=\S)|file:(?=\/)|(?<![.@/-])[Ww]{3}\.(?=[\p{L}\p{N}]))/gu;

/** What no link holds: space, control and invisible characters, double quotes, angle brackets, the punctuation of Chinese and Japanese. */
const terminator =
  /[\s\p{Cc}"<>`“”\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\u3000-\u3003\u3008-\u3011\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]/gu;

/** Links in a row without a space; a separator alone may well belong to a link. */
const separator = /(?<![,;|])[,;|]+(?=[A-Za-z][A-Za-z0-9+-]{1,20}:\/\/|magnet:\?|www\.)/gu;
