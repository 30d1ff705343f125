import type { Recognised } from '../../contract/calls.ts';
import type { ErrorBody } from '../../contract/errors.ts';
import type { DuplicatePolicy } from '../../contract/settings.ts';
import type { AccessForm } from './access-form.ts';
import type { RecordingForm } from './recording-form.ts';

/** A recognised link in the dialog. */
export interface Candidate extends Recognised {
  /** its place in the list, as text */
  readonly key: string;
}

/** What was found, before a person says what becomes of it. */
export interface Review {
  readonly candidates: readonly Candidate[];
  readonly ticked: ReadonlySet<string>;
  /** links that look like files, but are to be recorded */
  readonly asStreams: ReadonlySet<string>;
  /** what is asked of all recordings among them */
  readonly form: RecordingForm;
  /** how all of them are reached */
  readonly access: AccessForm;
  readonly directory: string;
  /** the pasted text, from which passwords are taken again */
  readonly text: string;
  /** true while the engine takes the links in */
  readonly busy: boolean;
  readonly problem: ErrorBody | null;
}

/** Whether a link can be ticked at all. */
export function usable(candidate: Candidate): boolean {
  return candidate.problem === null;
}

/** Whether a link is to be recorded. */
export function isStream(candidate: Candidate, { asStreams }: Pick<Review, 'asStreams'>): boolean {
  return candidate.kind === 'stream' || asStreams.has(candidate.key);
}

/** Whether a link is wanted unless somebody says otherwise. Today's stream is not yesterday's, although its link is the same. */
export function wantedAtFirst(candidate: Candidate, duplicates: DuplicatePolicy): boolean {
  if (!usable(candidate)) return false;
  const { duplicateOf, kind } = candidate;
  return duplicateOf === null || duplicates === 'keep' || (kind === 'stream' && duplicateOf.state === 'completed');
}

/** Adds links to those that are there already, each address once. */
export function join(before: readonly Candidate[], found: readonly Recognised[]): readonly Candidate[] {
  const known = new Set(before.map(({ url }) => url));
  const fresh = found.filter(({ url }) => !known.has(url) && known.add(url));
  return [...before, ...fresh.map((link, index) => ({ ...link, key: String(before.length + index) }))];
}
