import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallOutput } from '../../contract/calls.ts';
import type { ErrorBody } from '../../contract/errors.ts';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import type { Transport } from '../transport.ts';
import { lastChoice, rememberChoice } from '../video/last-choice.ts';
import { isIncomplete, type ListChoice } from '../video/list-choice.ts';
import type { Look } from '../video/look.ts';
import { createLooks, type Looks } from '../video/looks.ts';
import type { VideoForm } from '../video/video-form.ts';
import { type AccessForm, firstAccess, readAccess, withLogin } from './access-form.ts';
import { callsFor, joined } from './add-calls.ts';
import { join, type Review, wantedAtFirst } from './candidate.ts';
import { firstForm, type RecordingForm } from './recording-form.ts';
import { wholeLinks } from './whole-links.ts';

interface ReviewState {
  readonly review: Review | null;
  /** texts that are being looked through */
  readonly reading: number;
}

/** What became of a text that was handed in. */
type Intake = { readonly found: number } | { readonly found: null; readonly error: ErrorBody };

export type ReviewStore = StoreApi<ReviewState> & {
  /** looks for links and shows them; those of a review that is open already are kept */
  readonly take: (text: string, defaults: Defaults) => Promise<Intake>;
  readonly tick: (keys: Iterable<string>) => void;
  readonly saveTo: (directory: string) => void;
  /** records a link that looks like a file, or downloads it after all */
  readonly switchKind: (key: string) => void;
  /** looks for a video on what looks like a file, or downloads it as one after all */
  readonly switchVideo: (key: string) => void;
  readonly fill: (part: Partial<RecordingForm>) => void;
  readonly fillVideo: (part: Partial<VideoForm>) => void;
  readonly fillAccess: (part: Partial<AccessForm>) => void;
  /** shows the fields for how links are reached, or hides them */
  readonly openAccess: (open: boolean) => void;
  /** shows the videos of a list, or the links again */
  readonly goNear: (key: string | null) => void;
  /** chooses among the videos of a list */
  readonly choose: (key: string, change: (list: ListChoice) => ListChoice) => void;
  readonly looks: Looks;
  /**
   * Hands the ticked links over and answers with what became of them. Where some could not be handed over, the review stays
   * with these and says why; `null` when that is all of them.
   */
  readonly confirm: (start: 'now' | 'paused') => Promise<CallOutput<'tasks.add'> | null>;
  readonly dismiss: () => void;
};

interface Defaults {
  readonly directory: string;
  readonly duplicates: DuplicatePolicy;
  /** the format of videos by the settings */
  readonly videoFormat: string;
}

