import { Failure } from '../../../contract/errors.ts';
import type { PlannedTrack, StreamPlan } from '../../record/plan.ts';
import type { MediaPlaylist } from '../../record/playlist.ts';
import type { WebAnswer } from '../../record/web.ts';
import { readMediaPlaylist } from '../hls/media-playlist.ts';
import { type HlsVariant, isMultivariant, type Multivariant, readMultivariant } from '../hls/multivariant.ts';
import { type Offer, soundOffers, variantOffers } from '../hls/offers.ts';
import { audioOf, subtitlesOf } from '../hls/renditions.ts';
import { fetchPlaylist, type HlsTrackSource, hlsTrack, textOf } from '../hls/track.ts';
import { webUrl } from '../web-url.ts';
import { notLive } from './not-live.ts';
import type { Found, Planning } from './planning.ts';
import { subtitleIds } from './track-ids.ts';

/** Multivariant playlists that lead to multivariant playlists, at most. */
const depthAtMost = 3;

/** A media playlist that was read. */
interface Read {
  /** to be asked for again and again, before redirects */
  readonly url: string;
  readonly playlist: MediaPlaylist;
  /** the multivariant playlist that named it, or `null` */
  readonly from: { readonly multivariant: Multivariant; readonly offer: Offer } | null;
}

/**
 * Plans the recording of an HLS stream, from its multivariant or its media playlist.
 * @param url as it was asked for, before redirects
 * @throws Failure `not-live` (no playlist or no segments yet), `not-found` (finished and empty), `protected`, `corrupt-media`,
 * `forbidden`, those of the HTTP client
 */
export async function planHls(
  url: string,
  answer: WebAnswer,
  { referer, title }: Found,
  planning: Planning,
): Promise<StreamPlan> {
  const read = await readAnswer(url, answer, referer, planning, null, 0);
  if (read.playlist.segments.length === 0) {
    throw read.playlist.ended
      ? new Failure('not-found', { detail: 'the playlist is finished and names no segments', retryable: false })
      : new Failure('not-live', { detail: 'the playlist names no segments yet' });
  }
  const { web, now } = planning;
  const offer = read.from?.offer ?? null;
  const { name = null, language = null } = offer?.rendition ?? {};
  const track = (about: Pick<HlsTrackSource, 'id' | 'kind' | 'url' | 'name' | 'language' | 'first'>): PlannedTrack =>
    hlsTrack({ ...about, variables: read.from?.multivariant.variables ?? null, referer }, web, now);
  return {
    form: 'segmented',
    title: title ?? read.from?.multivariant.title ?? null,
    // What a variant says of itself, it says of its pictures.
    quality: offer === null || offer.rendition !== null ? null : qualityOf(offer.variant),
    referer,
    tracks: [
      track({ id: 'main', kind: 'main', url: read.url, name, language, first: read.playlist }),
      ...(planning.sound ? [] : renditions(read)).map((about) => track({ ...about, first: null })),
    ],
  };
}

async function readAnswer(
  url: string,
  answer: WebAnswer,
  referer: string | null,
  planning: Planning,
  from: Read['from'],
  depth: number,
): Promise<Read> {
  const text = textOf(answer);
  if (!isMultivariant(text)) {
    const variables = from?.multivariant.variables ?? null;
    const playlist = await readMediaPlaylist(text, { url: answer.url, variables, before: null });
    if (playlist !== null) return { url, playlist, from };
    throw new Failure('corrupt-media', { detail: 'the server leaves out segments without being asked to' });
  }
  if (depth >= depthAtMost)
    throw new Failure('corrupt-media', { detail: 'playlists that lead to playlists without end' });
  const multivariant = await readMultivariant(text, answer.url);
  const { sound, quality } = planning;
  const offers = sound ? soundOffers(multivariant, quality) : variantOffers(multivariant, quality);
  if (offers.length === 0) throw new Failure('corrupt-media', { detail: 'the playlist names no variants' });
  let first: unknown;
  for (const offer of offers) {
    try {
      const there = webUrl(offer.url, answer.url, 'a playlist');
      const next = await fetchPlaylist(planning.web, there, referer, planning.signal);
      return await readAnswer(there, next, referer, planning, { multivariant, offer }, depth + 1);
    } catch (error) {
      planning.signal.throwIfAborted();
      if (!(error instanceof Failure) || error.code === 'protected') throw error;
      first ??= error;
    }
  }
  throw notLive(first);
}

function renditions({ from }: Read): Pick<HlsTrackSource, 'id' | 'kind' | 'url' | 'name' | 'language'>[] {
  if (from === null) return [];
  const { multivariant, offer } = from;
  const audio = audioOf(multivariant, offer.variant);
  const subtitles = subtitlesOf(multivariant, offer.variant);
  const ids = subtitleIds(subtitles);
  const checked = (url: string | null): string => webUrl(url ?? '', offer.variant.url, 'a playlist');
  return [
    ...(audio === null
      ? []
      : [{ id: 'audio', kind: 'audio', url: checked(audio.url), name: audio.name, language: audio.language } as const]),
    ...subtitles.map(({ url, name, language }, at) => {
      return { id: ids[at] ?? 'subtitles', kind: 'subtitles', url: checked(url), name, language } as const;
    }),
  ];
}

function qualityOf({
  width,
  height,
  bandwidth,
  codecs,
}: HlsVariant): NonNullable<Extract<StreamPlan, { form: 'segmented' }>['quality']> {
  return { width, height, bandwidth, codecs };
}
