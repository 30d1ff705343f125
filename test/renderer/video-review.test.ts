import { describe, expect, test } from 'vitest';
import { createReviewStore, type ReviewStore } from '../../renderer/review/review-store.ts';
import { sweep } from '../../renderer/video/list-choice.ts';
import { fakeEngine } from './page/fake-engine.ts';
import { error } from './page/tasks.ts';

const defaults = { directory: '/home/mira/Downloads', duplicates: 'ask' as const, videoFormat: '720p' };
const watch = (id: string) => `https://www.youtube.com/watch?v=${id}`;
const playlist = (id: string) => `https://www.youtube.com/playlist?list=${id}`;

function adds(engine: ReturnType<typeof fakeEngine>) {
  return engine.calls.filter(({ name }) => name === 'tasks.add').map(({ input }) => input);
}

/** A review of a text of which every link was looked at. */
async function reviewed(engine: ReturnType<typeof fakeEngine>, text: string): Promise<ReviewStore> {
  const review = createReviewStore(engine.bridge);
  await review.take(text, defaults);
  for (const { key } of review.getState().review?.candidates ?? []) review.looks.want(key);
  await looked(review);
  return review;
}

/** Waits until every question is answered. */
async function looked(review: ReviewStore): Promise<void> {
  const open = () => [...(review.getState().review?.looks.values() ?? [])].some(({ state }) => /ing$/.test(state));
  if (!open()) return;
  await new Promise<void>((resolve) => {
    const stop = review.subscribe(() => {
      if (open()) return;
      stop();
      resolve();
    });
  });
}

test('a video is handed over with what was chosen, a live one as a recording, one to come with patience', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = await reviewed(engine, `${watch('bridge')} ${watch('live')} ${watch('soon')}`);
  review.fillVideo({ languages: ['en'], as: 'embedded', tags: false });
  await review.confirm('now');
  expect(adds(engine)).toMatchObject([
    {
      tasks: [
        {
          ...{ url: watch('bridge'), title: 'How the longest bridge of the world was built' },
          video: { format: '720p', subtitles: { languages: ['en'], as: 'embedded' }, tags: false, resolver: null },
        },
        { url: watch('live'), recording: { wait: false } },
        { url: watch('soon'), recording: { wait: true } },
      ],
    },
  ]);
});

test('what leads to nothing is not wanted until it does, and is then read by whom it was found', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = await reviewed(engine, watch('sabr'));
  expect(review.getState().review?.ticked.size).toBe(0);
  review.looks.again('0', { resolver: 'yt-dlp' });
  await looked(review);
  await review.confirm('now');
  expect(adds(engine)).toMatchObject([{ tasks: [{ video: { resolver: 'yt-dlp' } }] }]);
});

test('few are looked at in the same moment', async () => {
  const engine = fakeEngine([], {}, 'linux');
  let now = 0;
  let most = 0;
  const review = createReviewStore({
    ...engine.bridge,
    async call(name, input) {
      if (name !== 'videos.look') return engine.bridge.call(name, input);
      now += 1;
      most = Math.max(most, now);
      const reply = await engine.bridge.call(name, input);
      now -= 1;
      return reply;
    },
  });
  await review.take(Array.from({ length: 20 }, (_, index) => watch(`v${index}`)).join(' '), defaults);
  for (const { key } of review.getState().review?.candidates ?? []) review.looks.want(key);
  await looked(review);
  expect([...(review.getState().review?.looks.values() ?? [])].map(({ state }) => state)).toEqual(
    Array(20).fill('video'),
  );
  expect(most).toBe(3);
});

