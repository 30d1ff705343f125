import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallOutput, Recognised } from '../../contract/calls.ts';
import type { ErrorBody } from '../../contract/errors.ts';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import type { Transport } from '../transport.ts';
import { wholeLinks } from './whole-links.ts';

/** A recognised link in the dialog. */
export interface Candidate extends Recognised {
  /** its place in the list, as text */
  readonly key: string;
}

/** What was found, before a person says what becomes of it. */
export interface Review {
  readonly candidates: readonly Candidate[];
  readonly ticked: ReadonlySet<string>;
  readonly directory: string;
  /** the pasted text, from which passwords are taken again */
  readonly text: string;
  /** true while the engine takes the links in */
  readonly busy: boolean;
  readonly problem: ErrorBody | null;
}

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
  /** hands the ticked links over; `null` when that failed, and the review then says why */
  readonly confirm: (start: 'now' | 'paused') => Promise<CallOutput<'tasks.add'> | null>;
  readonly dismiss: () => void;
};

interface Defaults {
  readonly directory: string;
  readonly duplicates: DuplicatePolicy;
}

/** Whether a link can be ticked at all. */
export function usable(candidate: Candidate): boolean {
  return candidate.problem === null;
}

/** Adds links to those that are there already, each address once. */
function join(before: readonly Candidate[], found: readonly Recognised[]): readonly Candidate[] {
  const known = new Set(before.map(({ url }) => url));
  const fresh = found.filter(({ url }) => !known.has(url) && known.add(url));
  return [...before, ...fresh.map((link, index) => ({ ...link, key: String(before.length + index) }))];
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
        if (usable(candidate) && (candidate.duplicateOf === null || duplicates === 'keep')) ticked.add(candidate.key);
      }
      store.setState({
        review: {
          candidates,
          ticked,
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
    async confirm(start: 'now' | 'paused') {
      const { review } = store.getState();
      if (!review || review.busy) return null;
      const chosen = review.candidates.filter(({ key }) => review.ticked.has(key));
      if (chosen.length === 0) return null;
      update({ busy: true, problem: null });
      const links = wholeLinks(
        review.text,
        chosen.map(({ url }) => url),
      );
      const reply = await transport.call('tasks.add', {
        tasks: links.map((url) => ({ url })),
        directory: review.directory,
        start,
        // whoever ticks a link that is marked as there already wants it again
        ...(chosen.some(({ duplicateOf }) => duplicateOf !== null) ? { duplicates: 'keep' as const } : {}),
      });
      if (!reply.ok) {
        update({ busy: false, problem: reply.error });
        return null;
      }
      store.setState({ review: null });
      return reply.value;
    },
    dismiss: () => store.setState({ review: null }),
  });
}
