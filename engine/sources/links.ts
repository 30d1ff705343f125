import { decodeHTMLAttribute, decodeXML } from 'entities/decode';
import { kindOf } from './kind.ts';
import { linkEnd } from './link-end.ts';
import { scanText } from './scan-text.ts';

/** A link that was found in what a person gave. */
export interface FoundLink {
  /** as a URL when it is one, otherwise as it was written, at most 2000 characters of it */
  readonly url: string;
  /** why it cannot be used: not http or https, or no proper URL; `null` when it can */
  readonly problem: 'unsupported' | 'invalid-input' | null;
}

/** Characters of a link that is passed on. */
const longest = 100_000;

/**
 * The links in a text, in its order, each once. Understands running text, Markdown, lists with commas, spaces or lines,
 * `text/uri-list`, input files of aria2 (lines that begin with `#` are comments, indented `option=value` lines are ignored),
 * `.url` and `.desktop` files, `.webloc` files and HTML (its `href`s). `www.example.com/x`, and a line that consists of nothing but
 * `example.com/x`, count as `https`. Time and memory are proportional to the length of the text.
 */
export function linksIn(text: string): FoundLink[] {
  return [...eachLink(text)];
}

/** The same one after the other, so that others may get their turn between them. */
export function* eachLink(text: string): Generator<FoundLink> {
  const seen = new Set<string>();
  for (const link of candidates(text)) {
    const found = judged(link);
    if (seen.has(found.url)) continue;
    seen.add(found.url);
    yield found;
  }
}

function judged(link: string): FoundLink {
  const url = link.length > longest ? null : URL.parse(link);
  if (url !== null && kindOf(url.href) !== null) return { url: url.href, problem: null };
  return { url: link.slice(0, 2000), problem: /^https?:/iu.test(link) ? 'invalid-input' : 'unsupported' };
}

function candidates(text: string): Iterable<string> {
  if (/^\ufeff?[ \t]*\[(?:InternetShortcut|Desktop Entry)\]/imu.test(text)) return inShortcut(text);
  if (/<plist[\s>]/iu.test(text)) return inPropertyList(text);
  if (
    /<(?:!doctype html|!--StartFragment|(?:a|html|body|div|p|span|ul|ol|li|table|img|video|audio|meta|br|h[1-6])(?=[\s>/]))/iu.test(
      text,
    )
  )
    return inHtml(text);
  return inLines(text);
}

/** `URL=` of a Windows shortcut or a desktop entry; its other fields (icons, the page it came from) are not meant. */
function* inShortcut(text: string): Generator<string> {
  for (const [, value = ''] of text.matchAll(/^[ \t]*URL(?:\[\$e\])?[ \t]*=[ \t]*([^\r\n]*)/gimu)) {
    const link = value.trim();
    if (link !== '') yield link;
  }
}

/** A `.webloc` file of macOS. */
function* inPropertyList(text: string): Generator<string> {
  for (const [, value = ''] of text.matchAll(/<string>([^<]*)<\/string>/giu)) yield* scanText(decodeXML(value));
}

/** The targets of links; without one the pictures and media, without those what stands in the text. Relative ones have no base. */
function* inHtml(text: string): Generator<string> {
  let found = false;
  for (const attribute of ['href', 'src']) {
    for (const link of attributeValues(text, attribute)) {
      found = true;
      yield link;
    }
    if (found) return;
  }
  yield* inLines(decodeXML(text.replace(/<[^<>]*>/gu, ' ')));
}

function* attributeValues(html: string, attribute: string): Generator<string> {
  const assignment = new RegExp(`(?<![\\w-])${attribute}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'<>]+))`, 'giu');
  for (const [, double, single, bare] of html.matchAll(assignment)) {
    const value = decodeHTMLAttribute(double ?? single ?? bare ?? '').trim();
    if (value.startsWith('//')) yield `https:${value}`;
    // What works a page is no link that somebody meant to give.
    else if (/^[a-z][a-z0-9+.-]*:/iu.test(value) && !/^(?:javascript|mailto|tel|sms|about|data):/iu.test(value))
      yield value;
  }
}

function* inLines(text: string): Generator<string> {
  // JSON writes a slash as `\/` now and then.
  const plain = text.includes(':\\/\\/') ? text.replaceAll('\\/', '/') : text;
  for (const [line] of plain.matchAll(/[^\r\n]+/gu)) {
    const comment = line.startsWith('#') && !line.includes('](');
    const option = /^[ \t]+[a-z][a-z0-9-]*=/u.test(line);
    if (comment || option) continue;
    const bare = bareHost.exec(line.trim());
    if (bare === null) yield* scanText(line);
    else yield `https://${bare[0].slice(0, linkEnd(bare[0], 0, bare[0].length))}`;
  }
}

/** A line that is nothing but host and path: `example.com/file.zip`, `example.com:8443/`. */
const bareHost = /^(?:[\p{L}\p{N}-]{1,63}\.){1,10}\p{L}[\p{L}\p{N}-]{1,62}(?::\d{1,5})?\/\S*$/u;
