import type { Pace } from '../../contract/task.ts';
import type { Journal } from './journal.ts';
import type { PartFile } from './part-file.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Source } from './source.ts';
import type { Validator } from './validator.ts';

/** What is to be fetched, and where to. */
export interface Part {
  readonly source: Source;
  readonly file: PartFile;
  /** path of the journal */
  readonly journal: string;
  /** connections at most; `null` grows them while throughput grows */
  readonly connections: number | null;
  /** bytes that one request may ask for at most; `null` for any number */
  readonly chunk: number | null;
  /** `algorithm:hex` that the user gave, or `null` */
  readonly checksum: string | null;
  /** which of the forms of a video it is; `null` for a file. Where it is known, it and the size tell what the bytes belong to */
  readonly format: string | null;
  /** where the room is looked at, and how many bytes have to stay free there */
  readonly directory: string;
  readonly reserve: number;
}

/** For whom it is fetched. */
export interface PartHost {
  readonly limits: readonly RateLimit[];
  readonly signal: AbortSignal;
  /** What is fetched is known now, and so much of it is stored. What it throws ends the fetch. */
  announce(facts: PartFacts, stored: number): Promise<void>;
  progress(done: number, pace: Pace): void;
  /** bytes that will be needed beside those that are missing */
  headroom(): number;
  log(level: 'info' | 'warn', message: string, fields: Record<string, string | number | boolean | null>): void;
}

/** What is known of what is fetched, apart from its bytes. */
export type PartFacts = Omit<Journal, 'version' | 'ranges' | 'format'> & Validator & { readonly ranges: boolean };
