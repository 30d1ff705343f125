import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { timeline } from '../../contract/recording.ts';
import { LiveOrigin } from '../../test/streams/live-origin.ts';
import { median, memoryOf } from '../measure.ts';
import { mebibytes } from '../table.ts';
import { countsIn, missingWords } from './counts.ts';
import { sluiceRecord } from './programs.ts';
import type { Source } from './source.ts';

/** Segments the playlist is ahead of what was asked for; less than it names, so that none is gone before it is fetched. */
const AHEAD = 600;
const WINDOW = 1000;
/** Parts of the recording of whose memory the median is told: it passes over an ffmpeg that runs for a moment. */
const PARTS = 8;

interface Sample {
  readonly fraction: number;
  readonly rss: number;
  readonly pss: number;
}

/**
 * Records a long stream in fast motion: a live playlist that goes on as fast as its segments are asked for.
 * @returns a table of the memory of all processes, and what came of it
 */
export async function day(source: Source, folder: string): Promise<string> {
  const origin = new LiveOrigin(source, { window: WINDOW, first: AHEAD });
  await origin.listen();
  const cwd = join(folder, 'files');
  await mkdir(cwd, { recursive: true });
  const [program = '', ...args] = [...sluiceRecord, '-f', '10m', origin.url()];
  const began = performance.now();
  const env = { ...process.env, SLUICE_HOME: join(folder, 'home') };
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'ignore', 'inherit'] });
  const exit = once(child, 'exit');
  const samples: Sample[] = [];
  try {
    while (child.exitCode === null && child.signalCode === null) {
      const asked = origin.requests.filter((name) => name.endsWith('.ts')).length;
      origin.reveal(Math.max(0, asked + AHEAD - origin.revealed));
      if (origin.revealed === source.segments.length) origin.end();
      samples.push({ fraction: asked / source.segments.length, ...memoryOf(child.pid ?? 0) });
      await Promise.race([exit, wait(200)]);
    }
  } finally {
    await origin.close();
  }
  const seconds = (performance.now() - began) / 1000;
  const ledger = (await readdir(cwd)).find((name) => name.endsWith('.ledger.json')) ?? '';
  const { segments, gaps, fragments } = timeline.parse(JSON.parse(await readFile(join(cwd, ledger), 'utf8')));
  const missing = missingWords(await countsIn(cwd), source.counts);
  return [
    '| Recorded | RSS, MiB | PSS, MiB |',
    '|---|---|---|',
    ...Array.from({ length: PARTS }, (_, index) => row(samples, (index + 1) / PARTS, source.seconds)),
    '',
    `Exit code ${child.exitCode} after ${seconds.toFixed(0)} s: ${fragments.length} fragments; segments: ${segments.expected} ` +
      `expected, ${segments.stored} stored, ${segments.missing} missing, ${gaps.length} gaps; packets missing: ${missing}`,
  ].join('\n');
}

function row(samples: readonly Sample[], upTo: number, seconds: number): string {
  const near = samples.filter(({ fraction }) => fraction > upTo - 1 / PARTS && fraction <= upTo);
  const middle = (of: (sample: Sample) => number): string => mebibytes(median(near.map(of)));
  const hours = ((upTo * seconds) / 3600).toFixed(1);
  return `| up to ${hours} h | ${middle(({ rss }) => rss)} | ${middle(({ pss }) => pss)} |`;
}
