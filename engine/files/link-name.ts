import mime from 'mime';
import { nameFromDisposition } from './disposition.ts';
import { splitExtension } from './extension.ts';
import { cleanName, safeName } from './name.ts';
import { percentBytes, textOfBytes } from './text-of-bytes.ts';

/**
 * The safe name that a link promises: what its query says (`response-content-disposition`, `filename`), else the last step of its
 * path, else its host. Text that is no URL is taken for a path.
 */
export function nameFromLink(url: string): string {
  const link = URL.parse(url);
  if (link === null) return safeName(lastStep(url));
  const step = lastStep(link.pathname);
  return nameFromQuery(link.searchParams, step) ?? (cleanName(step) || safeName(link.hostname));
}

/** Query fields of storage services that become the answer's `Content-Disposition`. */
const dispositions: ReadonlySet<string> = new Set(['response-content-disposition', 'rscd', 'content-disposition']);
/** Fields that hold a file name and nothing else. */
const names: ReadonlySet<string> = new Set(['filename', 'file_name', 'file-name', 'download_name']);
/** Fields that may hold one: believed when the path names a script and the value has an extension. */
const perhaps: ReadonlySet<string> = new Set([
  'file',
  'name',
  'fn',
  'f',
  'path',
  'download',
  'attachment',
  'src',
  'url',
]);

function nameFromQuery(query: URLSearchParams, step: string): string | undefined {
  let named: string | undefined;
  let guessed: string | undefined;
  const extension = splitExtension(step)[1].toLowerCase();
  for (const [field, value] of query) {
    const key = field.toLowerCase();
    if (dispositions.has(key)) {
      const name = nameFromDisposition(value);
      if (name !== undefined) return name;
    }
    const name = cleanName(afterSlash(value));
    if (name === '') continue;
    if (names.has(key)) named ??= name;
    else if (perhaps.has(key) && (extension === '' || scripts.has(extension)) && hasFileExtension(name))
      guessed ??= name;
  }
  return named ?? guessed;
}

/** Extensions that name the program which answers, not the file. */
const scripts: ReadonlySet<string> = new Set([
  '.php',
  '.asp',
  '.aspx',
  '.ashx',
  '.jsp',
  '.do',
  '.cgi',
  '.pl',
  '.cfm',
  '.dll',
]);

/** Whether the end of a name is an extension that somebody has registered: `a.zip` is, `v1.2` and `example.com` are not. */
function hasFileExtension(name: string): boolean {
  const extension = splitExtension(name)[1];
  return extension !== '' && extension !== '.com' && mime.getType(extension) !== null;
}

/** The last step of a URL's path that is not empty, decoded; without a session id. */
function lastStep(path: string): string {
  const steps = path.replace(/;jsessionid=[^/]*/giu, '').split('/');
  const step = steps.findLast((text) => text !== '') ?? '';
  return afterSlash(textOfBytes(percentBytes(step)));
}

/** Storage services escape whole paths into one step (`folder%2Ffile`). */
function afterSlash(text: string): string {
  const steps = text.split(/[/\\]/u);
  return steps.findLast((step) => step.trim() !== '') ?? '';
}

/**
 * The name with the usual extension of a media type (RFC 9110 section 8.3), when it has none of its own and the type says
 * something. `application/octet-stream` and `text/plain` are what servers say of files they do not know.
 */
export function withTypeExtension(name: string, mediaType: string | null): string {
  const extension = splitExtension(name)[1];
  // `.2` of `release-1.2` is a version.
  if (mediaType === null || (extension !== '' && !/^\.[0-9]+$/u.test(extension))) return safeName(name);
  const type = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (vague.has(type)) return safeName(name);
  const usual = usualExtensions[type] ?? mime.getExtension(type);
  return safeName(usual === null ? name : `${name}.${usual}`);
}

const vague: ReadonlySet<string> = new Set(['application/octet-stream', 'binary/octet-stream', 'text/plain', '']);

/** Where the registry's first extension is not the one people use, or the type is not in it. */
const usualExtensions: Readonly<Record<string, string>> = {
  'audio/mpeg': 'mp3',
  'video/quicktime': 'mov',
  'application/x-gzip': 'gz',
  'application/zstd': 'zst',
  'application/x-zip': 'zip',
  'application/x-rar': 'rar',
  'video/x-ms-asf': 'asf',
  'audio/x-m4a': 'm4a',
  'audio/flac': 'flac',
  'audio/ogg': 'ogg',
};
