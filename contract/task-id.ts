import { z } from 'zod';

/** Short, opaque, safe in a file name: ten characters of Crockford's base 32, lower case. */
export const taskId = z.string().regex(/^[0-9a-hjkmnp-tv-z]{10}$/);
export type TaskId = z.infer<typeof taskId>;
