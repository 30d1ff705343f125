import type { AsWhom, JobReach } from '../contract/worker-messages.ts';
import { HttpClient } from '../engine/net/client.ts';

/**
 * The clients of a process, one for each reach, so that no connection is ever shared between jobs of different ones. It is the
 * client that holds the rule: whoever asks over it cannot leave it out.
 */
export class Clients {
  readonly #made = new Map<JobReach, HttpClient>();
  readonly #environment: Readonly<Record<string, string | undefined>>;

  /** @param environment where proxies may be set */
  constructor(environment: Readonly<Record<string, string | undefined>>) {
    this.#environment = environment;
  }

  /** The client of a job. */
  for({ reach }: Pick<AsWhom, 'reach'>): HttpClient {
    const client = this.#made.get(reach) ?? new HttpClient(this.#environment, reach);
    this.#made.set(reach, client);
    return client;
  }

  /** Ends the connections nobody uses. */
  close(): void {
    for (const client of this.#made.values()) client.close();
  }
}
