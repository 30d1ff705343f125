import type { Task, VideoTask } from '../../../contract/task.ts';
import type { Group, VideoOptions } from '../../../contract/video.ts';
import { completed, running } from './scenarios.ts';
import { error, idOf, taskOf, today } from './tasks.ts';

const mb = 1_000_000;

export const plainVideo: VideoOptions = {
  ...{ format: 'best', audio: 'keep', subtitles: { languages: [], automatic: false, as: 'files' } },
  ...{ chapters: true, thumbnail: true, tags: true, clip: null, resolver: null },
};

type Sketch = Parameters<typeof taskOf>[1] & { readonly video?: Partial<VideoOptions>; readonly group?: Task['group'] };

/** A video out of what matters about it. */
export function videoTaskOf(number: number, { video, group = null, ...sketch }: Sketch): VideoTask {
  const { kind: _, ...base } = taskOf(number, { url: `https://www.youtube.com/watch?v=v${number}`, ...sketch });
  return { ...base, kind: 'video', group, position: number - 100_000, video: { ...plainVideo, ...video } };
}

/** What a group comes to by its tasks. */
export function totalOf(group: Pick<Group, 'id' | 'url' | 'title' | 'createdAt'>, tasks: Iterable<Task>): Group {
  const counts = { waiting: 0, active: 0, paused: 0, completed: 0, failed: 0, canceled: 0 };
  let [done, total, fraction, members] = [0, 0, 0, 0];
  let known = true;
  for (const task of tasks) {
    if (task.group?.id !== group.id) continue;
    const { name } = task.state;
    if (name === 'scheduled' || name === 'queued') counts.waiting += 1;
    else if (name === 'resolving' || name === 'running' || name === 'finishing') counts.active += 1;
    else counts[name] += 1;
    if (name === 'canceled') continue;
    members += 1;
    done += task.progress.done;
    total += task.progress.total ?? 0;
    known &&= task.progress.total !== null;
    fraction += name === 'completed' ? 1 : (task.progress.fraction ?? 0);
  }
  return {
    ...group,
    counts,
    progress: { fraction: members === 0 ? 0 : fraction / members, done, total: known ? total : null },
  };
}

/** The head of a group, its id in the numbers of tasks. */
export function groupOf(number: number, title: string) {
  return { id: idOf(number), title, url: `https://www.youtube.com/playlist?list=PL${number}`, createdAt: today };
}

/** A list of videos at work: some are done, one has failed, the others wait. */
export function bridges(number: number, count: number, title: string): readonly Task[] {
  return Array.from({ length: count }, (_, index) => {
    const place = index + 1;
    const first = Math.floor(count * 0.04) + 1;
    const name = `${String(place).padStart(3, '0')} Bridge number ${place}`;
    const size = (40 + ((place * 31) % 160)) * mb;
    const group = { id: idOf(number), number: place };
    const finished = { done: size, total: size };
    const each = (sketch: Omit<Sketch, 'name'>) => videoTaskOf(number + place, { name, group, ...sketch });
    if (title === 'Finished' || place <= first) {
      return each({
        name: `${name}.mp4`,
        state: completed(`/home/mira/Downloads/${name}.mp4`, size),
        ...finished,
      } as Sketch);
    }
    if (place === first + 1)
      return each({ state: { name: 'failed', at: today, retryable: false, error: error('video-private') } });
    if (place === first + 2) return each({ state: running(4_200_000, 33), done: size * 0.4, total: size });
    if (place === first + 3)
      return each({ state: { name: 'finishing', since: today, step: 'assemble' }, done: size, total: size });
    if (place === first + 4) return each({ state: { name: 'resolving', since: today } });
    return each({ state: { name: 'queued', since: today, waiting: null } });
  });
}
