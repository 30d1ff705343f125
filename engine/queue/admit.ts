import type { TaskId } from '../../contract/task.ts';

/** A queued task that could start, as far as time is concerned. */
export interface Candidate {
  readonly id: TaskId;
  readonly host: string;
  readonly directory: string;
  /** bytes it will still write, as far as known */
  readonly needs: number;
}

/** What limits the start of tasks. */
export interface Room {
  /** how many more may run */
  readonly slots: number;
  readonly maxPerHost: number;
  /** how many run now, by host */
  readonly byHost: ReadonlyMap<string, number>;
  /** bytes that may be written below a folder; only folders on a disk that was full have an entry */
  readonly space: ReadonlyMap<string, number>;
}

/** Who starts, and who has no room and so need not be looked at again in this round. */
export interface Admission {
  readonly start: readonly TaskId[];
  readonly fullHosts: readonly string[];
  readonly fullDirectories: readonly string[];
}

/**
 * Which of the candidates start now. They come first in line first; a candidate without room for it is passed over,
 * it keeps its place and nobody behind it from the same host gets ahead of it.
 */
export function admit(candidates: Iterable<Candidate>, room: Room): Admission {
  const start: TaskId[] = [];
  const byHost = new Map(room.byHost);
  const space = new Map(room.space);
  const fullDirectories = new Set<string>();
  for (const candidate of candidates) {
    if (start.length >= room.slots) break;
    const running = byHost.get(candidate.host) ?? 0;
    if (running >= room.maxPerHost) continue;
    const free = space.get(candidate.directory);
    if (free !== undefined && free <= candidate.needs) {
      fullDirectories.add(candidate.directory);
      continue;
    }
    if (free !== undefined) space.set(candidate.directory, free - candidate.needs);
    byHost.set(candidate.host, running + 1);
    start.push(candidate.id);
  }
  const fullHosts = [...byHost].filter(([, running]) => running >= room.maxPerHost).map(([host]) => host);
  return { start, fullHosts, fullDirectories: [...fullDirectories] };
}
