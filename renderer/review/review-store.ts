import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallOutput } from '../../contract/calls.ts';
import type { ErrorBody } from '../../contract/errors.ts';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import type { Transport } from '../transport.ts';
import { type AccessForm, firstAccess } from './access-form.ts';
import { callsFor, joined } from './add-calls.ts';
import { join, type Review, wantedAtFirst } from './candidate.ts';
import { firstForm, type RecordingForm } from './recording-form.ts';

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
  readonly fill: (part: Partial<RecordingForm>) => void;
  readonly fillAccess: (part: Partial<AccessForm>) => void;
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
}

/** The links in question between being pasted and being downloaded. */
export function createReviewStore(transport: Transport): ReviewStore {
  const store = createStore<ReviewState>(() => ({ review: null, reading: 0 }));
  const update = (change: Partial<Review>) =>
    store.setState(({ review }) => ({ review: review && { ...review, ...change } }));
  return Object.assign(store, {
    async take(text: string, { directory, duplicates }: Defaults): Promise<Intake> {
      store.setState(({ reading }) => ({ reading: reading + 1 }));
      const reply = await transport.call('links.recognise', { text });
      store.setState(({ reading }) => ({ reading: reading - 1 }));
      if (!reply.ok) return { found: null, error: reply.error };
      if (reply.value.links.length === 0) return { found: 0 };
      const { review } = store.getState();
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
          form: review?.form ?? firstForm,
          access: review?.access ?? firstAccess,
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
      const calls = callsFor(review, start);
      if (calls.length === 0) return null;
      update({ busy: true, problem: null });
      let outcome: CallOutput<'tasks.add'> | null = null;
      let left = review.ticked;
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
