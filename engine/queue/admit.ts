import type { TaskId } from '../../contract/task.ts';

/** A queued task that could start, as far as time is concerned. */
export interface Candidate {
  readonly id: TaskId;
  readonly host: string;
  readonly directory: string;
  /** bytes it will still write, as far as known */
  readonly needs: number;
}

/** Those who wait, first in line first. Recordings stand in a line of their own: what they miss while they wait is lost. */
export interface Lines {
  readonly recordings: Iterable<Candidate>;
  readonly files: Iterable<Candidate>;
}

/** What limits the start of tasks. Neither kind takes the other's slots, and recordings do not count for their host. */
export interface Room {
  /** how many more may run of each kind */
  readonly slots: Readonly<Record<keyof Lines, number>>;
  readonly maxPerHost: number;
  /** how many files are fetched now, by host */
  readonly byHost: ReadonlyMap<string, number>;
  /** bytes that may be written below a folder; only folders on a disk that was full have an entry */
  readonly space: ReadonlyMap<string, number>;
}

/** Who starts, and who has no room and so need not be looked at again in this round. */
export interface Admission {
  readonly start: readonly TaskId[];
  /** hosts from which no more files can start */
  readonly fullHosts: readonly string[];
  readonly fullDirectories: readonly string[];
}

/**
 * Which of the candidates start now. A candidate without room for it is passed over; it keeps its place, and no file behind
 * it from the same host gets ahead of it. Where a disk has little room, recordings get it first.
 */
export function admit(lines: Lines, room: Room): Admission {
  const start: TaskId[] = [];
  const byHost = new Map(room.byHost);
  const space = new Map(room.space);
  const fullDirectories = new Set<string>();
  const takeSpace = ({ directory, needs }: Candidate): boolean => {
    const free = space.get(directory);
    if (free === undefined) return true;
    if (free <= needs) {
      fullDirectories.add(directory);
      return false;
    }
    space.set(directory, free - needs);
    return true;
  };
  let slots = room.slots.recordings;
  for (const candidate of lines.recordings) {
    if (slots <= 0) break;
    if (!takeSpace(candidate)) continue;
    start.push(candidate.id);
    slots -= 1;
  }
  slots = room.slots.files;
  for (const candidate of lines.files) {
    if (slots <= 0) break;
    const running = byHost.get(candidate.host) ?? 0;
    if (running >= room.maxPerHost || !takeSpace(candidate)) continue;
    byHost.set(candidate.host, running + 1);
    start.push(candidate.id);
    slots -= 1;
  }
  const fullHosts = [...byHost].filter(([, running]) => running >= room.maxPerHost).map(([host]) => host);
  return { start, fullHosts, fullDirectories: [...fullDirectories] };
}
