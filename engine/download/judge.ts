import { Failure } from '../../contract/errors.ts';
import type { ResponseHead } from '../net/response-head.ts';
import { statusFailure } from '../net/status.ts';
import { parseContentRange, unsatisfiedTotal } from './content-range.ts';
import { mayBeSame, type Validator, validatorOf } from './validator.ts';

/** What was asked for, and what the source is known to be. */
export interface Asked {
  readonly start: number;
  /** exclusive, or `null` for all that follows */
  readonly end: number | null;
  readonly validator: Validator;
  /** bytes of the whole, or `null` while unknown */
  readonly total: number | null;
  /** the bytes are those of a compressed answer, kept as they come */
  readonly coded: boolean;
}

export type Verdict =
  /** the bytes asked for, from the source that is known; `end` (exclusive) may come sooner than asked */
  | { readonly kind: 'part'; readonly end: number }
  /** the server takes no ranges (any more), but nothing says that the source has changed: all of it from the first byte */
  | { readonly kind: 'whole' }
  | { readonly kind: 'refused'; readonly failure: Failure };

/**
 * Decides what an answer to a ranged request is worth. Only an answer that agrees with all that is known of the source
 * may be put beside bytes that are stored already.
 * @param now milliseconds since the epoch
 */
export function judgePart(asked: Asked, head: ResponseHead, now: number): Verdict {
  if (head.status === 206) return judge206(asked, head);
  if (head.status === 200) return judge200(asked, head);
  if (head.status === 416) {
    const total = unsatisfiedTotal(head.headers.first('content-range'));
    return changed(`HTTP 416: the file has ${total ?? 'fewer'} bytes now, not ${asked.total}`);
  }
  return { kind: 'refused', failure: statusFailure(head, now) };
}

function judge206(asked: Asked, head: ResponseHead): Verdict {
  const text = head.headers.first('content-range');
  const range = parseContentRange(text);
  if (range === undefined) return changed(`HTTP 206 with Content-Range ${JSON.stringify(text ?? '')}`);
  if (asked.total !== null && range.total !== null && range.total !== asked.total) {
    return changed(`the file has ${range.total} bytes now, not ${asked.total}`);
  }
  if (range.start !== asked.start || (asked.end !== null && range.end > asked.end)) {
    return changed(`asked for bytes ${asked.start}-${(asked.end ?? 0) - 1}, got ${text}`);
  }
  if (head.framing.kind === 'length' && head.framing.length !== range.end - range.start) {
    return changed(`Content-Range ${text} over a body of ${head.framing.length} bytes`);
  }
  if (isCoded(head) !== asked.coded) return changed('the server compresses the file now and then');
  if (!mayBeSame(asked.validator, validatorOf(head.headers))) return changed('another validator');
  return { kind: 'part', end: range.end };
}

function judge200(asked: Asked, head: ResponseHead): Verdict {
  const total = head.framing.kind === 'length' ? head.framing.length : head.framing.kind === 'none' ? 0 : null;
  if (!mayBeSame(asked.validator, validatorOf(head.headers))) return changed('another validator');
  if (asked.total !== null && total !== null && total !== asked.total && isCoded(head) === asked.coded) {
    return changed(`the file has ${total} bytes now, not ${asked.total}`);
  }
  return { kind: 'whole' };
}

/** Whether the body is compressed although `identity` was asked for. */
export function isCoded(head: ResponseHead): boolean {
  const coding = head.headers.get('content-encoding')?.trim().toLowerCase() ?? '';
  return coding !== '' && coding !== 'identity';
}

function changed(detail: string): Verdict {
  return { kind: 'refused', failure: new Failure('source-changed', { detail }) };
}
