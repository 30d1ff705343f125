import { z } from 'zod';

/**
 * The closed list of things that happened while nobody had asked for anything, each with what happened and what to do. They
 * are told to a person once.
 */
export const noticeHelp = {
  'database-set-aside':
    'The list of downloads and the settings were damaged, so they were set aside and begun anew. Finished files are untouched; add again what was unfinished.',
} as const satisfies Record<string, string>;

export type NoticeCode = keyof typeof noticeHelp;

export const notice = z.object({
  code: z.enum(Object.keys(noticeHelp) as [NoticeCode, ...NoticeCode[]]),
  /** the technical part, such as a path */
  detail: z.string(),
});
