import { linksIn } from '../../engine/sources/links.ts';
import { readText } from '../input/read-text.ts';
import { withScheme } from '../parse/link.ts';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';

/** The links of the arguments, of which `-` is standard input, and of files, in order. Throws `WrongUse` when there are none. */
export async function linksFrom(urls: readonly string[], files: readonly string[]): Promise<string[]> {
  const links: string[] = [];
  for (const url of urls) {
    if (url === '-') links.push(...linksIn(await readText('-')).map((link) => link.url));
    else links.push(withScheme(url));
  }
  for (const file of files) links.push(...linksIn(await readText(file)).map((link) => link.url));
  if (links.length === 0) throw new WrongUse(wrong.noLinks);
  return links;
}

/** Refuses what is meant for one link where there are several. */
export function checkOneLink(links: readonly string[], options: Readonly<Record<string, unknown>>): void {
  if (links.length < 2) return;
  for (const [option, value] of Object.entries(options)) {
    if (value !== undefined) throw new WrongUse(wrong.oneLink(option));
  }
}
