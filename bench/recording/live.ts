import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LiveOrigin } from '../../test/streams/live-origin.ts';
import { type Measure, measure } from '../measure.ts';
import { mebibytes } from '../table.ts';
import { countsIn, missingWords } from './counts.ts';
import { recorders } from './programs.ts';
import type { Source } from './source.ts';

/** What a live server names at the beginning, and at most: segments. */
const FIRST = 3;
const WINDOW = 10;
/** Memory is looked at seldom, so that the look costs nothing beside what is measured. */
const SAMPLE_MS = 250;

interface Result {
  readonly name: string;
  readonly taken: Measure;
  readonly missing: string;
}

/**
 * Records a live stream with all programs in the same minutes, each from a server of its own that goes on as soon as the program has
 * asked for the first segment.
 * @param speed how many times faster than it plays the stream goes on
 * @returns a table
 */
export async function live(source: Source, folder: string, speed: number): Promise<string> {
  const settled = await Promise.allSettled(
    Object.keys(recorders('', true)).map((name) => recordLive(name, source, join(folder, name), speed)),
  );
  // Nobody is left running when one has failed.
  const results = await Promise.all(
    settled.map((one) => (one.status === 'fulfilled' ? one.value : Promise.reject(one.reason))),
  );
  const lines = results.map(({ name, taken, missing }) => {
    const cells = [
      name,
      ((taken.cpu / source.seconds) * 3600).toFixed(1),
      mebibytes(taken.rss),
      mebibytes(taken.pss),
      missing,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    '| Program | CPU, s an hour | Peak RSS, MiB | Peak PSS, MiB | Packets missing |',
    '|---|---|---|---|---|',
    ...lines,
  ].join('\n');
}

async function recordLive(name: string, source: Source, folder: string, speed: number): Promise<Result> {
  const origin = new LiveOrigin(source, { window: WINDOW, first: FIRST });
  await origin.listen();
  const cwd = join(folder, 'files');
  await mkdir(cwd, { recursive: true });
  try {
    const command = recorders(origin.url(), true)[name] ?? [];
    const running = measure(command, { cwd, env: { SLUICE_HOME: join(folder, 'home') }, sampleMs: SAMPLE_MS });
    await Promise.race([running, begun(origin, source)]);
    const [first] = source.segments;
    origin.play(((first?.duration ?? 1) * 1000) / speed);
    const taken = await running;
    return { name, taken, missing: missingWords(await countsIn(cwd), source.counts) };
  } finally {
    await origin.close();
  }
}

async function begun(origin: LiveOrigin, { segments }: Source): Promise<void> {
  while (!origin.requests.includes(segments[0]?.name ?? '')) await wait(20);
}
