import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import type { GapCause, GapEntry, LiveFigures } from '../../../contract/recording.ts';
import type { TakerEnd } from '../fetch/taker-options.ts';

/** What somebody can do about a stream of which every segment is missing for this cause. */
const codes: Readonly<Partial<Record<GapCause, ErrorCode>>> = {
  'not-found': 'not-found',
  forbidden: 'forbidden',
  server: 'source-unavailable',
  network: 'network',
  timeout: 'timeout',
  corrupt: 'corrupt-media',
};

/**
 * Why nothing was recorded.
 * @param stopped somebody wanted the end, so that it is not tried again by itself
 * @param gaps what is missing
 */
export function nothingRecorded(
  taken: TakerEnd | null,
  stopped: boolean,
  gaps: readonly GapEntry[],
  outage: LiveFigures['outage'],
): Failure {
  const once = stopped ? { retryable: false } : {};
  const missing = gaps.find(({ cause }) => codes[cause] !== undefined);
  if (missing !== undefined) {
    const code = codes[missing.cause] ?? 'source-unavailable';
    return new Failure(code, { detail: missing.detail ?? 'every media segment is missing', ...once });
  }
  if (outage === null && stopped) return new Failure('canceled', { detail: 'it was ended before anything came' });
  if (outage === null && taken === 'ended') return new Failure('not-live', { detail: 'the stream holds nothing' });
  // as the gap would be called that it had become
  const why = outage?.code === 'private-address' ? 'forbidden' : outage?.code;
  const code = Object.values(codes).find((known) => known === why) ?? 'source-unavailable';
  return new Failure(code, { detail: outage?.detail ?? outage?.code ?? 'nothing came', ...once });
}
