import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Timeline } from '../../../contract/recording.ts';
import type { TaskId } from '../../../contract/task.ts';
import { useClient } from '../../client/client-context.tsx';
import { honest } from '../../format/names.ts';
import { hasPicture } from './codecs.ts';
import styles from './player.module.css';
import { momentAt, storedAt, watchedGaps } from './positions.ts';
import { foreseen } from './trouble.ts';
import { TroubleNote } from './trouble-note.tsx';
import { useSource } from './use-source.ts';
import type { Wish } from './wish.ts';

interface PlayerProps {
  readonly id: TaskId;
  readonly name: string;
  /** as long as the newest figures say */
  readonly timeline: Timeline;
  readonly wish: Wish;
  /** where it is, in seconds from the beginning of the recording */
  readonly onMoment: (at: number) => void;
  readonly onEnd: () => void;
  /** what plays does not reach back to this moment */
  readonly onBefore: (at: number) => void;
  /** what is stored so far is not there, or no longer */
  readonly onAbsent: () => void;
  /** shows it with the program that the platform has for it; `null` when there is no file yet */
  readonly onElsewhere: (() => void) | null;
}

/** Seconds that what is played stays behind what is stored, so that it does not stop at once. */
const lead = 3;

/** Plays what is stored of a recording while it grows, or one of its finished fragments. */
export function Player(props: PlayerProps) {
  const { id, name, timeline, wish, onMoment, onEnd, onBefore, onAbsent, onElsewhere } = props;
  const { t } = useTranslation();
  const client = useClient();
  const video = useRef<HTMLVideoElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const pending = useRef<number | null>(null);
  const { source, origin } = wish;
  const impossible = foreseen(timeline, wish);
  const playing = useSource(video, {
    ...{ kind: source.kind, address: client.place.media(id, source), enabled: impossible === null },
    ...{ fromStart: timeline.ended, onAbsent },
  });
  const trouble = impossible ?? playing.trouble;

  const gaps = watchedGaps(timeline.gaps, timeline.tracks[0]?.id);
  /** Seconds that are stored before what the element plays. A playlist that has let go of its beginning is measured from its end. */
  const before = (element: HTMLVideoElement) =>
    playing.whole.current ? 0 : storedAt(timeline.length, gaps) - element.duration;
  const seek = () => {
    const element = video.current;
    const at = pending.current;
    if (!element || at === null || !(element.duration > 0)) return;
    pending.current = null;
    const place = source.kind === 'live' ? storedAt(at, gaps) - before(element) : at - origin;
    if (place < -lead) return onBefore(at);
    element.currentTime = Math.max(0, Math.min(place, element.duration - (source.kind === 'live' ? lead : 0.1)));
    // a refusal leaves it paused, which the controls show
    element.play().catch(() => {});
  };
  const tell = () => {
    const element = video.current;
    if (!element || trouble) return;
    const { currentTime } = element;
    onMoment(source.kind === 'live' ? momentAt(currentTime + before(element), gaps) : origin + currentTime);
  };
  const seekNow = useRef(seek);
  seekNow.current = seek;
  useEffect(() => {
    pending.current = wish.at;
    seekNow.current();
    stage.current?.scrollIntoView({ block: 'nearest' });
  }, [wish]);
  // what was pressed to get here may be gone, and its focus with it
  useEffect(() => stage.current?.focus(), []);

  return (
    <div ref={stage} tabIndex={-1} className={styles['stage']} data-sound={!hasPicture(timeline.tracks) || undefined}>
      {/* biome-ignore lint/a11y/useMediaCaption: captions come inside a recording, when its stream has some */}
      <video
        ref={video}
        className={styles['video']}
        aria-label={t('player.label', { name: honest(wish.name ?? name) })}
        controls
        autoPlay
        playsInline
        disableRemotePlayback
        controlsList="nodownload noremoteplayback"
        crossOrigin="anonymous"
        hidden={trouble !== null}
        onDurationChange={seek}
        onTimeUpdate={tell}
        onSeeked={tell}
        onEnded={onEnd}
        onError={() => {
          const { error, src } = video.current ?? {};
          if (source.kind === 'file' && src) playing.fail(error?.message ?? '');
        }}
      />
      {trouble && <TroubleNote trouble={trouble} onAgain={playing.again} onElsewhere={onElsewhere} />}
    </div>
  );
}
