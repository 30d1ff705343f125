import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { eventsIn } from './events.ts';
import { newHome } from './sluice.ts';

const scripted = { scripted: true } as const;
const live = (script: string): string => `http://fixture/live.m3u8?title=Show&${script}`;
const part = (home: { downloads: string }, number: number): string => join(home.downloads, `Show part 00${number}.mp4`);

test('Ctrl-C on the terminal ends it and keeps it: bar, outage, fragments, summary', async () => {
  const home = newHome();
  const running = home.start(['record', '-r', '1:00', '-f', '10', live('gap=12,4&outage=30')], {
    ...scripted,
    terminal: 110,
  });
  await running.until(/━/);
  await running.until(/nothing comes since \d+ s: 503 Service Unavailable; trying until \d+:\d\d:\d\d/);
  await running.until(/part 003\.mp4/);
  running.type('\u0003');
  const { code, stdout } = await running.ended;
  expect(code).toBe(10);
  const text = stripVTControlCharacters(stdout).replaceAll('\r\n', '\n');
  expect(text).toMatch(/Show +0:30 \/ 1:00 +━+─+ +3 fragments +1 gap +4\.0 s missing/);
  expect(text).toContain(`✓ saved ${part(home, 1)} (part 1, 0:00.0 to 0:10.0, 10.0 kB)\n`);
  expect(text).toContain('! Show: gap at 0:12: 4.0 s missing, 2 segments (server error: 503 Service Unavailable)\n');
  expect(text).toContain('Stopping, keeping what is recorded. Press Ctrl-C again to leave at once.\n');
  expect(text).toContain(`✓ saved ${part(home, 4)} (part 4, 0:26.0 to 0:30.0, 4.00 kB)\n`);
  expect(text.slice(text.lastIndexOf('! recorded')).split('\n')).toEqual([
    '! recorded Show, but something is missing',
    'PART   START  LENGTH     SIZE  FILE',
    '   1  0:00.0  0:10.0  10.0 kB  Show part 001.mp4',
    '   2  0:10.0  0:02.0  2.00 kB  Show part 002.mp4',
    '   3  0:16.0  0:10.0  10.0 kB  Show part 003.mp4',
    '   4  0:26.0  0:04.0  4.00 kB  Show part 004.mp4',
    'GAP AT  LENGTH  SEGMENTS  CAUSE',
    '0:12.0  0:04.0         2  server error: 503 Service Unavailable',
    '4 fragments, recorded 0:26.0 of 1:00.0, 26.0 kB',
    'missing: 4.0 s in 1 gap, 2 segments',
    'stopped 30 s before what was asked for',
    `ledger: ${join(home.downloads, 'Show ledger.json')}`,
    '',
  ]);
});

test('a second Ctrl-C leaves at once and says how it goes on; it then only has to be put together', async () => {
  const home = newHome();
  const running = home.start(['record', '-f', '10', live('outage=15&slow-end')], scripted);
  await running.until(/nothing comes/);
  running.child.kill('SIGINT');
  await running.until(/putting the last fragment together/);
  // Sent until it has an effect: how long the two count as one is not promised.
  const again = setInterval(() => running.child.kill('SIGINT'), 100);
  const { code, stderr } = await running.ended;
  clearInterval(again);
  expect(code).toBe(130);
  const [, id = ''] = /Left at once\. What is recorded is safe;.* sluice resume ([0-9a-z]{10})\n$/.exec(stderr) ?? [];
  writeFileSync(join(home.downloads, 'open'), '');
  const resumed = await home.run(['resume', id], scripted);
  expect(resumed).toMatchObject({ code: 0, stdout: `${part(home, 2)}\n` });
  expect(resumed.stderr).toContain('2 fragments, recorded 0:15.0 of 0:15.0, 15.0 kB');
});

test('what a killed command left is kept by stop', async () => {
  const home = newHome();
  const running = home.start(['record', '--json', '-f', '10', live('hold=15')], scripted);
  await running.until(/"live":\{"length":15/);
  running.child.kill('SIGKILL');
  await running.ended;
  const stopped = await home.run(['stop', '--all', '--json'], scripted);
  expect(stopped.code).toBe(0);
  const events = eventsIn(stopped.stdout);
  expect(events.filter(({ event }) => event === 'fragment')).toMatchObject([{ part: 2, path: part(home, 2) }]);
  expect(events.at(-2)).toMatchObject({ event: 'recorded', complete: true, fragments: 2, end: 'stopped' });
});

test('stop in another terminal: both wait for the last fragment', async () => {
  const home = newHome();
  const first = home.start(['record', '-f', '10', live('outage=15&slow-end')], scripted);
  await first.until(/part 1, 0:00[\s\S]*nothing comes|nothing comes[\s\S]*part 1, 0:00/);
  const [id = ''] = (await home.run(['list'])).stdout.split('\t');
  const second = home.start(['stop', id.slice(0, 6)], scripted);
  await second.until(/putting the last fragment together/);
  writeFileSync(join(home.downloads, 'open'), '');
  const [one, two] = await Promise.all([first.ended, second.ended]);
  expect([one.code, two.code]).toEqual([0, 0]);
  expect(one.stdout).toBe(`${part(home, 1)}\n${part(home, 2)}\n`);
  expect(two.stdout).toBe(`${part(home, 2)}\n`);
  for (const { stderr } of [one, two]) expect(stderr).toContain('complete: nothing is missing');
});

test('a recording in the Sluice of another terminal goes on when that one is killed', async () => {
  const home = newHome();
  const first = home.start(['record', '--json', live('hold=5')], scripted);
  await first.until(/"live":\{"length":5/);
  const handed = await home.run(['record', '--detach', '-d', 'third', live('hold=5')], scripted);
  expect(handed).toMatchObject({ code: 0, stdout: '' });
  expect(handed.stderr).toContain('1 added; the running Sluice does the rest');
  const second = home.start(['record', '--json', '-d', 'other', '-f', '10', live('hold=15')], scripted);
  await second.until(/"live":\{"length":15/);
  first.child.kill('SIGKILL');
  await second.until(/has ended; they go on[\s\S]*"live":\{"length":15/);
  second.child.kill('SIGINT');
  const { code, stdout } = await second.ended;
  expect(code).toBe(0);
  expect(eventsIn(stdout).at(-2)).toMatchObject({ event: 'recorded', complete: true, fragments: 2, length: 15 });
});

test('what is no recording, or has nothing, cannot be stopped', async () => {
  const home = newHome();
  const running = home.start(['record', '--at', '2099-01-01 20:15', live('')], scripted);
  await running.until(/starts in/);
  const [id = ''] = (await home.run(['list'])).stdout.split('\t');
  const refused = await home.run(['stop', id], scripted);
  expect(refused.code).toBe(7);
  expect(refused.stderr).toContain('nothing is recorded yet');
  expect(await home.run(['stop', '--all'], scripted)).toMatchObject({ code: 0, stdout: '', stderr: 'No tasks.\n' });
  running.child.kill('SIGINT');
  await running.ended;
});
