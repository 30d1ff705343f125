import { expect, test } from 'vitest';
import { eventsIn } from './events.ts';
import { newHome } from './sluice.ts';

const scripted = { scripted: true } as const;
const live = (script: string): string => `http://fixture/live.m3u8?title=Show&${script}`;

test('a recording for later waits; Ctrl-C before anything is recorded pauses it', async () => {
  const home = newHome();
  const running = home.start(['record', '--at', '2099-01-01 20:15', live('')], scripted);
  await running.until(/starts in 9999d|starts in \d+d, at 2099-01-01 20:15:00/);
  expect((await home.run(['list'])).stdout).toMatch(/scheduled.*at 2099-01-01 20:15:00/);
  running.child.kill('SIGINT');
  const { code, stdout, stderr } = await running.ended;
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  expect(stderr).toMatch(/To go on: sluice resume [0-9a-z]{10}\n$/);
});

test('--wait: one that is not live yet is waited for', async () => {
  const home = newHome();
  const running = home.start(['record', '--json', '--wait', live('not-live')], scripted);
  await running.until(/"event":"waiting"/);
  running.child.kill('SIGINT');
  const { code, stdout } = await running.ended;
  expect(code).toBe(130);
  expect(eventsIn(stdout).find(({ event }) => event === 'waiting')).toMatchObject({
    why: 'live',
    error: { code: 'not-live' },
  });
  const plain = home.start(['record', '--wait', '-d', 'other', live('not-live')], scripted);
  await plain.until(/not live yet, looks again in 0:\d\d/);
  plain.child.kill('SIGINT');
  await plain.ended;
  expect(await home.run(['record', '-d', 'third', live('not-live')], scripted)).toMatchObject({ code: 4 });
});

test('one without a slot says so, and begins when another one ends', async () => {
  const home = newHome();
  await home.run(['settings', 'set', 'max-recordings', '1']);
  const first = home.start(['record', '--json', live('hold=5')], scripted);
  await first.until(/"live":\{"length":5/);
  const [id = ''] = (await home.run(['list'])).stdout.split('\t');
  const second = home.start(['record', '--json', '-r', '5', live('second')], scripted);
  await second.until(/"why":"slot"/);
  expect((await home.run(['list'])).stdout).toMatch(/queued.*waits until another recording ends/);
  const third = home.start(['record', '-r', '5', live('third')], scripted);
  await third.until(/\] waits until another recording ends \(setting: max-recordings\)/);
  await home.run(['settings', 'set', 'max-recordings', '2']);
  const { code, stdout } = await second.ended;
  expect(code).toBe(0);
  expect(eventsIn(stdout).find(({ event }) => event === 'waiting')).toMatchObject({
    why: 'slot',
    until: null,
    error: null,
  });
  expect((await third.ended).code).toBe(0);
  await home.run(['stop', id]);
  expect((await first.ended).code).toBe(0);
});

test('--repeat: the next one is waited for, until Ctrl-C', async () => {
  const home = newHome();
  const running = home.start(['record', '--repeat', 'daily', '-r', '10', live('')], scripted);
  const until = await running.until(/recorded Show[\s\S]*ledger|ledger[\s\S]*recorded Show/);
  expect(until).toMatch(/Repeats daily for as long as this command runs/);
  await running.until(/starts in (?:23|24)h \d\dm|starts in 1d 00h/);
  running.child.kill('SIGINT');
  expect((await running.ended).code).toBe(130);
  const states = (await home.run(['list'])).stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[1]);
  expect(states).toEqual(['paused', 'completed']);
});

test('paused before its time it keeps it: resume waits for it, retry does not', async () => {
  const home = newHome();
  const running = home.start(['record', '--at', '2099-01-01 20:15', '-r', '5', live('')], scripted);
  await running.until(/starts in \d+d/);
  running.child.kill('SIGINT');
  const { stderr } = await running.ended;
  expect(stderr).toContain('Pausing.');
  const [, id = ''] = /To go on: sluice resume ([0-9a-z]{10})/.exec(stderr) ?? [];
  const again = home.start(['resume', id], scripted);
  await again.until(/starts in \d+d, at 2099-01-01 20:15:00[\s\S]*keeps its time\. To begin at once: sluice retry/);
  again.child.kill('SIGINT');
  await again.ended;
  expect((await home.run(['retry', id], scripted)).code).toBe(0);
});

test('resumed after its time it says so and records now; the next of it is waited for', async () => {
  const home = newHome();
  const soon = new Date(Date.now() + 8_000).toISOString();
  const running = home.start(['record', '--at', soon, '--repeat', 'daily', '-r', '5', live('')], scripted);
  await running.until(/starts in 0:0\d/);
  running.child.kill('SIGINT');
  const [, id = ''] = /To go on: sluice resume ([0-9a-z]{10})/.exec((await running.ended).stderr) ?? [];
  while (Date.now() <= Date.parse(soon)) await home.run(['list']);
  const resumed = home.start(['resume', id], scripted);
  await resumed.until(/The time of .*, has passed: it records now[\s\S]*Repeats daily/);
  await resumed.until(/recorded Show/);
  await resumed.until(/starts in (?:23|24)h \d\dm|starts in 1d 00h/);
  resumed.child.kill('SIGINT');
  expect((await resumed.ended).code).toBe(130);
});

test.each([
  ['forbidden', 'forbidden', /not live yet \(The server refuses to give this file: 503 .*\), looks again in 0:\d\d/],
  ['a busy server', 'source-unavailable', /not live yet \(The server cannot answer right now: 503 .*\), looks again/],
  ['a page without a stream', 'no-stream', /not live yet \(no stream on the page\), looks again in 0:\d\d/],
])('--wait: it says why it waits: %s', async (_, code, said) => {
  const home = newHome();
  const running = home.start(['record', '--wait', live(code)], scripted);
  await running.until(said);
  expect((await home.run(['list'])).stdout).toMatch(said);
  running.child.kill('SIGINT');
  await running.ended;
});

test('the same link again is another recording; an unfinished one is pointed to', async () => {
  const home = newHome();
  const first = home.start(['record', '--json', '-r', '1h', live('hold=20')], scripted);
  await first.until(/"live":\{"length":20/);
  const [id = ''] = (await home.run(['list'])).stdout.split('\t');
  await home.run(['pause', id]);
  expect((await first.ended).code).toBe(1);
  const second = await home.run(['record', '-r', '10', live('hold=20')], scripted);
  expect(second.code).toBe(0);
  expect(second.stderr).toContain(
    `An earlier recording of this link is unfinished. To keep what it has: sluice stop ${id}`,
  );
  expect((await home.run(['list'])).stdout.trimEnd().split('\n')).toHaveLength(2);
});
