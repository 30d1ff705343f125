import { noticeHelp } from '../../contract/notices.ts';
import type { Engine } from '../../engine/engine.ts';
import { printable } from '../format/printable.ts';

/** Tells what the engine wants a person to know, a line each. An older Sluice that knows of no notices has none. */
export async function tellNotices(engine: Engine, note: (line: string) => void): Promise<void> {
  const reply = await engine.call('notices.take', {});
  if (!reply.ok) return;
  for (const { code, detail } of reply.value.notices) note(`sluice: ${noticeHelp[code]} (${printable(detail)})`);
}
