import type { Handler } from './parts.ts';

/** All groups with their totals. */
export const listGroups: Handler<'groups.list'> = ({ hub }) => ({ groups: [], seq: hub.seq });
