import { Failure } from '../../../contract/errors.ts';
import type { Fetch } from '../../net/fetch.ts';
import type { FetchText } from './sandbox/sandbox.ts';

/**
 * Fetches texts, each as a whole within a time: a server that sends a byte now and then is never idle, and who waits for it may be
 * waited for by others.
 * @param most milliseconds
 */
export function textWithin(fetch: Fetch, most: number): FetchText {
  return async (url) => {
    const signal = AbortSignal.timeout(most);
    try {
      const response = await fetch(url, { signal });
      return { status: response.status, text: await response.text() };
    } catch (error) {
      if (error !== signal.reason || !signal.aborted) throw error;
      throw new Failure('timeout', { detail: `${new URL(url).host}: not all of it came within ${most / 1000} s` });
    }
  };
}
