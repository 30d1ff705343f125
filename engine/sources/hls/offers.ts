import { chooseVariant, substitutes } from '../stream/choose.ts';
import { audioCodecsOf, contentOf } from '../stream/variant.ts';
import type { HlsRendition, HlsVariant, Multivariant } from './multivariant.ts';
import { audioOf } from './renditions.ts';

/** A playlist that could be the main track. */
export interface Offer {
  /** as the multivariant playlist says, not yet checked */
  readonly url: string;
  readonly variant: HlsVariant;
  /** the variant's sound, where that alone is the main track; else `null` */
  readonly rendition: HlsRendition | null;
}

/**
 * What could be the main track: the variant of a quality, and after it the same on other servers.
 * @param quality see `chooseVariant`
 * @returns nothing where the playlist names no variants
 */
export function variantOffers({ variants }: Multivariant, quality: string): Offer[] {
  return offersOf(variants, chooseVariant(variants, quality));
}

/**
 * What could be the main track where only sound is wanted: the rendition of sound of the variant of a quality; where none has a
 * playlist of its own, a variant of nothing but sound; else the smallest variant with the same sound as the one of that quality.
 * After it the same on other servers.
 * @returns nothing where the playlist names no variants
 */
export function soundOffers(multivariant: Multivariant, quality: string): Offer[] {
  const { variants } = multivariant;
  const apart = variants.filter((variant) => audioOf(multivariant, variant) !== null);
  if (apart.length > 0) {
    const seen = new Set<string>();
    return offersOf(apart, chooseVariant(apart, quality)).flatMap(({ variant }) => {
      const rendition = audioOf(multivariant, variant);
      if (rendition === null || rendition.url === null || seen.has(rendition.url)) return [];
      seen.add(rendition.url);
      return [{ url: rendition.url, variant, rendition }];
    });
  }
  const alone = variants.filter((variant) => contentOf(variant) === 'audio');
  if (alone.length > 0) return offersOf(alone, chooseVariant(alone, quality));
  const same = withSoundOf(variants, quality);
  return offersOf(same, chooseVariant(same, 'worst'));
}

function offersOf(variants: readonly HlsVariant[], chosen: HlsVariant | null): Offer[] {
  if (chosen === null) return [];
  const all = [chosen, ...substitutes(variants, chosen)];
  return all.map((variant) => ({ url: variant.url, variant, rendition: null }));
}

/** The variants with the same sound as the one of a quality, as far as their playlist tells. */
function withSoundOf(variants: readonly HlsVariant[], quality: string): readonly HlsVariant[] {
  // One that names its codecs, and no sound among them, is silent.
  const audible = variants.filter((variant) => variant.codecs === null || audioCodecsOf(variant) !== '');
  const some = audible.length > 0 ? audible : variants;
  const wanted = chooseVariant(some, quality);
  return some.filter(
    (variant) =>
      variant.audioGroup === wanted?.audioGroup && audioCodecsOf(variant) === (wanted && audioCodecsOf(wanted)),
  );
}
