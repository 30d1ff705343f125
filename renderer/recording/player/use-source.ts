import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Source } from '../../place.ts';
import { attachLive } from './attach-live.ts';
import type { Trouble } from './trouble.ts';

interface Playing {
  readonly trouble: Trouble | null;
  /** whether the growing playlist still begins where the recording began */
  readonly whole: RefObject<boolean>;
  again(): void;
  /** the element cannot play what it was given */
  fail(detail: string): void;
  /** the element does not know what it was given */
  unplayable(): void;
}

interface SourceOptions {
  readonly kind: Source['kind'];
  readonly address: string;
  /** nothing is tried while it is known that it cannot be played */
  readonly enabled: boolean;
  /** begin with the oldest and not with the newest */
  readonly fromStart: boolean;
  readonly onAbsent: () => void;
}

/** Has a video element play a source, from the moment the source is another until it is another again. */
export function useSource(video: RefObject<HTMLVideoElement | null>, options: SourceOptions): Playing {
  const { kind, address, enabled } = options;
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [attempt, setAttempt] = useState(0);
  const whole = useRef(true);
  const now = useRef(options);
  now.current = options;
  useEffect(() => {
    // another try is a reason to begin again, too
    void attempt;
    const element = video.current;
    if (!element || !enabled) return;
    setTrouble(null);
    whole.current = true;
    if (kind === 'file') {
      element.src = address;
      return () => {
        element.removeAttribute('src');
        element.load();
      };
    }
    return attachLive(element, address, now.current.fromStart, {
      onPlaylist(begins) {
        whole.current = begins;
        setTrouble(null);
      },
      onTrouble(reason) {
        setTrouble(reason);
        if (reason.kind === 'absent') now.current.onAbsent();
      },
    });
  }, [video, kind, address, enabled, attempt]);
  return {
    trouble,
    whole,
    again: () => setAttempt((before) => before + 1),
    fail: (detail) => setTrouble({ kind: 'failed', detail }),
    unplayable: () => setTrouble({ kind: 'codec' }),
  };
}
