import { z } from 'zod';

/** One thing the doctor looked at. */
export const finding = z.object({
  name: z.string(),
  status: z.enum(['ok', 'warning', 'problem']),
  /** what was found: a path, a version, free bytes */
  found: z.string(),
  /** what to do about it; empty when all is well */
  advice: z.string(),
});
export type Finding = z.infer<typeof finding>;
