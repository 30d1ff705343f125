import type { Handler } from './parts.ts';

/** All groups with their totals. */
export const listGroups: Handler<'groups.list'> = ({ store, book, hub }) => ({
  groups: store.groups.all().flatMap(({ id }) => book.groups.view(id) ?? []),
  seq: hub.seq,
});
