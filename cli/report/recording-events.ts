import { missingOf } from '../follow/completeness.ts';
import type { RecordingNews } from '../follow/recording-news.ts';
import type { JsonEvent } from './json-event.ts';

type Over = Extract<RecordingNews, { kind: 'over' }>;

/** The events that tell of something that happened to a recording. */
export function recordingEvents(news: RecordingNews): JsonEvent[] {
  const { id } = news.task;
  switch (news.kind) {
    case 'fragment': {
      const { part, path, size, at, length, tooLong } = news.fragment;
      return [{ event: 'fragment', id, part, path, size, at, length, tooLong }];
    }
    case 'gap':
      return [{ event: 'gap', id, ...news.gap }];
    case 'outage':
    case 'goes-on': {
      const { since, code, detail, track } = news.outage;
      // Beside a main track that goes on, another one is tried to the end.
      const until = track === 'main' ? since + news.task.recording.giveUp * 1000 : null;
      const lasted = news.kind === 'goes-on' ? news.seconds : null;
      return [{ event: 'outage', id, track, since, code, detail, until, lasted }];
    }
    case 'over':
      return [...completed(news), ...recorded(news)];
  }
}

function completed({ task }: Over): JsonEvent[] {
  const { id, url, name, state } = task;
  if (state.name !== 'completed') return [];
  return state.artifacts.map((artifact) => ({ event: 'completed', id, url, name, ...artifact }));
}

function recorded({ task, timeline, complete, beside }: Over): JsonEvent[] {
  // That a failure has nothing goes without saying.
  if (timeline === null || (task.state.name === 'failed' && timeline.recorded === 0)) return [];
  const { id, url, name } = task;
  const { length, recorded, asked, segments, end = null } = timeline;
  const { seconds, gaps } = missingOf(timeline);
  const fragments = timeline.fragments.filter(({ state }) => state === 'published').length;
  const ledger = beside.find(({ isLedger }) => isLedger)?.path ?? null;
  const figures = { length, recorded, asked, end, fragments, gaps, missing: seconds, segments };
  return [{ event: 'recorded', id, url, name, complete, ...figures, ledger }];
}
