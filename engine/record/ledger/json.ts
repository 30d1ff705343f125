import type { Timeline } from '../../../contract/recording.ts';

/** The document that lies beside a recording: see docs/ledger.md. */
export function ledgerDocument(timeline: Timeline): string {
  return `${JSON.stringify(timeline, null, 2)}\n`;
}
