import type { i18n } from 'i18next';
import type { Transport } from '../transport.ts';
import type { NoticeStore } from './notice-store.ts';

/** Shows what the engine wants a person to know. That there is nothing to be had is no reason to complain. */
export async function tellFromEngine(transport: Transport, notices: NoticeStore, texts: i18n): Promise<void> {
  const reply = await transport.call('notices.take', {});
  if (!reply.ok) return;
  for (const { code, detail } of reply.value.notices) notices.tell('problem', texts.t(`notice.${code}`), [detail]);
}
