import { Gauge, type Registry } from 'prom-client';
import { unwrap } from '../../contract/reply.ts';
import { type StateName, type Task, task, taskState } from '../../contract/task.ts';
import type { Engine } from '../../engine/engine.ts';

const states: readonly StateName[] = taskState.options.map(({ shape }) => shape.name.value);
const kinds: readonly Task['kind'][] = task.options.map(({ shape }) => shape.kind.value);
/** More run at a time only where somebody wants to see what happens. */
const mostRunning = 10_000;

/** Figures of the tasks, as they are when `read` was called last. Costs a count for each kind and state, and what runs. */
export class TaskFigures {
  readonly #engine: Engine;
  readonly #tasks: Gauge<'kind' | 'state'>;
  readonly #speed: Gauge<'kind'>;
  readonly #recordings: Gauge;
  readonly #outages: Gauge;
  readonly #groups: Gauge;

  constructor(registry: Registry, engine: Engine) {
    const registers = [registry];
    this.#engine = engine;
    this.#tasks = new Gauge({
      ...{ name: 'sluice_tasks', help: 'Tasks there are', labelNames: ['kind', 'state'], registers },
    });
    this.#speed = new Gauge({
      ...{ name: 'sluice_speed_bytes_per_second', help: 'Bytes a second now', labelNames: ['kind'], registers },
    });
    this.#recordings = new Gauge({ name: 'sluice_recordings_running', help: 'Recordings that run', registers });
    this.#outages = new Gauge({
      ...{ name: 'sluice_recordings_in_outage', help: 'Of these, those to which nothing comes', registers },
    });
    this.#groups = new Gauge({ name: 'sluice_groups', help: 'Groups there are', registers });
  }

  async read(): Promise<void> {
    for (const state of states) {
      const all = await this.#count({ states: [state] });
      for (const kind of kinds) {
        const total = all === 0 ? 0 : await this.#count({ states: [state], kinds: [kind] });
        this.#tasks.set({ kind, state }, total);
      }
    }
    const { tasks } = unwrap(await this.#engine.call('tasks.list', { states: ['running'], limit: mostRunning }));
    for (const kind of kinds) this.#speed.set({ kind }, speedOf(tasks.filter((one) => one.kind === kind)));
    const recordings = tasks.filter(({ kind }) => kind === 'stream');
    this.#recordings.set(recordings.length);
    this.#outages.set(recordings.filter(({ state }) => state.name === 'running' && state.live?.outage).length);
    this.#groups.set(unwrap(await this.#engine.call('groups.list', {})).groups.length);
  }

  async #count(filter: { states: StateName[]; kinds?: Task['kind'][] }): Promise<number> {
    return unwrap(await this.#engine.call('tasks.list', { ...filter, limit: 1 })).total;
  }
}

function speedOf(tasks: readonly Task[]): number {
  return tasks.reduce((sum, { state }) => sum + (state.name === 'running' ? state.pace.speed : 0), 0);
}
