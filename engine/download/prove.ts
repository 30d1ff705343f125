import { Failure } from '../../contract/errors.ts';
import type { ClientResponse } from '../net/client.ts';
import type { BodySink } from '../net/connection.ts';
import { backoffMs, delay } from './delay.ts';
import { type Asked, judgePart } from './judge.ts';
import type { PartFile } from './part-file.ts';
import type { RangeSet } from './ranges.ts';
import type { Source } from './source.ts';
import { RangesGone } from './transfer.ts';
import { noValidator, type Validator, validatorOf } from './validator.ts';

/** Bytes that are fetched once more and compared. */
const SAMPLE_BYTES = 16 * 1024;
/** Tries of the one request it takes. */
const TRIES = 3;

/** What is to be proven the same. */
export interface Proof {
  readonly source: Source;
  readonly file: PartFile;
  readonly stored: RangeSet;
  /** bytes of the file; `null` while unknown */
  readonly total: number | null;
  readonly coded: boolean;
}

/**
 * Proves that a source gives the bytes that are stored, where its address is another one than theirs: another server may have
 * other validators for the very same file, so they say nothing. The size has to agree, and the end of what is stored.
 * @returns the validator by which the source goes from here on
 * @throws Failure `source-changed`, `RangesGone`, of the network
 */
export async function prove(proof: Proof, signal: AbortSignal): Promise<Validator> {
  const last = proof.stored.list.at(-1);
  // Where nothing is stored there is nothing to compare; what the answer says of the source is wanted all the same.
  const end = last?.end ?? 1;
  const start = last === undefined ? 0 : Math.max(last.start, last.end - SAMPLE_BYTES);
  for (let tries = 1; ; tries += 1) {
    try {
      return await compare(proof, start, end, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof Failure) || error instanceof RangesGone || !error.retryable || tries === TRIES)
        throw error;
      await delay(error.retryAfterMs ?? backoffMs(tries, Math.random()), signal);
    }
  }
}

async function compare(proof: Proof, start: number, end: number, signal: AbortSignal): Promise<Validator> {
  const { source, file, total, coded } = proof;
  const asked: Asked = { start, end, validator: noValidator, total, coded };
  const response = await source.get([{ name: 'Range', value: `bytes=${start}-${end - 1}` }], signal);
  const verdict = judgePart(asked, response.head, Date.now());
  if (verdict.kind !== 'part') {
    response.cancel();
    throw verdict.kind === 'whole' ? new RangesGone() : verdict.failure;
  }
  const fetched = await bodyOf(response, verdict.end - start);
  const there = await file.read(start, fetched.length);
  if (proof.stored.size > 0 && !there.equals(fetched)) {
    throw new Failure('source-changed', {
      detail: `the ${fetched.length} bytes from ${start} on differ at its new address`,
    });
  }
  return validatorOf(response.head.headers);
}

/** @param length bytes that come, as the head says */
async function bodyOf(response: ClientResponse, length: number): Promise<Buffer> {
  const memory = Buffer.alloc(length + 1);
  let fill = 0;
  const sink: BodySink = {
    // One byte is left over for a server that sends more than it said.
    space: () => memory.subarray(Math.min(fill, length)),
    filled: (count) => {
      fill += count;
      return true;
    },
  };
  await response.body(sink);
  return memory.subarray(0, Math.min(fill, length));
}
