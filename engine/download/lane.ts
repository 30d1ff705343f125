import { Failure } from '../../contract/errors.ts';
import type { Header } from '../../contract/transfer.ts';
import type { ClientResponse } from '../net/client.ts';
import { backoffMs, delay } from './delay.ts';
import { isExpiry } from './expiry.ts';
import { FileSink } from './file-sink.ts';
import { judgePart } from './judge.ts';
import { Speed } from './speed.ts';
import type { Claim } from './splitter.ts';
import { type FirstAnswer, type Identity, RangesGone, type Transfer } from './transfer.ts';
import { ifRange, type Validator } from './validator.ts';

/** Bytes before a range that are fetched once more and compared with those stored. */
const OVERLAP_BYTES = 16 * 1024;
/** Failures in a row, without a byte between, after which a connection gives up. */
const MOST_FAILURES = 5;
/** Milliseconds a server's `Retry-After` is waited for here; a longer one is the queue's matter. */
const WAIT_HERE_MS = 30_000;

/** One of the connections of a transfer: fetches a claim, then takes half of another's, until nothing is left. */
export class Lane {
  readonly #transfer: Transfer;
  #claim: Claim | undefined;
  #sink: FileSink | undefined;
  #speed: Speed | undefined;
  #measured = 0;
  #response: ClientResponse | undefined;
  /** with which the last answer was asked for; `undefined` for the first one of the transfer */
  #asked: Identity | undefined;

  constructor(transfer: Transfer) {
    this.#transfer = transfer;
  }

  /** Whether an answer is being read. */
  get connected(): boolean {
    return this.#sink !== undefined;
  }

  /** Starts writing what has arrived. */
  flush(): void {
    this.#sink?.flush();
  }

  /** Reads no more of the answer that is under way, and asks anew. */
  giveUp(): void {
    this.#response?.cancel(new Failure('network', { detail: 'the source has another address now' }));
  }

