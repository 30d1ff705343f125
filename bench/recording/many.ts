import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { unwrap } from '../../contract/reply.ts';
import { openHeadlessHost } from '../../engine/headless/host.ts';
import { headlessPaths } from '../../engine/headless/paths.ts';
import { openEngine } from '../../engine/index.ts';
import { LiveOrigin } from '../../test/streams/live-origin.ts';
import { memoryOf } from '../measure.ts';
import { mebibytes } from '../table.ts';
import { countsOf, missingWords } from './counts.ts';
import type { Source } from './source.ts';

/**
 * Records a live stream so many times at once through one engine, as fast as it plays, and adds the ledgers up.
 * @returns a sentence
 */
export async function many(source: Source, folder: string, count: number): Promise<string> {
  const origin = new LiveOrigin(source, { window: 10, first: 3 });
  await origin.listen();
  const paths = headlessPaths({ ...process.env, SLUICE_HOME: join(folder, 'home') });
  const worker = join(dirname(dirname(import.meta.dirname)), 'out', 'worker', 'index.js');
  const engine = await openEngine(openHeadlessHost({ worker, paths }), {
    limits: { maxRecordings: count },
  });
  try {
    const links = Array.from({ length: count }, (_, index) => origin.url(`live.m3u8?${index}`));
    const tasks = links.map((url) => ({ url, recording: { from: 'start' as const } }));
    const { added } = unwrap(await engine.call('tasks.add', { tasks, directory: join(folder, 'files') }));
    while (origin.requests.filter((name) => name === source.segments[0]?.name).length < count) await wait(20);
    origin.play((source.segments[0]?.duration ?? 1) * 1000);
    let rss = 0;
    for (;;) {
      rss = Math.max(rss, memoryOf(process.pid).rss);
      const { tasks: all } = unwrap(await engine.call('tasks.list', {}));
      if (all.every(({ state }) => state.name === 'completed')) break;
      const failed = all.find(({ state }) => state.name === 'failed');
      if (failed !== undefined) throw new Error(`${failed.name} failed`);
      await wait(250);
    }
    const sum = { expected: 0, stored: 0, missing: 0, gaps: 0, whole: 0 };
    for (const { id } of added) {
      const { segments, gaps, fragments } = unwrap(await engine.call('tasks.timeline', { id }));
      sum.expected += segments.expected;
      sum.stored += segments.stored;
      sum.missing += segments.missing;
      sum.gaps += gaps.length;
      const files = fragments.flatMap(({ path }) => (path === null ? [] : [path]));
      if (missingWords(await countsOf(files), source.counts) === 'none') sum.whole += 1;
    }
    return (
      `${count} recordings of ${source.seconds.toFixed(0)} s: ${sum.expected} segments expected, ${sum.stored} stored, ` +
      `${sum.missing} missing, ${sum.gaps} gaps; ${sum.whole} of ${count} hold every packet; ` +
      `peak RSS with the engine, the workers and the server ${mebibytes(rss)} MiB`
    );
  } finally {
    await engine.close();
    await origin.close();
  }
}
