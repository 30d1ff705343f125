import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type KeyboardEvent, type MouseEvent, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Timeline } from '../../../contract/recording.ts';
import { useFormats } from '../../client/client-context.tsx';
import { usePlaceWords } from '../use-place-words.ts';
import { Layers } from './layers.tsx';
import { placeAt, placesFrom, placesOf } from './places.ts';
import { nextStop } from './stops.ts';
import styles from './strip.module.css';
import { ticksOf } from './ticks.ts';

interface TimelineStripProps {
  /** as long as the newest figures say */
  readonly timeline: Timeline;
  /** seconds between what is stored and the newest the server has; `null` when that says nothing */
  readonly behind: number | null;
  /** where the player is, in seconds; `null` while nothing plays */
  readonly playhead: number | null;
  /** somebody wants to see this moment */
  readonly onPlay: (at: number) => void;
}

/** Pixels around the pointer in which a gap or a break still counts as hit. */
const reach = 4;
/** Pixels of a digit on the axis. */
const digit = 6.5;

/**
 * The recording as a band: fragments, gaps, breaks, the live edge. It is a slider whose stops are the things on it, so
 * that keys and screen readers reach each of them; the tables below hold the same facts.
 */
export function TimelineStrip({ timeline, behind, playhead, onPlay }: TimelineStripProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = usePlaceWords();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const band = useRef<HTMLDivElement>(null);
  const merged = useMergedRef(ref, band);
  const hintId = useId();
  const [cursor, setCursor] = useState<number | null>(null);
  const [pointer, setPointer] = useState<number | null>(null);

  const { length, asked, ended } = timeline;
  const span = Math.max(1, length + (behind ?? 0), ended ? 0 : (asked ?? 0));
  const scale = Math.max(1, width) / span;
  const places = useMemo(() => placesOf(timeline), [timeline]);
  // the last time may be written to the left of its place, so two must fit side by side
  const room = 16 + 2 * digit * formats.clock(span).length;
  const shown = pointer ?? cursor;
  const told = (at: number, pointed: boolean) => {
    const found = pointed
      ? [placeAt(places, at, reach / scale)].filter((place) => place !== null)
      : placesFrom(places, at);
    if (found.length > 0) return found.map(words.whole).join(' · ');
    return at > length ? t(behind !== null && at <= length + behind ? 'recording.onServer' : 'recording.toCome') : '';
  };
  const momentOf = (event: MouseEvent) => {
    const box = band.current?.getBoundingClientRect();
    return box ? Math.min(span, Math.max(0, (event.clientX - box.left) / scale)) : 0;
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onPlay(cursor ?? 0);
      return;
    }
    const stop = nextStop(event.key, cursor ?? 0, places, length);
    if (stop === null) return;
    event.preventDefault();
    setCursor(stop);
  };
  return (
    <div className={styles['frame']}>
      <div
        ref={merged}
        className={styles['band']}
        role="slider"
        tabIndex={0}
        aria-label={t('recording.timeline')}
        aria-describedby={hintId}
        aria-valuemin={0}
        aria-valuemax={Math.round(length)}
        aria-valuenow={Math.round(Math.min(cursor ?? playhead ?? 0, length))}
        aria-valuetext={`${formats.clock(cursor ?? playhead ?? 0)} ${told(cursor ?? playhead ?? 0, false)}`}
        onKeyDown={press}
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) setCursor(playhead ?? 0);
        }}
        onBlur={() => setCursor(null)}
        onPointerMove={(event) => setPointer(momentOf(event))}
        onPointerLeave={() => setPointer(null)}
        onClick={(event) => onPlay(momentOf(event))}
      >
        {width > 0 && <Layers timeline={timeline} behind={behind} scale={scale} />}
        {shown !== null && <div className={styles['cursor']} style={{ left: shown * scale }} />}
        {playhead !== null && <div className={styles['playhead']} style={{ left: playhead * scale }} />}
      </div>
      <div className={styles['axis']} aria-hidden>
        {ticksOf(span, width, room).map((tick) => (
          <span key={tick} style={{ left: tick * scale }} data-last={tick * scale > width - room / 2 || undefined}>
            {formats.clock(tick)}
          </span>
        ))}
      </div>
      <div className={styles['told']} aria-hidden>
        {shown !== null && (
          <span style={{ left: `${(shown / span) * 100}%`, translate: `${(-shown / span) * 100}% 0` }}>
            {told(shown, pointer !== null) || formats.clock(shown)}
          </span>
        )}
      </div>
      <span id={hintId} hidden>
        {t('recording.timelineHint')}
      </span>
    </div>
  );
}