/** The links in question between being pasted and being downloaded. */
export function createReviewStore(transport: Transport): ReviewStore {
  const store = createStore<ReviewState>(() => ({ review: null, reading: 0 }));
  const update = (change: Partial<Review>) =>
    store.setState(({ review }) => ({ review: review && { ...review, ...change } }));
  const setLook = (key: string, look: Look) => {
    const { review } = store.getState();
    if (!review) return;
    const looks = new Map(review.looks).set(key, look);
    // what leads to nothing is not wanted, until it leads to something
    const ticked = new Set(review.ticked);
    const known = review.candidates.find((link) => link.key === key)?.duplicateOf ?? null;
    if (look.state === 'failed') ticked.delete(key);
    else if (review.looks.get(key)?.state === 'failed' && known === null) ticked.add(key);
    update({ looks, ticked });
  };
  const looks = createLooks(transport, {
    get: (key) => store.getState().review?.looks.get(key) ?? null,
    set: setLook,
    question(key) {
      const { review } = store.getState();
      const link = review?.candidates.find((one) => one.key === key);
      if (!review || !link) return null;
      const { options, login } = readAccess(review.access);
      const [url = link.url] = wholeLinks(review.text, [link.url]);
      return { url: withLogin(url, login), ...(options === null ? {} : { options }) };
    },
  });
  let usual = 'best';

  /** Reads the wanted lists to their ends; false when one of them cannot be. */
  async function readLists(): Promise<boolean> {
    const { review } = store.getState();
    for (const [key, look] of review?.looks ?? []) {
      if (!review?.ticked.has(key) || look.state !== 'list' || !isIncomplete(look.list)) continue;
      if (await looks.readAll(key)) continue;
      const now = store.getState().review?.looks.get(key);
      if (now?.state === 'list') update({ busy: false, near: key });
      return false;
    }
    return true;
  }

  return Object.assign(store, {
    looks,
    async take(text: string, { directory, duplicates, videoFormat }: Defaults): Promise<Intake> {
      store.setState(({ reading }) => ({ reading: reading + 1 }));
      const reply = await transport.call('links.recognise', { text });
      store.setState(({ reading }) => ({ reading: reading - 1 }));
      if (!reply.ok) return { found: null, error: reply.error };
      if (reply.value.links.length === 0) return { found: 0 };
      const { review } = store.getState();
      usual = videoFormat;
      const before = review?.candidates ?? [];
      const candidates = join(before, reply.value.links);
      const ticked = new Set(review?.ticked);
      for (const candidate of candidates.slice(before.length)) {
        if (wantedAtFirst(candidate, duplicates)) ticked.add(candidate.key);
      }
      store.setState({
        review: {
          candidates,
          ticked,
          asStreams: review?.asStreams ?? new Set(),
          asVideos: review?.asVideos ?? new Set(),
          looks: review?.looks ?? new Map(),
          near: null,
          form: review?.form ?? firstForm,
          video: review?.video ?? lastChoice(videoFormat),
          access: review?.access ?? firstAccess,
          accessOpen: review?.accessOpen ?? false,
          directory: review?.directory ?? directory,
          text: review ? `${review.text}\n${text}` : text,
          busy: false,
          problem: null,
        },
      });
      return { found: reply.value.links.length };
    },
    tick: (keys: Iterable<string>) => update({ ticked: new Set(keys) }),
    saveTo: (directory: string) => update({ directory }),
    switchKind(key: string) {
      const { review } = store.getState();
      if (review) update({ asStreams: review.asStreams.symmetricDifference(new Set([key])) });
    },
    switchVideo(key: string) {
      const { review } = store.getState();
      if (!review) return;
      const asVideos = review.asVideos.symmetricDifference(new Set([key]));
      const known = new Map(review.looks);
      known.delete(key);
      // as a file it is wanted again, whatever was not found on it
      update({ asVideos, looks: known, ticked: new Set(review.ticked).add(key) });
    },
    fillVideo(part: Partial<VideoForm>) {
      const { review } = store.getState();
      if (review) update({ video: { ...review.video, ...part } });
    },
    openAccess: (accessOpen: boolean) => update({ accessOpen }),
    goNear: (near: string | null) => update({ near }),
    choose(key: string, change: (list: ListChoice) => ListChoice) {
      const look = store.getState().review?.looks.get(key);
      if (look?.state === 'list') setLook(key, { ...look, list: change(look.list) });
    },
    fill(part: Partial<RecordingForm>) {
      const { review } = store.getState();
      if (review) update({ form: { ...review.form, ...part } });
    },
    fillAccess(part: Partial<AccessForm>) {
      const { review } = store.getState();
      if (review) update({ access: { ...review.access, ...part } });
    },
    async confirm(start: 'now' | 'paused') {
      const { review } = store.getState();
      if (!review || review.busy) return null;
      if (callsFor(review, start).length === 0) return null;
      update({ busy: true, problem: null });
      if (!(await readLists())) return null;
      const whole = store.getState().review;
      if (!whole) return null;
      const calls = callsFor(whole, start);
      if (calls.some(({ input }) => input.tasks.some(({ video }) => video !== undefined))) {
        rememberChoice(whole.video, usual);
      }
      let outcome: CallOutput<'tasks.add'> | null = null;
      let left = whole.ticked;
      for (const { input, keys } of calls) {
        const reply = await transport.call('tasks.add', input);
        if (!reply.ok) {
          update({ busy: false, problem: reply.error, ticked: left });
          return outcome;
        }
        outcome = joined(outcome, reply.value);
        left = left.difference(keys);
      }
      store.setState({ review: null });
      return outcome;
    },
    dismiss: () => store.setState({ review: null }),
  });
}
