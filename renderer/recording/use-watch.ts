import { useCallback, useRef, useState } from 'react';
import type { FragmentEntry, Timeline } from '../../contract/recording.ts';
import type { StreamTask } from '../../contract/task.ts';
import { useClient } from '../client/client-context.tsx';
import { fileNameOf } from '../format/links.ts';
import type { FragmentVerb } from './fragment-table.tsx';
import { fragmentAt } from './player/positions.ts';
import type { Wish } from './player/wish.ts';

/** Watching a recording: what plays, and the ways to something else. All functions stay the same. */
export interface Watch {
  readonly wish: Wish | null;
  /** where the player is, in seconds from the beginning; `null` while nothing plays */
  readonly moment: number | null;
  setMoment(at: number): void;
  /** plays from a moment on; `null` from where one would begin */
  play(at: number | null): void;
  /** plays the finished fragment that holds a moment */
  playFile(at: number): void;
  /** goes on with the fragment behind the one that has ended */
  playNext(): void;
  /** what was stored is no longer there: goes on with the finished fragments when there will be nothing else */
  leaveLive(): void;
  onVerb(verb: FragmentVerb, fragment: FragmentEntry): void;
  hide(): void;
  /** somebody has closed the player */
  readonly hidden: boolean;
}

/** Whether what is stored lies in the work folder still, to be watched while it grows. */
export function isOpenEnded({ state }: StreamTask): boolean {
  return state.name !== 'completed' && state.name !== 'canceled';
}

export function useWatch(task: StreamTask, timeline: Timeline | null): Watch {
  const client = useClient();
  const [wish, setWish] = useState<Wish | null>(null);
  const [moment, setMoment] = useState<number | null>(null);
  const [hidden, setHidden] = useState(false);
  const now = useRef({ task, timeline, wish, moment });
  now.current = { task, timeline, wish, moment };
  const { id } = task;

  const onVerb = useCallback(
    async (verb: FragmentVerb, fragment: FragmentEntry, at: number | null = null) => {
      const { path, part } = fragment;
      if (path === null) return;
      const reply = await client.transport.call('tasks.show', { id });
      if (!reply.ok) return client.complain(reply.error);
      const file = reply.value.artifacts.findIndex((artifact) => artifact.path === path) + 1;
      if (file === 0) return;
      if (verb !== 'play') return client.handOver(verb, id, file);
      setWish({
        source: { kind: 'file', file, part },
        at: at ?? fragment.at,
        origin: fragment.at,
        name: fileNameOf(path),
      });
    },
    [client, id],
  );
  const playFile = useCallback(
    (at: number) => {
      const fragments = now.current.timeline?.fragments ?? [];
      const fragment = fragmentAt(fragments, at) ?? fragments.findLast(({ state }) => state === 'published');
      if (fragment) void onVerb('play', fragment, Math.max(at, fragment.at));
    },
    [onVerb],
  );
  const play = useCallback(
    (at: number | null) => {
      if (isOpenEnded(now.current.task)) setWish({ source: { kind: 'live' }, at, origin: 0, name: null });
      else playFile(at ?? 0);
    },
    [playFile],
  );
  const playNext = useCallback(() => {
    const { wish: ended, timeline: known } = now.current;
    if (ended?.source.kind !== 'file') return;
    const { part } = ended.source;
    const next = known?.fragments.find((fragment) => fragment.part > part && fragment.state === 'published');
    if (next) void onVerb('play', next);
  }, [onVerb]);
  const leaveLive = useCallback(() => {
    if (!isOpenEnded(now.current.task)) playFile(now.current.moment ?? 0);
  }, [playFile]);
  const hide = useCallback(() => {
    setWish(null);
    setMoment(null);
    setHidden(true);
  }, []);
  return {
    ...{ wish, moment: wish && moment, setMoment, play, playFile, playNext, leaveLive, hide, hidden },
    onVerb: useCallback((verb, fragment) => void onVerb(verb, fragment), [onVerb]),
  };
}
