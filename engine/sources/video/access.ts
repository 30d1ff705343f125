import type { RateLimit } from '../../download/rate-limit.ts';
import type { Asker } from '../../net/asker.ts';
import type { HttpClient } from '../../net/client.ts';

/** With what, and as whom, a site is asked. Holds secrets: never logged. */
export interface Access extends Asker {
  readonly client: HttpClient;
  readonly limits: readonly RateLimit[];
}
