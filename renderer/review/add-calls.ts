import type { CallInput, CallOutput } from '../../contract/calls.ts';
import { readAccess, withLogin } from './access-form.ts';
import { type Candidate, isStream, type Review } from './candidate.ts';
import { readForm } from './recording-form.ts';
import { wholeLinks } from './whole-links.ts';

/** One call that hands links over. */
interface AddCall {
  readonly input: CallInput<'tasks.add'>;
  /** of the candidates in it */
  readonly keys: ReadonlySet<string>;
}

/**
 * The calls that hand the ticked links over; none when there is nothing to do, or something that is asked cannot be meant. A start time counts for everything in a call, so recordings that have one are a call of their own.
 */
export function callsFor(review: Review, start: 'now' | 'paused'): readonly AddCall[] {
  const chosen = review.candidates.filter(({ key }) => review.ticked.has(key));
  const streams = chosen.filter((link) => isStream(link, review));
  const { options, startAt, wrong } = readForm(review.form, Date.now());
  const access = readAccess(review.access);
  if (chosen.length === 0 || access.wrong.size > 0 || (streams.length > 0 && wrong.size > 0)) return [];
  // One name is for one link; several would only be told apart by numbers.
  const name = chosen.length === 1 ? access.name : null;
  const call = (links: readonly Candidate[], at: number | null): AddCall => {
    const urls = wholeLinks(
      review.text,
      links.map(({ url }) => url),
    );
    return {
      keys: new Set(links.map(({ key }) => key)),
      input: {
        tasks: links.map((link, index) => ({
          url: withLogin(urls[index] ?? link.url, access.login),
          ...(name === null ? {} : { name }),
          ...(isStream(link, review) ? { recording: options } : {}),
        })),
        directory: review.directory,
        start,
        ...(access.options === null ? {} : { options: access.options }),
        ...(at === null ? {} : { startAt: at }),
        // whoever ticks a link that is marked as there already wants it again
        ...(links.some(({ duplicateOf }) => duplicateOf !== null) ? { duplicates: 'keep' as const } : {}),
      },
    };
  };
  if (startAt === null || streams.length === 0) return [call(chosen, null)];
  const files = chosen.filter((link) => !isStream(link, review));
  return [...(files.length > 0 ? [call(files, null)] : []), call(streams, startAt)];
}

/** Two answers as one. */
export function joined(first: CallOutput<'tasks.add'> | null, next: CallOutput<'tasks.add'>): CallOutput<'tasks.add'> {
  if (first === null) return next;
  return {
    added: [...first.added, ...next.added],
    group: next.group ?? first.group,
    existing: [...first.existing, ...next.existing],
    refused: [...first.refused, ...next.refused],
  };
}
