import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { task, taskDetails } from '../../contract/task.ts';
import { eventsIn } from './events.ts';
import { newHome } from './sluice.ts';

const scripted = { scripted: true } as const;
const live = (script: string): string => `http://fixture/live.m3u8?title=Show&${script}`;

test('in a pipe: the path of each fragment on standard output, lines and a summary beside it', async () => {
  const home = newHome();
  const args = ['record', '-r', '30', '-f', '10', live('')];
  const { code, stdout, stderr } = await home.run(args, scripted);
  const paths = [1, 2, 3].map((part) => join(home.downloads, `Show part 00${part}.mp4`));
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${paths.join('\n')}\n` });
  const lines = stderr.trimEnd().split('\n');
  expect(lines.every((line) => /^\[[0-9a-z]{10}\] /.test(line))).toBe(true);
  expect(lines.map((line) => line.slice(13)).slice(-8)).toEqual([
    '✓ recorded Show',
    'PART   START  LENGTH     SIZE  FILE',
    '   1  0:00.0  0:10.0  10.0 kB  Show part 001.mp4',
    '   2  0:10.0  0:10.0  10.0 kB  Show part 002.mp4',
    '   3  0:20.0  0:10.0  10.0 kB  Show part 003.mp4',
    '3 fragments, recorded 0:30.0 of 0:30.0, 30.0 kB',
    'complete: nothing is missing',
    `ledger: ${join(home.downloads, 'Show ledger.json')}`,
  ]);
  expect(readdirSync(home.downloads).filter((name) => name.startsWith('.'))).toEqual([]);
});

test('gaps have an exit code of their own, and are told', async () => {
  const home = newHome();
  const args = ['record', '--recording-duration', '0:30', '--max-fragment-duration', '10s', live('gap=12,4')];
  const { code, stdout, stderr } = await home.run(args, scripted);
  expect(code).toBe(10);
  expect(stdout.trimEnd().split('\n')).toHaveLength(4);
  expect(stderr).toMatch(/! Show: gap at 0:12: 4\.0 s missing, 2 segments \(server error: 503 Service Unavailable\)/);
  expect(stderr).toContain('! recorded Show, but something is missing');
  expect(stderr).toContain('missing: 4.0 s in 1 gap, 2 segments');
  const quiet = await home.run(['record', '-q', '-r', '30', live('gap=12,4')], scripted);
  expect(quiet.code).toBe(10);
  expect(quiet.stderr).toBe('Show: missing: 4.0 s in 1 gap, 2 segments\n');
});

test('-q: nothing but paths', async () => {
  const home = newHome();
  const args = ['record', '-q', '-d', 'there', '-o', 'mine.mkv', '-r', '5', live('')];
  const path = join(home.folder, 'there', 'mine part 001.mp4');
  expect(await home.run(args, scripted)).toEqual({ code: 0, stdout: `${path}\n`, stderr: '' });
  const { recording } = task.parse(JSON.parse((await home.run(['list', '--json'])).stdout)) as { recording?: unknown };
  expect(recording).toMatchObject({ output: 'mkv', duration: 5, fragment: null });
});

test('what is asked reaches the engine', async () => {
  const home = newHome();
  const options = ['--quality', '1080', '--output', 'ts', '--from-start', '--give-up', '0', '--on-gap', 'go-on'];
  const more = ['--on-discontinuity', 'go-on', '--wait', '--limit-rate', '2M', '-H', 'Referer: http://a/'];
  const { code } = await home.run(
    ['record', '-q', '-r', '1m30s', '-f', '1:00', ...options, ...more, live('')],
    scripted,
  );
  expect(code).toBe(0);
  const shown = task.parse(JSON.parse((await home.run(['list', '--json'])).stdout));
  expect(shown).toMatchObject({
    kind: 'stream',
    options: { limitRate: 2_000_000, headerNames: ['Referer'] },
    recording: {
      ...{ duration: 90, fragment: 60, quality: '1080p', output: 'ts', from: 'start', giveUp: 0 },
      ...{ onGap: 'go-on', onDiscontinuity: 'go-on', wait: true, repeat: 'never' },
    },
  });
});

test('--json: fragments, gaps, figures and totals as described', async () => {
  const home = newHome();
  const running = home.start(['record', '--json', '-f', '10', live('gap=12,4,network&hold=30')], scripted);
  await running.until(/"live":\{[^}]*"fragments":3/);
  running.child.kill('SIGTERM');
  const { code, stdout, stderr } = await running.ended;
  expect({ code, stderr }).toEqual({ code: 10, stderr: '' });
  const events = eventsIn(stdout);
  const fragments = events.filter(({ event }) => event === 'fragment');
  expect(fragments).toMatchObject([
    { part: 1, at: 0, length: 10, size: 10_000, path: join(home.downloads, 'Show part 001.mp4'), tooLong: false },
    { part: 2, at: 10, length: 2 },
    { part: 3, at: 16, length: 10 },
    { part: 4, at: 26, length: 4 },
  ]);
  expect(events.find(({ event }) => event === 'gap')).toMatchObject({
    ...{ at: 12, length: 4, cause: 'network', segments: 2, track: 'main', detail: '503 Service Unavailable' },
  });
  const names = events.map(({ event }) => event);
  expect(names.filter((name) => name === 'completed')).toHaveLength(5);
  expect(names.lastIndexOf('fragment')).toBeLessThan(names.indexOf('completed'));
  expect(names.slice(-2)).toEqual(['recorded', 'summary']);
  expect(events.at(-2)).toMatchObject({
    ...{ complete: false, length: 30, recorded: 26, asked: null, end: 'stopped', fragments: 4, gaps: 1, missing: 4 },
    ledger: join(home.downloads, 'Show ledger.json'),
  });
  expect(events.at(-1)).toMatchObject({ completed: 1, incomplete: 1, exitCode: 10, signal: 'SIGTERM', resumable: [] });
});

test('an outage is told when it begins and when it is over', async () => {
  const home = newHome();
  const running = home.start(['record', '--json', '-r', '30', live('outage=12&hold=20')], scripted);
  await running.until(/"event":"outage"/);
  writeFileSync(join(home.downloads, 'open'), '');
  // Without the hold the stream might end in the same moment, and then nobody would see it go on.
  await running.until(/"lasted":\d/);
  running.child.kill('SIGTERM');
  const { code, stdout } = await running.ended;
  expect(code).toBe(0);
  const outages = eventsIn(stdout).filter(({ event }) => event === 'outage');
  expect(outages).toMatchObject([
    { code: 'source-unavailable', detail: '503 Service Unavailable', lasted: null },
    { lasted: expect.any(Number) },
  ]);
  const [first] = outages;
  expect(first).toMatchObject({ until: (first as { since: number }).since + 600_000 });

  const plain = home.start(['record', '-d', 'other', '-r', '30', live('outage=12&hold=20')], scripted);
  await plain.until(/nothing comes since \d+ s: 503 Service Unavailable; trying until \d+:\d\d:\d\d/);
  writeFileSync(join(home.folder, 'other', 'open'), '');
  await plain.until(/Show: goes on; nothing came for \S+ s \(503 Service Unavailable\)/);
  plain.child.kill('SIGTERM');
  expect((await plain.ended).code).toBe(0);
});

test('a failure keeps what there is, and sums it up', async () => {
  const home = newHome();
  const { code, stdout, stderr } = await home.run(['record', '-f', '10', live('fail=25')], scripted);
  expect(code).toBe(4);
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  expect(stderr).toMatch(/✗ Show: The server cannot answer right now/);
  expect(stderr).toContain('what there is of Show:');
  expect(stderr).toContain('2 fragments, recorded 0:25.0 of 0:25.0, 20.0 kB');
  const json = await home.run(['record', '--json', '-d', 'other', '-f', '10', live('fail=25')], scripted);
  expect(eventsIn(json.stdout).map(({ event }) => event)).toContain('failed');
  expect(eventsIn(json.stdout).slice(-2)).toMatchObject([
    { event: 'recorded', complete: false, fragments: 2 },
    { event: 'summary', failed: 1, incomplete: 0 },
  ]);
  const nothing = await home.run(['record', '--json', live('fail=0')], scripted);
  expect(eventsIn(nothing.stdout).map(({ event }) => event)).not.toContain('recorded');
});

test('a fragment without a file is something missing', async () => {
  const home = newHome();
  const { code, stderr } = await home.run(['record', '-r', '20', '-f', '10', live('broken=1')], scripted);
  expect(code).toBe(10);
  expect(stderr).toContain('missing: 1 fragment without a file');
});

test('get records what is plainly a playlist, to its end', async () => {
  const home = newHome();
  const { code, stdout, stderr } = await home.run(['get', live('ends=12')], scripted);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${join(home.downloads, 'Show part 001.mp4')}\n` });
  expect(stderr).toContain('complete: nothing is missing');
  const running = home.start(['get', '--json', live('hold=20&other')], scripted);
  await running.until(/"live":\{"length":20/);
  running.child.kill('SIGINT');
  const ended = await running.ended;
  expect(ended.code).toBe(130);
  const { resumable } = eventsIn(ended.stdout).at(-1) as { resumable: string[] };
  expect(resumable).toHaveLength(1);
  const again = home.start(['resume', ...resumable], scripted);
  await again.until(/goes on with/);
  again.child.kill('SIGINT');
  expect((await again.ended).stderr).toMatch(
    new RegExp(
      `To go on: sluice resume ${resumable}\nTo end a recording and keep what there is: sluice stop ${resumable}\n$`,
    ),
  );
  const stopped = await home.run(['stop', ...resumable], scripted);
  expect(stopped).toMatchObject({ code: 0, stdout: `${join(home.downloads, 'Show part 001.mp4')}\n` });
});

