import { resolve } from 'node:path';
import { splitExtension } from './extension.ts';

/** UTF-8 bytes and UTF-16 units a name may have on every common file system. */
const limit = 255;
/** Bytes and units kept free in a new name, so that numbering it does not have to shorten it. */
const roomForNumber = ' (999)'.length;

/**
 * A name that every platform takes and shows as what it is: NFC, no separators, no characters that Windows refuses, no
 * control or invisible characters (direction overrides above all), no device names, no leading dots (nothing becomes hidden
 * by surprise), no trailing dots or spaces, at most 249 bytes with the extension kept. Empty input becomes `download`.
 * Applying it twice changes nothing.
 */
export function safeName(name: string): string {
  return cleanName(name) || 'download';
}

/** Like `safeName`, but empty when nothing of the name can be kept. */
export function cleanName(name: string): string {
  // A name longer than this is cut anyway; the end is kept for its extension.
  let clean = name.length > 4096 ? name.slice(0, 2048) + name.slice(-2048) : name;
  for (;;) {
    const before = clean;
    clean = shortened(unreserved(trimmed(replaced(clean))), limit - roomForNumber);
    // Cutting may bare a trailing space or a device name, so it is looked at again; each round only shortens or adds one `_`.
    if (clean === before) return clean;
  }
}

/** The `n`th alternative of a name, `a (1).tar.gz`; different `n` give different names, at most 255 bytes long. */
export function numberedName(name: string, n: number): string {
  const [stem, extension] = splitExtension(name);
  const suffix = ` (${n})${extension}`;
  return (cut(stem, limit - byteLength(suffix), limit - suffix.normalize('NFD').length) || '_') + suffix;
}

/** A key that is equal for two paths which a file system may take for the same: case and normal form do not count. */
export function nameKey(path: string): string {
  // Upper case first: it unites letters that have one capital but several small forms (ς and σ, ſ and s).
  const folded = resolve(path)
    .replace(/\p{Cf}/gu, '')
    .normalize('NFD')
    .toUpperCase()
    .toLowerCase();
  return folded.normalize('NFC');
}

/** Replaces what may not stand in a name; ends in NFC. */
function replaced(name: string): string {
  return name
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/gu, ' ')
    .replace(/[/\\<>:"|?*]/gu, '_')
    .replace(/\p{C}/gu, (char) => (joiners.has(char) ? char : invisible.test(char) ? '' : '_'))
    .normalize('NFC');
}

/** Needed to write Persian and Indic words and composed emoji. */
const joiners: ReadonlySet<string> = new Set(['\u200c', '\u200d']);
/** Format characters: direction marks and overrides, zero-width spaces, tags. They vanish; the other kinds leave a `_`. */
const invisible = /\p{Cf}/u;

function trimmed(name: string): string {
  return name.replace(/^[\s.]+/u, '').replace(trailing, '');
}

/** Looks behind, so that a long run in the middle of a name is not tried from each of its places. */
const trailing = /(?<![\s.])[\s.]+$/u;

/** Puts `_` before a name that Windows takes for a device or for the settings of a folder, whatever its extension. */
function unreserved(name: string): string {
  const base = name.split('.', 1)[0]?.trimEnd() ?? '';
  return device.test(base) || folderFile.test(name) ? `_${name}` : name;
}

const device = /^(?:con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/iu;
const folderFile = /^(?:desktop\.ini|thumbs\.db)$/iu;

/** Shortens the stem until the whole name has at most `room` bytes and units: some letters have more units than bytes. */
function shortened(name: string, room: number): string {
  if (fits(name, room, room)) return name;
  const [stem, extension] = splitExtension(name);
  const kept = cut(stem, room - byteLength(extension), room - extension.normalize('NFD').length);
  return kept.replace(trailing, '') + extension;
}

/** The longest beginning of at most so many UTF-8 bytes and UTF-16 units (decomposed, as HFS+ counts), whole characters only. */
function cut(text: string, bytes: number, units: number): string {
  if (fits(text, bytes, units)) return text;
  let end = 0;
  let usedBytes = 0;
  let usedUnits = 0;
  // A character has at least one byte, so the rest need not be looked at.
  for (const { segment } of new Intl.Segmenter('en').segment(text.slice(0, bytes + 1).toWellFormed())) {
    usedBytes += byteLength(segment);
    usedUnits += segment.normalize('NFD').length;
    if (usedBytes > bytes || usedUnits > units) break;
    end += segment.length;
  }
  // A single character may be made longer than a name by piling up marks; then it is cut between its code points.
  return end > 0 ? text.slice(0, end) : cutPoints(text, bytes, units);
}

function cutPoints(text: string, bytes: number, units: number): string {
  let kept = '';
  for (const point of text) {
    if (!fits(kept + point, bytes, units)) break;
    kept += point;
  }
  return kept;
}

function fits(text: string, bytes: number, units: number): boolean {
  return byteLength(text) <= bytes && text.normalize('NFD').length <= units;
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
