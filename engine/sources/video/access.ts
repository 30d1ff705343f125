import type { Header } from '../../../contract/transfer.ts';
import type { RateLimit } from '../../download/rate-limit.ts';
import type { HttpClient } from '../../net/client.ts';

/** As whom, and by which way, a site is asked. Holds secrets: never logged. */
export interface Access {
  readonly client: HttpClient;
  /** the user's own fields */
  readonly headers: readonly Header[];
  readonly auth: { readonly user: string; readonly password: string } | null;
  /** the text of a Netscape cookie file, or `null` */
  readonly cookies: string | null;
  /** `direct`, `environment`, or the URL of a proxy */
  readonly proxy: string;
  /** milliseconds without a byte after which a connection counts as dead */
  readonly idleMs: number;
  readonly limits: readonly RateLimit[];
}
