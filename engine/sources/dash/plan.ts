import { Failure } from '../../../contract/errors.ts';
import type { Quality, StreamPlan } from '../../record/plan.ts';
import type { Web, WebAnswer } from '../../record/web.ts';
import { subtitleIds } from '../stream/track-ids.ts';
import { chooseAudio, chooseMain, chooseSoundAlone, chooseSubtitles } from './choose.ts';
import type { Manifest, Period } from './manifest.ts';
import { Numbering } from './numbering.ts';
import { PeriodNumbers } from './period-numbers.ts';
import type { Representation } from './representation.ts';
import { DashSource } from './source.ts';
import { type DashShared, DashTrack } from './track.ts';

/** What a manifest was found by and is read with. */
export interface DashOrigin {
  /** to be asked for again and again, before redirects */
  readonly url: string;
  readonly answer: WebAnswer;
  readonly referer: string | null;
  /** what the page is called it was found in, or `null` */
  readonly title: string | null;
  readonly quality: string;
  /** only the sound is wanted */
  readonly sound?: boolean;
  /** the plan of the same stream from before, whose numbers are gone on with, or `null` */
  readonly before: StreamPlan | null;
}

/** Numbers that were given, for plans that follow. */
interface Memory {
  readonly periods: PeriodNumbers;
  readonly numberings: Map<string, Numbering>;
}

const memories = new WeakMap<StreamPlan, Memory>();

/**
 * Plans the recording of a DASH stream.
 * @throws Failure `not-live` (no segments yet), `not-found` (finished and empty), `protected`, `unsupported`, `corrupt-media`,
 * those of the HTTP client
 */
export async function planDash(
  origin: DashOrigin,
  web: Web,
  now: () => number,
  signal: AbortSignal,
): Promise<StreamPlan> {
  const { url, referer, quality, sound = false } = origin;
  const source = new DashSource(url, referer, web, now);
  const { manifest } = await source.take(origin.answer, signal);
  const memory = (origin.before === null ? undefined : memories.get(origin.before)) ?? {
    periods: new PeriodNumbers(),
    numberings: new Map<string, Numbering>(),
  };
  const chooser = sound ? chooseSoundAlone : chooseMain;
  const mainOf = (period: Period): Representation | null => chooser(period, quality);
  const shared = { source, periods: memory.periods, main: mainOf, web, referer, now };
  const main = trackOf(shared, memory, 'main', mainOf);
  const first = await main.load({ signal, waitFor: null, before: null });
  if (first.segments.length === 0) throw nothing(manifest);

  const audio = sound ? null : firstOf(manifest, (period) => chooseAudio(period, quality));
  const subtitles = sound ? [] : subtitlesIn(manifest);
  const chosen = firstOf(manifest, mainOf);
  const { language, label } = (sound ? chosen : null) ?? { language: null, label: null };
  const ids = subtitleIds(subtitles.map((one) => ({ language: one.language, name: one.label })));
  const plan: StreamPlan = {
    form: 'segmented',
    title: origin.title ?? manifest.title,
    quality: chosen === null ? null : qualityOf(chosen),
    referer,
    tracks: [
      main.planned({ id: 'main', kind: 'main', language, name: label }),
      ...(audio === null
        ? []
        : [
            trackOf(shared, memory, 'audio', (period) => chooseAudio(period, quality)).planned({
              id: 'audio',
              kind: 'audio',
              language: audio.language,
              name: audio.label,
            }),
          ]),
      ...subtitles.map(({ language, label }, at) => {
        const id = ids[at] ?? 'subtitles';
        const same = (one: Representation): boolean => one.language === language && one.label === label;
        return trackOf(shared, memory, id, (period) => chooseSubtitles(period).find(same) ?? null).planned({
          id,
          kind: 'subtitles',
          language,
          name: label,
        });
      }),
    ],
  };
  memories.set(plan, memory);
  return plan;
}

function trackOf(
  shared: DashShared,
  memory: Memory,
  id: string,
  choose: (period: Period) => Representation | null,
): DashTrack {
  const numbering = memory.numberings.get(id) ?? new Numbering();
  memory.numberings.set(id, numbering);
  return new DashTrack(shared, choose, numbering);
}

function nothing(manifest: Manifest): Failure {
  return manifest.dynamic
    ? new Failure('not-live', { detail: 'the manifest names no segments yet' })
    : new Failure('not-found', { detail: 'the manifest is finished and names no segments', retryable: false });
}

/** What is chosen in the newest period of a live stream, in the first of a finished one. */
function firstOf(manifest: Manifest, choose: (period: Period) => Representation | null): Representation | null {
  const periods = manifest.dynamic ? manifest.periods.toReversed() : manifest.periods;
  for (const period of periods) {
    const chosen = choose(period);
    if (chosen !== null) return chosen;
  }
  return null;
}

function qualityOf({ width, height, bandwidth, codecs }: Representation): Quality {
  return { width, height, bandwidth, codecs };
}

function subtitlesIn(manifest: Manifest): Representation[] {
  const seen = new Set<string>();
  return manifest.periods.flatMap(chooseSubtitles).filter(({ language, label }) => {
    const name = `${language ?? ''} ${label ?? ''}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  });
}
