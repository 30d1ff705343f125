// npm run bench:record: what recording costs, beside ffmpeg, streamlink and yt-dlp.
// Options: --only live|finished|many|day, --minutes 10 (live), --speed 1 (live), --runs 3 (finished), --count 20 and
// --seconds 120 (many; whole minutes), --hours 24 (day).
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { day } from './recording/day.ts';
import { finished } from './recording/finished.ts';
import { live } from './recording/live.ts';
import { many } from './recording/many.ts';
import { makeSource, type Pattern, type Source, sixMegabits, tiny } from './recording/source.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    speed: { type: 'string', default: '1' },
    runs: { type: 'string', default: '3' },
    count: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '120' },
    hours: { type: 'string', default: '24' },
  },
});

await section('live', `live, 6 Mbit/s, ${values.minutes} minutes at ${values.speed} times its speed`, {
  ...{ pattern: sixMegabits, seconds: Number(values.minutes) * 60, segment: 2 },
  run: (source, folder) => live(source, folder, Number(values.speed)),
});
await section('finished', 'a finished playlist, 600 segments of 1 s, 6 Mbit/s, onto the disk', {
  ...{ pattern: sixMegabits, seconds: 600, segment: 1 },
  run: (source, folder) => finished(source, folder, Number(values.runs)),
});
await section('many', `${values.count} recordings at once, 6 Mbit/s each`, {
  ...{ pattern: sixMegabits, seconds: Number(values.seconds), segment: 2 },
  run: (source, folder) => many(source, folder, Number(values.count)),
});
await section('day', `${values.hours} hours in fast motion`, {
  ...{ pattern: tiny, seconds: Number(values.hours) * 3600, segment: 2 },
  run: day,
});

interface Section {
  readonly pattern: Pattern;
  readonly seconds: number;
  readonly segment: number;
  readonly run: (source: Source, folder: string) => Promise<string>;
}

/** Makes a stream in memory, records it onto the disk, prints what came of it. */
async function section(name: string, title: string, { pattern, seconds, segment, run }: Section): Promise<void> {
  if (values.only !== undefined && values.only !== name) return;
  const origin = mkdtempSync('/dev/shm/sluice-bench-origin-');
  const folder = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  try {
    const source = await makeSource(origin, pattern, seconds, segment);
    const before = load();
    const said = await run(source, folder);
    console.log(`\n### (${name}) ${title}\n\nLoad of the machine before ${before}, after ${load()}\n\n${said}`);
  } finally {
    rmSync(origin, { recursive: true });
    rmSync(folder, { recursive: true });
  }
}

function load(): string {
  return loadavg()[0]?.toFixed(1) ?? '';
}
