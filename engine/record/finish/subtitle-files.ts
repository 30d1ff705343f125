import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { fileFailure } from '../../files/failure.ts';
import { safeName } from '../../files/name.ts';
import { wasPublished } from '../../files/publish.ts';
import { replaceFile } from '../../files/replace-file.ts';
import type { FragmentPiece, FragmentPlan, FragmentTrack } from '../fragment.ts';
import type { Workshop } from './attempt.ts';
import { fragmentStem } from './finaliser.ts';
import { fileOf, type PublishedFile, publishAs } from './publish-as.ts';
import { shapeOf } from './shape.ts';
import { fragmentSubtitles } from './subtitles.ts';

/** Subtitles in their place, and the name in the work folder that proves where they went. */
export interface PublishedSubtitles {
  readonly file: PublishedFile;
  readonly trace: string;
}

/**
 * Puts the subtitles of a fragment beside it, a file a track, named as players look for them: `name.en.vtt`. Tracks that show
 * nothing in it get none.
 * @param path of the published fragment
 * @throws Failure
 */
export async function publishSubtitles(
  plan: FragmentPlan,
  shop: Workshop,
  path: string,
): Promise<PublishedSubtitles[]> {
  const tracks = plan.tracks.filter(({ pieces }) => pieces.length > 0 && pieces.every(isText));
  const { lead } = shapeOf(plan, shop.output === 'audio' ? 'audio' : null);
  const published: PublishedSubtitles[] = [];
  const tags = new Set<string>();
  for (const [index, track] of tracks.entries()) {
    const trace = `${fragmentStem(plan.part)}.${index}.vtt`;
    const data = join(shop.folder, trace);
    const language = shop.labels.tracks.get(track.track)?.language ?? track.track;
    const tag = tags.has(language) ? `${language}-${index + 1}` : language;
    tags.add(tag);
    const name = safeName(`${basename(path, extname(path))}.${tag}.vtt`);
    const earlier = await wasPublished(data, dirname(path), join(dirname(path), name));
    const place = earlier ?? (await write(track, shop.folder, data, [plan.length, lead], [dirname(path), name]));
    if (place !== null) published.push({ file: await fileOf(place, 'text/vtt'), trace });
  }
  return published;
}

function isText({ segment }: FragmentPiece): boolean {
  return segment.media.container === 'vtt';
}

/** @returns where they are, or `null` when there are none */
async function write(
  { pieces }: FragmentTrack,
  folder: string,
  data: string,
  [length, lead]: readonly [number, number],
  [directory, name]: readonly [string, string],
): Promise<string | null> {
  try {
    const texts = await Promise.all(pieces.map(({ segment }) => readFile(join(folder, segment.file), 'utf8')));
    const parts = pieces.map(({ shift }, index) => ({ text: texts[index] ?? '', shift }));
    const text = fragmentSubtitles(parts, length, lead);
    if (text === null) return null;
    await replaceFile(data, text, 0o666);
  } catch (error) {
    throw fileFailure(error, data);
  }
  return publishAs(data, directory, name);
}
