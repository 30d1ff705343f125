import type { CallArguments } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import type { Group } from '../../contract/video.ts';
import { newTaskId } from '../jobs/task-id.ts';
import { canonicalLink, splitCredentials } from '../sources/canonical.ts';
import { schemeRefusal } from '../sources/scheme.ts';
import type { GroupRecord } from '../store/groups.ts';
import type { Parts } from './parts.ts';

/** The group of a list in a folder: the one that is there, or one that is made with its first task. */
export class ListGroup {
  readonly #parts: Parts;
  readonly #record: GroupRecord;
  #exists: boolean;

  /** @throws Failure `invalid-input`, `unsupported` */
  constructor(parts: Parts, asked: NonNullable<CallArguments<'tasks.add'>['group']>, directory: string) {
    const { url } = splitCredentials(asked.url);
    const refusal = schemeRefusal(url);
    if (refusal !== null) throw refusal;
    const title = asked.title.trim();
    if (title === '') throw new Failure('invalid-input', { detail: 'group.title: it is empty' });
    this.#parts = parts;
    const source = canonicalLink(url);
    const before = parts.store.groups.of(source, directory);
    this.#exists = before !== undefined;
    const createdAt = parts.host.clock.now();
    this.#record = { ...(before ?? { id: newTaskId(), source, directory, url, createdAt }), title };
    // a list may have another name by now
    if (before !== undefined && before.title !== title) {
      parts.store.groups.rename(before.id, title);
      parts.hub.changed(before.id, 'group');
    }
  }

  /** Its id, for a task that is to be in it. */
  join(): string {
    if (!this.#exists) this.#parts.store.groups.insert(this.#record);
    this.#exists = true;
    return this.#record.id;
  }

  /** Whether a task belongs to it. */
  has({ group }: { readonly group: { readonly id: string } | null }): boolean {
    return group?.id === this.#record.id;
  }

  /** `null` when no task is in it. */
  view(): Group | null {
    return this.#parts.book.groups.view(this.#record.id) ?? null;
  }
}
