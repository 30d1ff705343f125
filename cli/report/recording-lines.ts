import type { RecordingNews } from '../follow/recording-news.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatLength, formatTenths } from '../format/clock.ts';
import type { Paint } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { recordingSoFar, recordingSummary } from '../summary/recording.ts';
import { gapText, outageReason, outageText } from '../text/recording.ts';
import { say } from '../text/say.ts';

type Over = Extract<RecordingNews, { kind: 'over' }>;

/**
 * The lines that tell a person of something that happened to a recording.
 * @param width columns there are for tables; infinite in a file
 * @param now milliseconds since the epoch
 */
export function newsLines(news: RecordingNews, width: number, paint: Paint, now: number): string[] {
  const name = printable(news.task.name);
  switch (news.kind) {
    case 'fragment': {
      const { path, part, at, length, size } = news.fragment;
      const where = `part ${part}, ${formatTenths(at)} to ${formatTenths(at + length)}`;
      const more = size === null ? where : `${where}, ${formatBytes(size)}`;
      return [paint.good('✓ ') + say.savedPart(printable(path), more)];
    }
    case 'gap':
      return [`${paint.warn('! ')}${name}: ${gapText(news.gap)}`];
    case 'outage':
      return [`${paint.warn('! ')}${name}: ${outageText(news.outage, news.task.recording.giveUp, now)}`];
    case 'goes-on': {
      const { track } = news.outage;
      return [`${name}: ${say.goesOnAfter(printable(track), formatLength(news.seconds), outageReason(news.outage))}`];
    }
    case 'over':
      return overLines(news, name, width, paint);
  }
}

function overLines({ task, timeline, complete, beside }: Over, name: string, width: number, paint: Paint): string[] {
  const failed = task.state.name === 'failed';
  const saved = beside.filter(({ isLedger }) => !isLedger).map(({ path, size }) => savedLine(path, size, paint));
  if (timeline === null) return failed ? [] : [...saved, paint.warn(say.noLedger(name))];
  // The failure has been told; that there is nothing goes without saying.
  if (failed && timeline.recorded === 0) return [];
  if (failed) return [say.whatThereIs(name), ...recordingSoFar(timeline, width, paint), say.keepHint(task.id)];
  const title = complete ? paint.good('✓ ') + say.recorded(name) : paint.warn('! ') + say.recordedPartly(name);
  const ledger = beside.find(({ isLedger }) => isLedger)?.path;
  return [...saved, title, ...recordingSummary(timeline, ledger, width, paint)];
}

function savedLine(path: string, size: number, paint: Paint): string {
  return paint.good('✓ ') + say.saved(printable(path), size, undefined);
}
