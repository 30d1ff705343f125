import { limitOf } from '../../../contract/quality.ts';
import { contentOf, linesOf, type Variant } from './variant.ts';

/**
 * Chooses the variant for a quality: `best`, `worst`; `1080p`: the nearest that is not above, else the nearest above;
 * `3000k`, `3M`, `3000000`: the highest bandwidth that is not above, else the lowest. Sound alone is chosen only when there
 * is nothing else. Of equal ones the first.
 * @returns `null` for an empty list
 */
export function chooseVariant<V extends Variant>(variants: readonly V[], quality: string): V | null {
  return chooseAlike(withPictures(variants), quality);
}

/** Chooses as `chooseVariant` does, among variants of which it does not matter what they hold. */
export function chooseAlike<V extends Variant>(variants: readonly V[], quality: string): V | null {
  const ascending = variants.toSorted(byQuality);
  if (quality === 'worst') return ascending[0] ?? null;
  const limit = limitOf(quality);
  if (limit === null) return lastOfEquals(ascending);
  return 'lines' in limit ? byLines(ascending, limit.lines) : byBandwidth(ascending, limit.bits);
}

/** The other variants that are the same on another server, for when the chosen one cannot be had. */
export function substitutes<V extends Variant>(variants: readonly V[], chosen: V): readonly V[] {
  return variants.filter(
    (variant) => variant !== chosen && byQuality(variant, chosen) === 0 && variant.codecs === chosen.codecs,
  );
}

/** Those with pictures; those of which nobody knows only when no other has any, sound alone last of all. */
function withPictures<V extends Variant>(variants: readonly V[]): readonly V[] {
  for (const content of ['video', 'unknown'] as const) {
    const found = variants.filter((variant) => contentOf(variant) === content);
    if (found.length > 0) return found;
  }
  return variants;
}

/** Negative when `a` is the lesser one: by size of the picture, pictures a second, bandwidth. */
function byQuality(a: Variant, b: Variant): number {
  return (
    (linesOf(a) ?? 0) - (linesOf(b) ?? 0) ||
    (a.width ?? 0) * (a.height ?? 0) - (b.width ?? 0) * (b.height ?? 0) ||
    // 29.97 and 30 are no difference that anybody sees.
    Math.round(a.frameRate ?? 0) - Math.round(b.frameRate ?? 0) ||
    (a.bandwidth ?? 0) - (b.bandwidth ?? 0)
  );
}

function byLines<V extends Variant>(ascending: readonly V[], wanted: number): V | null {
  const known = ascending.filter((variant) => linesOf(variant) !== null);
  if (known.length === 0) return lastOfEquals(ascending);
  const below = known.filter((variant) => (linesOf(variant) ?? 0) <= wanted);
  if (below.length > 0) return lastOfEquals(below);
  const [lowest] = known;
  return lastOfEquals(known.filter((variant) => lowest !== undefined && linesOf(variant) === linesOf(lowest)));
}

function byBandwidth<V extends Variant>(ascending: readonly V[], most: number): V | null {
  const known = ascending
    .filter((variant) => variant.bandwidth !== null)
    .toSorted((a, b) => (a.bandwidth ?? 0) - (b.bandwidth ?? 0));
  const below = known.filter((variant) => (variant.bandwidth ?? 0) <= most);
  return below.length > 0 ? lastOfEquals(below) : (known[0] ?? ascending[0] ?? null);
}

/** The greatest; where several are equal, the one the server names first. */
function lastOfEquals<V extends Variant>(ascending: readonly V[]): V | null {
  const last = ascending.at(-1);
  return last === undefined ? null : (ascending.find((variant) => byQuality(variant, last) === 0) ?? last);
}
