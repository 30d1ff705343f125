import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { ServeOptions } from '../serve-options.ts';
import { type Grown, Growth } from './growth.ts';
import { processFigures } from './process-figures.ts';
import { TaskFigures } from './task-figures.ts';

/** Seconds: most answers take a few thousandths, a look at a site takes longer. */
const buckets = [0.005, 0.02, 0.1, 0.5, 2, 10, 60];

/** Figures for Prometheus. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #engine: ServeOptions['engine'];
  readonly #tasks: TaskFigures;
  readonly #requests: Histogram<'operation' | 'status'>;
  readonly #growth = new Growth(Date.now());
  #end: (() => void) | undefined;
  #reading: Promise<string> | undefined;

  /** @param listeners how many listen to events */
  constructor({ engine, version }: Pick<ServeOptions, 'engine' | 'version'>, listeners: () => number) {
    const registers = [this.#registry];
    this.#engine = engine;
    this.#tasks = new TaskFigures(this.#registry, engine);
    this.#requests = new Histogram({
      ...{ name: 'sluice_http_request_duration_seconds', help: 'How long requests took' },
      ...{ labelNames: ['operation', 'status'], buckets, registers },
    });
    this.#grown('sluice_stored_bytes_total', 'Bytes that were stored', 'bytes');
    this.#grown('sluice_recording_gaps_total', 'Gaps of recordings', 'gaps');
    this.#grown('sluice_recording_missing_seconds_total', 'Seconds that are missing in recordings', 'missing');
    const listening: Gauge = new Gauge({
      ...{ name: 'sluice_event_listeners', help: 'Connections that listen to events', registers },
      collect: () => listening.set(listeners()),
    });
    new Gauge({
      ...{ name: 'sluice_build_info', help: 'What this is', labelNames: ['version', 'node'], registers },
    }).set({ version, node: process.version }, 1);
    processFigures(this.#registry);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Begins to add up what grows. */
  open(): void {
    // from too far back, which is answered with nothing but the news that it is
    this.#end = this.#engine.subscribe(0, (batch) => this.#growth.take(batch, Date.now()));
  }

  close(): void {
    this.#end?.();
  }

  /** Counts an answer. */
  answered(operation: string, status: number, seconds: number): void {
    this.#requests.observe({ operation, status: String(status) }, seconds);
  }

  /** All figures in the text format of Prometheus. Who asks while they are read gets the same. */
  text(): Promise<string> {
    this.#reading ??= this.#tasks
      .read()
      .then(() => this.#registry.metrics())
      .finally(() => {
        this.#reading = undefined;
      });
    return this.#reading;
  }

  #grown(name: string, help: string, what: keyof Grown): void {
    const counter: Counter = new Counter({
      ...{ name, help: `${help} since the service began`, registers: [this.#registry] },
      collect: () => {
        counter.reset();
        counter.inc(this.#growth.total[what]);
      },
    });
  }
}
