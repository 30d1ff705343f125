import { randomBytes } from 'node:crypto';
import type { TaskId } from '../../contract/task.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Ten random characters of Crockford's base 32: 50 bits. The store refuses the one in a million that is there already. */
export function newTaskId(): TaskId {
  return Array.from(randomBytes(10), (byte) => alphabet[byte % 32]).join('');
}
