import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { Failure } from '../../../contract/errors.ts';
import type { Decision } from '../../../engine/record/follow/decide.ts';
import { Follower, type FollowerOptions } from '../../../engine/record/follow/follower.ts';
import type { PlannedTrack, Reload } from '../../../engine/record/plan.ts';
import type { MediaPlaylist } from '../../../engine/record/playlist.ts';
import { playlist, segments } from './playlists.ts';

const blocking = { canBlockReload: true, canSkipUntil: null, partTarget: null };

type Answer = MediaPlaylist | Failure | ((reload: Reload, self: Following) => Promise<MediaPlaylist>);

/** Follows a track that answers what the test says, one answer a reload, on a clock that only waiting moves. */
class Following {
  readonly asked: Omit<Reload, 'signal'>[] = [];
  readonly waits: number[] = [];
  readonly read: Decision['what'][] = [];
  readonly failed: string[] = [];
  readonly follower: Follower;
  readonly over: Promise<unknown>;
  readonly #stop = new AbortController();
  now = 1_000_000;

  /** @param answers when there are no more, it stops */
  constructor(answers: Answer[]) {
    const options: FollowerOptions = {
      track: this.track(answers),
      memory: null,
      from: 'start',
      resumeCause: 'paused',
      clock: () => this.now,
      random: () => 1,
      wait: (ms, signal) => {
        signal.throwIfAborted();
        this.waits.push(ms / 1000);
        this.now += ms;
        return Promise.resolve();
      },
      signal: this.#stop.signal,
      onRead: ({ what }) => void this.read.push(what),
      onFailure: ({ code }) => void this.failed.push(code),
    };
    this.follower = new Follower(options);
    this.over = this.follower.run();
    onTestFinished(() => this.#stop.abort());
  }

  track(answers: Answer[]): PlannedTrack {
    return {
      ...{ id: 'main', kind: 'main', language: null, name: null },
      load: (reload) => {
        const answer = answers.shift();
        if (answer === undefined) {
          this.#stop.abort();
          return Promise.reject(this.#stop.signal.reason);
        }
        this.asked.push({ waitFor: reload.waitFor, before: reload.before });
        if (typeof answer === 'function') return answer(reload, this);
        return answer instanceof Failure ? Promise.reject(answer) : Promise.resolve(answer);
      },
    };
  }
}

afterEach(() => void vi.useRealTimers());

test('the pace follows what came', async () => {
  const following = new Following([
    playlist(segments(0, 3)),
    playlist(segments(0, 3)),
    playlist(segments(1, 4)),
    new Failure('network'),
    new Failure('network'),
    new Failure('source-unavailable', { retryAfterMs: 6000 }),
    playlist(segments(2, 5)),
  ]);
  await following.over;
  expect(following.waits).toEqual([2, 1, 2, 0.5, 1, 6, 2]);
  expect(following.read).toEqual(['advanced', 'unchanged', 'advanced', 'advanced']);
  expect(following.failed).toEqual(['network', 'network', 'source-unavailable']);
});

test('time that the load took is not waited for again', async () => {
  const following = new Following([
    async (_, self) => {
      self.now += 1500;
      return playlist(segments(0, 3));
    },
    async (_, self) => {
      self.now += 5000;
      return playlist(segments(1, 4));
    },
  ]);
  await following.over;
  expect(following.waits).toEqual([0.5]);
});

test('a server that holds reloads back is asked for the next segment at once, and plainly after a failure', async () => {
  const first = playlist(segments(10, 13), { control: blocking });
  const second = playlist(segments(11, 14), { control: blocking });
  const same = playlist(segments(11, 14), { control: blocking });
  const following = new Following([first, second, same, new Failure('timeout'), same]);
  await following.over;
  expect(following.asked).toEqual([
    { waitFor: null, before: null },
    { waitFor: 14, before: first },
    { waitFor: 15, before: second },
    { waitFor: 15, before: same },
    { waitFor: null, before: same },
  ]);
  expect(following.waits).toEqual([1, 0.5, 1]);
});

test('a playlist that does not come is given up, and asked for again', async () => {
  vi.useFakeTimers();
  const hangs = ({ signal }: Reload) =>
    new Promise<MediaPlaylist>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const following = new Following([playlist(segments(0, 3)), hangs, playlist(segments(1, 4))]);
  await vi.advanceTimersByTimeAsync(9900);
  expect(following.failed).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  await following.over;
  expect(following.failed).toEqual(['timeout']);
  expect(following.read).toEqual(['advanced', 'advanced']);
});

test('new addresses are read at once, also while an old one hangs or a finished playlist is waited on', async () => {
  const hangs = ({ signal }: Reload) =>
    new Promise<MediaPlaylist>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const following = new Following([playlist(segments(0, 3)), hangs]);
  await vi.waitUntil(() => following.asked.length === 2);
  const moved = playlist(segments(1, 4, (sequence) => ({ url: `http://other.test/b/x${sequence}.ts` })));
  const finished = { ...moved, ended: true };
  following.follower.renew(following.track([moved, finished]));
  await vi.waitUntil(() => following.read.length === 3);
  expect(following.follower.find(0, 2)?.url).toBe('http://other.test/b/x2.ts');
  expect(following.asked[2]).toEqual({ waitFor: null, before: null });
  following.follower.renew(following.track([finished]));
  await vi.waitUntil(() => following.read.length === 4);
  expect(following.failed).toEqual([]);
});

test('segments are found, and counted behind, under the numbers of the recording', async () => {
  const following = new Following([playlist(segments(5, 9))]);
  await following.over;
  const { follower } = following;
  expect(follower.find(0, 4)).toBeNull();
  expect(follower.find(0, 7)?.sequence).toBe(7);
  expect(follower.find(1, 7)).toBeNull();
  expect([follower.behind(0, 9), follower.behind(0, 7), follower.behind(0, 1)]).toEqual([0, 4, 10]);
  expect([follower.targetDuration, follower.window]).toEqual([2, 10]);
});

test('what is protected, and what is no failure, ends it', async () => {
  await expect(new Following([new Failure('protected')]).over).rejects.toMatchObject({ code: 'protected' });
  const broken = () => Promise.reject(new TypeError('a mistake'));
  await expect(new Following([broken]).over).rejects.toThrow('a mistake');
});
