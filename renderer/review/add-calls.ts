import type { CallInput, CallOutput } from '../../contract/calls.ts';
import { type ListChoice, markOf, wantedOf } from '../video/list-choice.ts';
import { readVideoForm } from '../video/video-form.ts';
import { type AccessReading, readAccess, withLogin } from './access-form.ts';
import { type Candidate, type Part, partOf, type Review } from './candidate.ts';
import { readForm } from './recording-form.ts';
import { videoInfoOf } from './video-info.ts';
import { wholeLinks } from './whole-links.ts';

type Input = CallInput<'tasks.add'>;
type NewTask = Input['tasks'][number];

/** One call that hands links over. */
interface AddCall {
  readonly input: Input;
  /** of the candidates that are handed over with it */
  readonly keys: ReadonlySet<string>;
}

/**
 * The calls that hand the ticked links over; none when there is nothing to do, or something that is asked cannot be meant. A
 * start time counts for everything in a call, so recordings that have one are a call of their own; so does a group, so each
 * list has its own.
 */
export function callsFor(review: Review, start: 'now' | 'paused'): readonly AddCall[] {
  const chosen = review.candidates.filter(({ key }) => review.ticked.has(key));
  const parts = new Map(chosen.map((link) => [link, partOf(link, review)]));
  const those = (...wanted: Part[]) => chosen.filter((link) => wanted.includes(parts.get(link) ?? 'open'));
  const { options, startAt, wrong } = readForm(review.form, Date.now());
  const access = readAccess(review.access);
  const info = videoInfoOf(review, chosen);
  const video = readVideoForm(review.video, info, chosen.length === 1 && those('video').length === 1);
  const streams = those('stream');
  if (chosen.length === 0 || those('open').length > 0 || access.wrong.size > 0 || video.wrong.size > 0) return [];
  if (streams.length > 0 && wrong.size > 0) return [];
  // One name is for one link; several would only be told apart by numbers.
  const name = chosen.length === 1 ? access.name : null;
  const around = {
    ...{ directory: review.directory, start },
    ...(access.options === null ? {} : { options: access.options }),
  };

  const taskOf = (link: Candidate, url: string): NewTask => {
    const look = review.looks.get(link.key);
    const found = look?.state === 'video' ? look.info : null;
    const task = {
      url: withLogin(found?.url ?? url, access.login),
      ...(name === null ? {} : { name }),
      ...(found === null ? {} : { title: found.title }),
    };
    switch (parts.get(link)) {
      case 'stream':
        return { ...task, recording: found?.live === 'upcoming' ? { ...options, wait: true } : options };
      case 'video':
        return { ...task, video: { ...video.options, resolver: look?.asked.resolver ?? null } };
      default:
        return task;
    }
  };
  const call = (links: readonly Candidate[], at: number | null): AddCall => {
    const urls = wholeLinks(
      review.text,
      links.map(({ url }) => url),
    );
    return {
      keys: new Set(links.map(({ key }) => key)),
      input: {
        ...{ tasks: links.map((link, index) => taskOf(link, urls[index] ?? link.url)), ...around },
        ...(at === null ? {} : { startAt: at }),
        // whoever ticks a link that is marked as there already wants it again
        ...(links.some(({ duplicateOf }) => duplicateOf !== null) ? { duplicates: 'keep' as const } : {}),
      },
    };
  };
  const singles = startAt === null ? those('file', 'video', 'stream') : those('file', 'video');
  const later = startAt === null ? [] : streams;
  return [
    ...(singles.length > 0 ? [call(singles, null)] : []),
    ...(later.length > 0 ? [call(later, startAt)] : []),
    ...those('list').flatMap((link) => {
      const look = review.looks.get(link.key);
      if (look?.state !== 'list') return [];
      const options = { ...video.options, resolver: look.asked.resolver };
      return listCalls(look.list, access, options).map((input) => ({
        keys: new Set([link.key]),
        input: { ...input, ...around },
      }));
    }),
  ];
}

/**
 * The wanted entries of a list as one group. Those that are here or on their way already are a call of their own: who ticks them
 * wants them again, all others only once.
 */
function listCalls(
  list: ListChoice,
  access: AccessReading,
  video: NonNullable<NewTask['video']>,
): readonly Pick<Input, 'tasks' | 'group' | 'duplicates'>[] {
  const { url, title } = list.info;
  const wanted = wantedOf(list);
  const again = wanted.filter((entry) => ['downloaded', 'listed'].includes(markOf(entry) ?? ''));
  const fresh = wanted.filter((entry) => !again.includes(entry));
  const of = (entries: typeof wanted, duplicates: 'skip' | 'keep') => ({
    tasks: entries.map((entry) => ({
      ...{ url: withLogin(entry.url, access.login), number: entry.number, title: entry.title, video },
    })),
    group: { url, title },
    duplicates,
  });
  return [...(fresh.length > 0 ? [of(fresh, 'skip')] : []), ...(again.length > 0 ? [of(again, 'keep')] : [])];
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
