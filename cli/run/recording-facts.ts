import type { RecordingOptions } from '../../contract/recording.ts';
import type { Recording } from '../follow/recording-news.ts';
import { formatClock } from '../format/clock.ts';
import { figuresText, outageText } from '../text/recording.ts';

const forms: Readonly<Record<RecordingOptions['output'], string>> = {
  mp4: 'MP4',
  mkv: 'MKV',
  ts: 'MPEG-TS',
  audio: 'the sound alone',
};

/** What is asked of a recording and how far it is, as pairs of a label and a text; empty texts are not worth a line. */
export function recordingFacts({ recording, state }: Recording, now: number): [string, string][] {
  const live = state.name === 'running' ? state.live : null;
  return [
    ['Recorded', live === null ? '' : figuresText(live)],
    ['Outage', live?.outage == null ? '' : outageText(live.outage, recording.giveUp, now)],
    ['Asked', recording.duration === null ? 'until it ends' : formatClock(recording.duration)],
    ['Fragments', recording.fragment === null ? 'one file' : `at most ${formatClock(recording.fragment)}`],
    ['Quality', recording.quality],
    ['Output', forms[recording.output]],
    ['From', recording.from === 'start' ? 'the oldest that the server has' : ''],
    ['Gives up', `after ${formatClock(recording.giveUp)} without anything`],
    ['At a gap', recording.onGap === 'go-on' ? 'goes on in the same fragment' : ''],
    ['At a break', recording.onDiscontinuity === 'go-on' ? 'goes on in the same fragment' : ''],
    ['Waits', recording.wait ? 'until it is live' : ''],
    ['Repeats', recording.repeat === 'never' ? '' : recording.repeat],
  ];
}
