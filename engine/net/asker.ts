import type { Header } from '../../contract/transfer.ts';
import type { AsWhom } from '../../contract/worker-messages.ts';

/** As whom, and by which way, servers are asked. Holds secrets: never logged. */
export interface Asker {
  /** the user's own fields */
  readonly headers: readonly Header[];
  readonly auth: { readonly user: string; readonly password: string } | null;
  /** the text of a Netscape cookie file, or `null` */
  readonly cookies: string | null;
  /** `direct`, `environment`, or the URL of a proxy */
  readonly proxy: string;
  /** milliseconds without a byte after which a connection counts as dead */
  readonly idleMs: number;
}

/** What a job was told of it, and nothing else of the job. */
export function askerOf({ headers, auth, cookies, proxy, idleTimeout }: AsWhom): Asker {
  return { headers, auth, cookies, proxy, idleMs: idleTimeout * 1000 };
}
