import { linksInHtml, textOfXml } from './html-links.ts';

/** Files that can hold links; everything else is not opened. */
const readable = /\.(txt|text|list|lst|csv|md|url|webloc|desktop|html?|m3u8?)$/i;

/** Bytes above which a file is no list that a person made. */
const largest = 5_000_000;

/** Whether a file of this name may hold links. */
function mayHoldLinks(name: string): boolean {
  return readable.test(name);
}

/**
 * The links of a file as text, one a line, by the kind its name says: Windows `.url` and Linux `.desktop` shortcuts,
 * macOS `.webloc` (XML or binary), saved bookmarks, plain lists.
 */
export function linkText(name: string, content: string): string {
  const kind = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  if (kind === 'url' || kind === 'desktop') return /^URL\s*=\s*(.+)$/im.exec(content)?.[1]?.trim() ?? '';
  if (kind === 'html' || kind === 'htm') return linksInHtml(content).join('\n');
  if (kind === 'webloc') {
    // a binary property list holds the address as plain ASCII
    if (content.startsWith('bplist')) return /https?:\/\/[!-~]+/.exec(content)?.[0] ?? '';
    return textOfXml(content, 'string').join('\n');
  }
  return content;
}

export interface ReadFiles {
  readonly text: string;
  /** names of files that are no lists of links, or too large for one */
  readonly wrong: readonly string[];
}

/** Reads dropped files into one text for the recogniser. */
export async function readLinkFiles(files: readonly File[]): Promise<ReadFiles> {
  const wrong: string[] = [];
  const texts: string[] = [];
  for (const file of files) {
    if (!mayHoldLinks(file.name) || file.size > largest) {
      wrong.push(file.name);
      continue;
    }
    try {
      texts.push(linkText(file.name, await textOf(file)));
    } catch {
      // a folder, or a file that may not be read
      wrong.push(file.name);
    }
  }
  return { text: texts.join('\n'), wrong };
}

/** Text in UTF-8, or in UTF-16 when it begins with such a mark, as Notepad on Windows likes to write it. */
async function textOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
