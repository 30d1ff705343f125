import type { Web } from '../../record/web.ts';
import type { FoundPicture } from './found.ts';
import { pictureKind } from './picture-kind.ts';

/** Width in pixels of what is shown in a window. */
const wanted = 480;
/** Bytes of a picture. */
const atMost = 200 * 1024;
/** Milliseconds for all tries. A picture is worth no longer wait. */
const patience = 3_000;
/** Pictures that are tried. */
const tries = 2;

/**
 * A small picture of a video as a `data:` URL, so that nothing that shows it needs a network. `null` when there is none to be had,
 * which is no failure.
 */
export async function thumbnailOf(
  pictures: readonly FoundPicture[],
  web: Web,
  signal: AbortSignal,
): Promise<string | null> {
  const late = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
  for (const { url } of smallFirst(pictures).slice(0, tries)) {
    if (late.aborted) break;
    // who asks is of no concern to a server of pictures
    const answer = await web.get({ url, atMost, anonymous: true, signal: late }).catch(() => null);
    const kind = answer === null ? null : pictureKind(answer.body);
    if (answer !== null && kind !== null)
      return `data:image/${kind};base64,${Buffer.from(answer.body).toString('base64')}`;
  }
  signal.throwIfAborted();
  return null;
}

/** The widest that is not too wide, then those of which nobody knows, then the others from the smallest on. */
function smallFirst(pictures: readonly FoundPicture[]): readonly FoundPicture[] {
  const rank = ({ width }: FoundPicture): number => {
    if (width === null) return wanted;
    return width <= wanted ? wanted - width : width;
  };
  return pictures.toSorted((a, b) => rank(a) - rank(b));
}
