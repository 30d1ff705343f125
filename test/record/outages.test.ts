import { expect, test } from 'vitest';
import { expectStored } from '../streams/stored.ts';
import { faulty, movableClock, recorded, told, until } from './faulty.ts';

/** Milliseconds from segment to segment, where they come by themselves: twice as fast as they play. */
const pace = 250;
const unread = 'the playlist could not be read';

test('a playlist that stands still is shown as an outage, and nothing is lost when it goes on 5 segments ahead', async () => {
  const clock = movableClock();
  const { stream, origin, record } = await faulty({ window: 8 });
  const begun = record();
  await recorded(begun, 4);
  origin.freeze();
  origin.reveal(5);
  expect(begun.live()?.outage).toBeNull();
  clock.move(11);
  await until(() => begun.live()?.outage !== null);
  expect(begun.live()?.outage?.detail).toBe('the playlist does not move on');
  origin.thaw();
  await recorded(begun, 9);
  await until(() => begun.live()?.outage === null);
  origin.play(pace);
  const ledger = await expectStored(stream, await begun.done);
  expect(ledger).toMatchObject({ gaps: [], breaks: [], end: 'stream', segments: { stored: 24, missing: 0 } });
});

test('what left the window while the playlist stood still is missing, and nothing else', async () => {
  const clock = movableClock();
  const { stream, origin, record } = await faulty({ window: 4 });
  const begun = record();
  await recorded(begun, 4);
  origin.freeze();
  origin.reveal(7);
  clock.move(3.5);
  origin.thaw();
  await recorded(begun, 11);
  origin.reveal(2);
  await recorded(begun, 13);
  origin.end();
  const ledger = await expectStored(stream, await begun.done);
  expect(ledger).toMatchObject({ gaps: [{ at: 2, length: 1.5, cause: 'outage', segments: 3 }], breaks: [] });
  expect(ledger.segments).toMatchObject({ expected: 13, stored: 10, missing: 3 });
  expect(ledger.fragments.map(({ at }) => at)).toEqual([0, 3.5]);
});

test.each([
  ['the master playlist', 'master.m3u8', false],
  ['the page, which it names as its referer', 'page.html', true],
])('when everything is forbidden, a new token comes by %s', async (_, path, page) => {
  const { stream, origin, record } = await faulty({ window: 20, token: 'one', page });
  const begun = record({}, path);
  await recorded(begun, 4);
  origin.fault('*', { status: 403 });
  origin.token = 'two';
  origin.reveal(4);
  await until(() => told(begun, 'the addresses could not be resolved anew') > 0);
  await until(() => begun.live()?.outage?.code === 'forbidden');
  origin.heal('*');
  await recorded(begun, 8);
  expect(told(begun, 'the addresses were resolved anew')).toBe(1);
  origin.play(pace);
  const ledger = await expectStored(stream, await begun.done);
  expect(ledger).toMatchObject({ gaps: [], breaks: [], segments: { stored: 24, missing: 0 } });
  for (const { name } of stream.segments.slice(0, 4)) {
    expect(origin.requests.filter((asked) => asked === name)).toHaveLength(1);
  }
});

test('nothing is lost while the server is gone, when its window still holds it', async () => {
  const { stream, origin, record } = await faulty({ window: 20 });
  const begun = record();
  await recorded(begun, 4);
  await origin.down();
  origin.reveal(10);
  await until(() => begun.live()?.outage !== null && told(begun, unread) >= 3);
  expect(begun.live()?.outage?.detail).toMatch(/ECONNREFUSED/);
  await origin.listen();
  await recorded(begun, 14);
  origin.play(pace);
  const ledger = await expectStored(stream, await begun.done);
  expect(ledger).toMatchObject({ gaps: [], breaks: [], segments: { stored: 24, missing: 0 } });
});

test('exactly what left the window while the server was gone is missing', async () => {
  const clock = movableClock();
  const { stream, origin, record } = await faulty({ window: 6 });
  const begun = record();
  await recorded(begun, 4);
  await origin.down();
  origin.reveal(10);
  await until(() => told(begun, unread) >= 2);
  clock.move(5);
  await origin.listen();
  await recorded(begun, 14);
  origin.reveal(2);
  await recorded(begun, 16);
  origin.end();
  const ledger = await expectStored(stream, await begun.done);
  expect(ledger).toMatchObject({ gaps: [{ at: 2, length: 2, cause: 'outage', segments: 4 }], breaks: [] });
  expect(ledger.segments).toMatchObject({ expected: 16, stored: 12, missing: 4 });
  expect(ledger.fragments.map(({ at }) => at)).toEqual([0, 4]);
});

test.each(['gone', 'frozen'])(
  'an outage that lasts too long ends the recording with what is there (%s)',
  async (how) => {
    const clock = movableClock();
    const { stream, origin, record } = await faulty();
    const begun = record({ giveUp: 60, fragment: 1 });
    await recorded(begun, 4);
    if (how === 'gone') await origin.down();
    else origin.freeze();
    if (how === 'gone') await until(() => told(begun, unread) > 0);
    clock.move(55);
    await until(() => begun.live()?.outage !== null);
    clock.move(10);
    const ledger = await expectStored(stream, await begun.done);
    expect(ledger).toMatchObject({ end: 'gave-up', length: 2, gaps: [], segments: { stored: 4, missing: 0 } });
    expect(ledger.fragments).toMatchObject([{ length: 1 }, { length: 1 }]);
  },
);

test('a segment that is not there is no outage while those behind it come', async () => {
  const { stream, origin, record } = await faulty({ window: 8 });
  origin.fault(stream.segments[6]?.name ?? '', { status: 404 });
  const begun = record({ giveUp: 1 });
  await recorded(begun, 4);
  const outages = new Set<unknown>();
  const timer = setInterval(() => outages.add(begun.live()?.outage), 20);
  origin.play(500);
  const ledger = await expectStored(stream, await begun.done.finally(() => clearInterval(timer)));
  expect([...outages]).toEqual([null]);
  expect(ledger).toMatchObject({ gaps: [{ cause: 'not-found', segments: 1 }], end: 'stream' });
});