test('list and show speak of recordings', async () => {
  const home = newHome();
  const running = home.start(['record', '--json', '-r', '1h', '-f', '10', live('gap=12,4&hold=30')], scripted);
  await running.until(/"live":\{[^}]*"fragments":3/);
  const list = (await home.run(['list'])).stdout.trimEnd().split('\t');
  expect(list.slice(6)).toEqual(['Show', '0:30 of 1:00:00, 3 fragments, 2 s behind, 1 gap, 4.0 s missing']);
  const shown = await home.run(['show', list[0] ?? '']);
  expect(shown.stdout).toMatch(/Recorded +0:30 of 1:00:00, 3 fragments/);
  expect(shown.stdout).toMatch(/Fragments +at most 0:10/);
  expect(shown.stdout).toContain('  0:12.0  0:04.0         2  server error: 503 Service Unavailable');
  const details = JSON.parse((await home.run(['show', '--json', list[0] ?? ''])).stdout) as { timeline?: unknown };
  expect(taskDetails.parse(details).artifacts).toHaveLength(3);
  expect(details.timeline).toMatchObject({ version: 1, ended: false, gaps: [{ at: 12 }] });
  running.child.kill('SIGINT');
  await running.ended;
  expect((await home.run(['list'])).stdout).toContain('\tShow\t4 files');
  expect((await home.run(['show', list[0] ?? ''])).stdout).toContain('stopped 59:30 before what was asked for');
});

