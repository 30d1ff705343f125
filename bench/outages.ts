// By hand, in real time, about three minutes: node bench/outages.ts. Outages of 5 to 120 s, and what the ledger says of each.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { LiveOrigin } from '../test/streams/live-origin.ts';
import { makeHls } from '../test/streams/make-hls.ts';
import { complaints, hashesOf } from '../test/streams/packets.ts';
import { begin, fragmentsOf, ledgerOf } from '../test/streams/record.ts';

/** Segments of a second that are recorded before and after an outage. */
const around = 12;
/** Segments that a small window names, and one that holds everything. */
const windows = { small: 8, large: 1000 } as const;

/** One way to fail, and how it ends. */
interface Outage {
  readonly name: string;
  begin(origin: LiveOrigin): Promise<void> | void;
  end(origin: LiveOrigin): Promise<void> | void;
}

const gone: Outage = { name: 'server gone', begin: (origin) => origin.down(), end: (origin) => origin.listen() };
const frozen: Outage = { name: 'playlist frozen', begin: (origin) => origin.freeze(), end: (origin) => origin.thaw() };
const forbidden: Outage = {
  name: '403, then a new token',
  begin: (origin) => origin.fault('*', { status: 403 }),
  end: (origin) => {
    origin.token = 'two';
    origin.heal('*');
  },
};

const cases: readonly (readonly [Outage, number, keyof typeof windows])[] = [
  ...([5, 35, 120] as const).flatMap((seconds) => [
    [gone, seconds, 'large'] as const,
    [gone, seconds, 'small'] as const,
  ]),
  [frozen, 30, 'large'],
  [frozen, 30, 'small'],
  [forbidden, 12, 'large'],
];

const folder = mkdtempSync(join(tmpdir(), 'sluice-outages-'));
const stream = await makeHls(join(folder, 'source'), { seconds: 180, segment: 1, gop: 1, size: '96x64' });

async function measure([outage, seconds, window]: (typeof cases)[number], index: number): Promise<string> {
  const origin = new LiveOrigin(stream, { window: windows[window], first: 4, token: 'one' });
  await origin.listen();
  const begun = begin(origin.url('master.m3u8'), join(folder, String(index)), { from: 'start' });
  origin.play(1000);
  await wait((around - 4) * 1000);
  await outage.begin(origin);
  await wait(seconds * 1000);
  const shown = begun.live()?.outage;
  await outage.end(origin);
  await wait(around * 1000);
  origin.end();
  const files = await begun.done;
  await origin.close();

  const ledger = await ledgerOf(files);
  const there = stream.segments.slice(0, origin.revealed);
  const fetched = there.filter(({ name }) => origin.requests.includes(name));
  const source = `concat:${fetched.map(({ name }) => join(stream.folder, name)).join('|')}`;
  const paths = fragmentsOf(files);
  let isExact = ledger.segments.missing === there.length - fetched.length;
  isExact &&= (await Promise.all(paths.map(complaints))).every((text) => text === '');
  for (const kind of ['video', 'audio'] as const) {
    const recorded = (await Promise.all(paths.map((path) => hashesOf(path, kind)))).flat();
    isExact &&= recorded.join() === (await hashesOf(source, kind)).join();
  }
  const gaps = ledger.gaps.map(({ length, segments, cause }) => `${segments} in ${length.toFixed(2)} s (${cause})`);
  const cells = [
    `${outage.name}, ${seconds} s`,
    windows[window],
    shown?.detail ?? shown?.code ?? 'nothing',
    ledger.segments.stored,
    gaps.join('; ') || 'nothing',
    isExact ? 'yes' : 'NO',
  ];
  return `| ${cells.join(' | ')} |`;
}

try {
  const lines = await Promise.all(cases.map(measure));
  console.log('| Outage | Window, s | Shown | Stored | Missing | Exact |\n|---|---|---|---|---|---|');
  console.log(lines.join('\n'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
