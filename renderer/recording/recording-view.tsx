import { useCallback, useMemo } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useTranslation } from 'react-i18next';
import type { StreamTask } from '../../contract/task.ts';
import { useClient, useFormats, useTasks } from '../client/client-context.tsx';
import { TaskFacts } from '../dialogs/task-facts.tsx';
import { AskedFacts } from './asked-facts.tsx';
import { FragmentTable } from './fragment-table.tsx';
import { GapTable } from './gap-table.tsx';
import { grown } from './grown.ts';
import { Player } from './player/player.tsx';
import { PlayerBar } from './player/player-bar.tsx';
import styles from './recording.module.css';
import { RecordingHead } from './recording-head.tsx';
import { StreamFacts } from './stream-facts.tsx';
import { TimelineStrip } from './strip/timeline-strip.tsx';
import { useRecording } from './use-recording.ts';
import { useWatch } from './use-watch.ts';

/** All of one recording. */
export function RecordingView({ task }: { task: StreamTask }) {
  const { t } = useTranslation();
  const client = useClient();
  const formats = useFormats();
  const { id } = task;
  const live = useTasks((state) => state.ledger.moving.get(id)?.live ?? null);
  const { timeline: read, details, problem } = useRecording(task);
  const timeline = useMemo(() => read && grown(read, live), [read, live]);
  const watch = useWatch(task, timeline);
  const { wish, play } = watch;
  const playAt = useCallback((at: number) => play(at), [play]);
  const newest = timeline?.fragments.findLast(({ state }) => state === 'published');
  const shown = wish?.source.kind === 'file' ? wish.source.part : null;
  const elsewhere = timeline?.fragments.find(({ part }) => part === shown) ?? newest;
  const began = read?.beganAt === undefined ? (read?.streamStartedAt ?? read?.startedAt ?? null) : read.beganAt;
  const empty = timeline?.length === 0 && timeline.fragments.length === 0;
  if (!read || !timeline || empty) {
    return (
      <>
        <RecordingHead task={task} timeline={timeline} watch={watch} />
        {problem && <p className={styles['problem']}>{`${t('recording.unreadable')} ${client.explain(problem)}`}</p>}
        {details && (
          <div className="selectable">
            <TaskFacts task={task} attempts={details.attempts}>
              <AskedFacts recording={task.recording} />
            </TaskFacts>
          </div>
        )}
      </>
    );
  }
  return (
    <>
      <RecordingHead task={task} timeline={timeline} watch={watch} />
      {wish && (
        <>
          <Player
            {...{ id, name: task.name, timeline, wish }}
            onMoment={watch.setMoment}
            onEnd={watch.playNext}
            onBefore={watch.playFile}
            onAbsent={watch.leaveLive}
            onElsewhere={elsewhere ? () => watch.onVerb(client.place.web ? 'download' : 'open', elsewhere) : null}
          />
          <PlayerBar task={task} watch={watch} />
        </>
      )}
      <TimelineStrip timeline={timeline} behind={live?.behind ?? null} playhead={watch.moment} onPlay={playAt} />
      <Tabs className={styles['tabs'] ?? ''}>
        <TabList aria-label={task.name} className={styles['tabList'] ?? ''}>
          <Tab id="fragments" className={styles['tab'] ?? ''}>
            {t('recording.tabFragments')} <small>{formats.count(timeline.fragments.length)}</small>
          </Tab>
          <Tab id="gaps" className={styles['tab'] ?? ''} data-warning={timeline.gaps.length > 0 || undefined}>
            {t('recording.tabGaps')} <small>{formats.count(timeline.gaps.length + timeline.breaks.length)}</small>
          </Tab>
          <Tab id="details" className={styles['tab'] ?? ''}>
            {t('recording.tabDetails')}
          </Tab>
        </TabList>
        <TabPanel id="fragments" className={styles['panel'] ?? ''}>
          <FragmentTable
            {...{ id, fragments: read.fragments, startedAt: began, playing: shown, onVerb: watch.onVerb }}
          />
        </TabPanel>
        <TabPanel id="gaps" className={styles['panel'] ?? ''}>
          <GapTable {...{ gaps: read.gaps, breaks: read.breaks, startedAt: began, onPlay: playAt }} />
        </TabPanel>
        <TabPanel id="details" className={`selectable ${styles['panel'] ?? ''}`}>
          <TaskFacts task={task} attempts={details?.attempts ?? []}>
            <StreamFacts timeline={timeline} />
            <AskedFacts recording={task.recording} />
          </TaskFacts>
        </TabPanel>
      </Tabs>
    </>
  );
}