describe('a list', () => {
  test('is one group, read to its end before it is added', async () => {
    const engine = fakeEngine([], {}, 'linux');
    const review = await reviewed(engine, playlist('PL300'));
    await review.confirm('now');
    const [call, ...more] = adds(engine) as { tasks: object[]; group: object; duplicates: string }[];
    expect(more).toEqual([]);
    expect(call?.tasks).toHaveLength(290);
    expect(call?.tasks[0]).toMatchObject({ url: watch('PL300-5'), number: 5, title: 'Bridge number 5' });
    expect(call?.group).toEqual({ url: playlist('PL300'), title: 'Bridges of the world, one each week' });
    expect(call?.duplicates).toBe('skip');
    expect(review.getState().review).toBeNull();
  });

  test('of which none of the rest is wanted is added as far as it was read', async () => {
    const engine = fakeEngine([], {}, 'linux');
    const review = await reviewed(engine, playlist('PL300'));
    review.choose('0', (list) => ({ ...sweep(list, list.entries, 'none'), ticked: new Set([7, 9]) }));
    await review.confirm('paused');
    expect(engine.calls.some(({ name }) => name === 'videos.more')).toBe(false);
    expect(adds(engine)).toMatchObject([{ tasks: [{ number: 7 }, { number: 9 }], start: 'paused' }]);
  });

  test('has what is here already added once more only when it is ticked', async () => {
    const engine = fakeEngine([], {}, 'linux');
    const review = await reviewed(engine, playlist('PL40'));
    review.choose('0', (list) => ({ ...list, ticked: new Set([1, 4, 5, 6]) }));
    await review.confirm('now');
    expect(adds(engine)).toMatchObject([
      { tasks: [{ number: 5 }, { number: 6 }], duplicates: 'skip' },
      { tasks: [{ number: 1 }, { number: 4 }], duplicates: 'keep' },
    ]);
  });

  test('that cannot be read to its end is not added by half without being asked', async () => {
    const engine = fakeEngine([], {}, 'linux');
    const review = await reviewed(engine, playlist('PL300'));
    engine.failNext('videos.more', error('rate-limited'));
    expect(await review.confirm('now')).toBeNull();
    expect(adds(engine)).toEqual([]);
    const look = review.getState().review?.looks.get('0');
    expect(look?.state === 'list' && look.list.problem?.code).toBe('rate-limited');
    expect(review.getState().review?.busy).toBe(false);
    review.choose('0', (list) => ({ ...list, rest: false }));
    await review.confirm('now');
    expect(adds(engine)).toMatchObject([{ tasks: { length: 94 } }]);
  });
});

test('nothing is added while somebody has to say whether the video or its list is meant', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = await reviewed(engine, `${watch('bridge')}&list=PL40`);
  expect(await review.confirm('now')).toBeNull();
  review.looks.again('0', { as: 'video' });
  await looked(review);
  await review.confirm('now');
  expect(adds(engine)).toMatchObject([{ tasks: [{ url: watch('bridge') }] }]);
});

test('a page can be searched for a video, and is a file again when there is none', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = createReviewStore(engine.bridge);
  await review.take('https://c.example/concert', defaults);
  review.switchVideo('0');
  review.looks.want('0');
  await looked(review);
  expect(review.getState().review?.looks.get('0')).toMatchObject({ state: 'failed', error: { code: 'unsupported' } });
  review.switchVideo('0');
  await review.confirm('now');
  expect(adds(engine)).toMatchObject([{ tasks: [{ url: 'https://c.example/concert' }] }]);
});

test('an answer that nobody waits for any more changes nothing', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = createReviewStore(engine.bridge);
  await review.take(watch('bridge'), defaults);
  review.looks.want('0');
  review.dismiss();
  await review.take(watch('slow'), defaults);
  await engine.bridge.call('settings.get', {});
  expect(review.getState().review?.looks.size).toBe(0);
});

test('how a site is reached goes with the question', async () => {
  const engine = fakeEngine([], {}, 'linux');
  const review = createReviewStore(engine.bridge);
  await review.take(watch('bridge'), defaults);
  review.fillAccess({ proxy: 'socks5://10.0.0.1:1080' });
  review.looks.want('0');
  await looked(review);
  expect(engine.calls.find(({ name }) => name === 'videos.look')?.input).toEqual({
    url: watch('bridge'),
    options: { proxy: 'socks5://10.0.0.1:1080' },
  });
});