  /** Notes how fast the claim comes. @param now milliseconds that never go back */
  measure(now: number): void {
    const claim = this.#claim;
    if (claim === undefined || this.#speed === undefined) return;
    this.#speed.add(claim.next - this.#measured, now);
    this.#measured = claim.next;
    claim.speed = this.#speed.value;
  }

  /** @throws Failure when the whole transfer has to end; otherwise what is not fetched goes back to the splitter */
  async run(claim: Claim, first: FirstAnswer | undefined): Promise<void> {
    const { splitter } = this.#transfer;
    let answer = first;
    for (let work: Claim | undefined = claim; work !== undefined; work = splitter.take()) {
      this.#claim = work;
      this.#measured = work.next;
      this.#speed = new Speed(performance.now());
      let goesOn: boolean;
      try {
        goesOn = await this.#fetch(work, answer);
      } finally {
        this.#claim = undefined;
        splitter.release(work);
      }
      answer = undefined;
      if (!goesOn) return;
    }
  }

  /** @returns whether this lane should take more work */
  async #fetch(claim: Claim, first: FirstAnswer | undefined): Promise<boolean> {
    const { parts, stop } = this.#transfer;
    let answer = first;
    let ledAnew = false;
    for (let failures = 0; claim.next < claim.end; ) {
      const before = claim.next;
      try {
        await this.#fetchOnce(claim, answer);
        answer = undefined;
        // Without parts an answer is all there is, however long it turned out to be.
        if (!parts.ranges && parts.total === null) claim.end = claim.next;
        failures = claim.next > before ? 0 : failures + 1;
        if (failures > MOST_FAILURES) throw new Failure('network', { detail: 'the server sends empty answers' });
      } catch (error) {
        answer = undefined;
        stop.signal.throwIfAborted();
        if (!(error instanceof Failure) || error instanceof RangesGone || !parts.ranges) throw error;
        const gotOn = claim.next > before;
        failures = gotOn ? 1 : failures + 1;
        // The address a redirect led to may have expired; the link itself may lead to a new one.
        ledAnew &&= !gotOn;
        const { source } = parts;
        if (!ledAnew && (this.#transfer.mayRenew || source.redirected) && isExpiry(error)) {
          ledAnew = true;
          if (this.#transfer.mayRenew) await this.#transfer.renew(this.#asked ?? (await this.#transfer.identity()));
          else source.restart();
          continue;
        }
        if (!gotOn && this.#transfer.others > 0 && isRefusal(error)) {
          this.#transfer.leave(this);
          return false;
        }
        if (!mayRetry(error, failures)) {
          // While others get on, one connection less is not the end; what it leaves is theirs.
          if (this.#transfer.others === 0 || !isPassing(error)) throw error;
          this.#transfer.leave(this);
          return false;
        }
        await delay(error.retryAfterMs ?? backoffMs(failures, Math.random()), stop.signal);
      }
    }
    return true;
  }

  async #fetchOnce(claim: Claim, first: FirstAnswer | undefined): Promise<void> {
    let overlap = first?.overlap ?? 0;
    let bodyEnd = first?.end ?? Number.POSITIVE_INFINITY;
    let response = first?.response;
    if (response === undefined) ({ response, overlap, bodyEnd } = await this.#ask(claim));
    await this.#read(response, claim, overlap, bodyEnd);
  }

  async #ask(claim: Claim): Promise<{ response: ClientResponse; overlap: number; bodyEnd: number }> {
    const { parts, stop } = this.#transfer;
    const { total, coded, chunk } = parts;
    await parts.file.idle();
    const most = chunk === null ? OVERLAP_BYTES : Math.min(OVERLAP_BYTES, Math.floor(chunk / 2));
    const overlap = Math.min(most, parts.stored.before(claim.next));
    const start = claim.next - overlap;
    for (;;) {
      const identity = await this.#transfer.identity();
      this.#asked = identity;
      // Another connection may have taken the tail of the claim meanwhile.
      const end = chunk === null ? claim.end : Math.min(claim.end, start + chunk);
      const { validator } = identity;
      const response = await parts.source.get(rangeFields(start, end, validator), stop.signal);
      // Another connection has had the address found anew meanwhile, and this answer may be from either.
      if (!this.#transfer.isCurrent(identity)) {
        response.cancel();
        continue;
      }
      const verdict = judgePart({ start, end, validator, total, coded }, response.head, Date.now());
      if (verdict.kind === 'part') return { response, overlap, bodyEnd: verdict.end };
      response.cancel();
      throw verdict.kind === 'whole' ? new RangesGone() : verdict.failure;
    }
  }

  async #read(response: ClientResponse, claim: Claim, overlap: number, bodyEnd: number): Promise<void> {
    const enough = new Error('enough');
    const sink = new FileSink(
      {
        file: this.#transfer.parts.file,
        limits: this.#transfer.parts.limits,
        received: (count) => this.#transfer.received(count),
        stored: (start, end) => this.#transfer.stored(start, end),
        failed: (failure) => this.#transfer.failed(failure),
      },
      claim,
      overlap,
    );
    sink.bodyEnd = bodyEnd;
    sink.resume = () => response.resume();
    sink.enough = () => response.cancel(enough);
    this.#sink = sink;
    this.#response = response;
    // The first answer was asked for before there was a transfer, so it does not know of `stop`.
    const { signal } = this.#transfer.stop;
    const onStop = (): void => response.cancel(signal.reason);
    signal.addEventListener('abort', onStop, { once: true });
    if (signal.aborted) onStop();
    try {
      await response.body(sink);
    } catch (error) {
      if (error !== enough) throw error;
    } finally {
      signal.removeEventListener('abort', onStop);
      this.#sink = undefined;
      this.#response = undefined;
      await sink.proven().catch(() => {});
      sink.end();
    }
  }
}

/** The fields of a request for bytes `start` to `end` (exclusive, `null` for all that follows) of a known source. */
function rangeFields(start: number, end: number | null, validator: Validator): Header[] {
  const condition = ifRange(validator);
  const range = { name: 'Range', value: `bytes=${start}-${end === null || !Number.isFinite(end) ? '' : end - 1}` };
  return condition === undefined ? [range] : [range, { name: 'If-Range', value: condition }];
}

function mayRetry(failure: Failure, failures: number): boolean {
  return failure.retryable && failures <= MOST_FAILURES && (failure.retryAfterMs ?? 0) <= WAIT_HERE_MS;
}

/** How servers say that there are too many connections from one client. */
function isRefusal(failure: Failure): boolean {
  return failure.code === 'forbidden' || failure.code === 'rate-limited' || failure.code === 'source-unavailable';
}

/** Whether a failure says something about this connection only, not about the file. */
function isPassing(failure: Failure): boolean {
  return failure.retryable || failure.code === 'forbidden';
}
