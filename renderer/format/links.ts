import { honest } from './names.ts';

/** The host of a link as people know it, without a leading `www.`; empty for what is no link. */
export function hostOf(url: string): string {
  if (!URL.canParse(url)) return '';
  return new URL(url).host.replace(/^www\./, '');
}

/** The last parts of a folder's path, for places where the whole does not fit. Works for `/` and `\`. */
export function folderName(path: string): string {
  const parts = path.split(/[/\\]+/).filter((part) => part !== '');
  return honest(parts.at(-1) ?? path);
}

/** The name of a file at the end of its path. Works for `/` and `\`. */
export function fileNameOf(path: string): string {
  return path.split(/[/\\]+/).at(-1) ?? path;
}
