import { useTranslation } from 'react-i18next';
import type { LeaveQuestion } from '../../contract/leaving.ts';
import { useClient, useFormats } from '../client/client-context.tsx';
import { honest } from '../format/names.ts';

/** What is asked, in words: what would be missed, and how to see the program again. */
export function useLeaveWords({ recording, name, waiting, next }: LeaveQuestion): {
  readonly title: string;
  readonly lines: readonly string[];
} {
  const { t } = useTranslation();
  const { platform } = useClient();
  const formats = useFormats();
  const still = { count: waiting, number: formats.count(waiting) };
  const title =
    recording === 0
      ? t('leave.titleWaiting', still)
      : name === null
        ? t('leave.title', { count: recording, number: formats.count(recording) })
        : t('leave.titleNamed', { name: honest(name) });
  const lines: string[] = [];
  if (recording > 0) lines.push(t('leave.missed'));
  if (waiting > 0) lines.push(t('leave.waiting', still));
  if (next !== null) lines.push(t('leave.next', { time: formats.moment(next, Date.now()) }));
  lines.push(t(platform === 'darwin' ? 'leave.againDock' : 'leave.again'));
  return { title, lines };
}
