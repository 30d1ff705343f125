import { Failure } from '../../../contract/errors.ts';
import type { Fetch } from '../../net/fetch.ts';
import { HeaderList } from '../../net/header-list.ts';
import { statusFailure } from '../../net/status.ts';

/** A `fetch` of the site whose answers are good ones: any other status is a `Failure` that says what the site means by it. */
export function checkedFetch(fetch: Fetch): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok) return response;
    const { status, statusText: reason, headers } = response;
    const failure = statusFailure({ status, reason, headers: new HeaderList([...headers]) }, Date.now());
    const detail = failure.detail ?? '';
    // Whoever may not ask here at all is taken for a robot, or brings cookies that are good no more.
    if (status === 401 || status === 403) throw new Failure('bot-check', { detail });
    // The question itself is no longer understood.
    if (status === 400 || status === 405 || status === 410) throw new Failure('extractor-outdated', { detail });
    throw failure;
  };
}