test.each([
  [['record']],
  [['record', '-r', 'long', 'http://a/1']],
  [['record', '-r', '0', 'http://a/1']],
  [['record', '--at', '2020-01-01 20:15', 'http://a/1']],
  [['record', '--quality', 'good', 'http://a/1']],
  [['record', '--output', 'avi', 'http://a/1']],
  [['record', '-o', 'folder/', 'http://a/1']],
  [['record', '--detach', 'http://a/1']],
  [['record', 'rtmp://a/1']],
  [['stop']],
  [['stop', '--all', 'k3f']],
])('wrong use: %j', async (args) => {
  const home = newHome();
  const { code, stdout, stderr } = await home.run(args, scripted);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toBe('');
  expect(stderr).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect(existsSync(home.downloads)).toBe(false);
});

test('settings of recordings are checked, and read back as they were set', async () => {
  const home = newHome();
  const set = async (name: string, value: string): Promise<string> => {
    const { code, stdout } = await home.run(['settings', 'set', name, value]);
    return code === 0 ? stdout : `refused with ${code}`;
  };
  expect(await set('recording-name', '{title} {part:00}')).toBe('{title} {part:00}\n');
  expect(await set('recording-name', '{tilte}')).toBe('refused with 2');
  expect(await set('recording-name', '')).toBe('refused with 2');
  expect(await set('ffmpeg', './tools/ffmpeg')).toBe(`${join(home.folder, 'tools', 'ffmpeg')}\n`);
  expect(await set('ffmpeg', 'ffmpeg7')).toBe('ffmpeg7\n');
  expect(await set('ffmpeg', '')).toBe('\n');
});
