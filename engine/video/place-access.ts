import type { Header } from '../../contract/transfer.ts';
import type { VideoJob } from '../../contract/worker-messages.ts';
import type { SourceOptions } from '../download/source.ts';
import { isPrivateHost } from '../net/address.ts';
import { isHarmless } from '../net/errand.ts';
import type { Place } from '../sources/video/found.ts';

/** What of a job says who asks, and how. */
export type Asking = Pick<VideoJob, 'url' | 'headers' | 'auth' | 'cookies' | 'proxy' | 'idleTimeout'>;

/**
 * How a place is asked that a site named. Who asks is for the origin of the user's link alone: user, password and the user's own
 * fields do not go to the hosts of its media, but for fields that say nothing of that kind. Cookies go where their domain says,
 * and on the host of the link to its own port and the usual ones only. What the site wants with each request goes along.
 * A place on this machine or in a private network is asked only where the user's own link leads to one.
 */
export function accessTo(job: Asking, { url, headers }: Pick<Place, 'url' | 'headers'>): Omit<SourceOptions, 'renew'> {
  const link = new URL(job.url);
  const place = URL.parse(url);
  const own = place !== null && place.origin === link.origin;
  const given = new Set(headers.map(({ name }) => name.toLowerCase()));
  const users = own ? job.headers : job.headers.filter(isHarmless);
  const fields: Header[] = [...headers, ...users.filter(({ name }) => !given.has(name.toLowerCase()))];
  return {
    url,
    headers: fields,
    auth: own ? job.auth : null,
    cookies: place !== null && mayHaveCookies(place, link) ? job.cookies : null,
    proxy: job.proxy,
    idleMs: job.idleTimeout * 1000,
    publicOnly: place?.hostname !== link.hostname && !isPrivateHost(link),
  };
}

function mayHaveCookies(place: URL, link: URL): boolean {
  return place.hostname !== link.hostname || place.port === '' || place.port === link.port;
}
