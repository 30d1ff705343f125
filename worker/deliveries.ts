import { Failure } from '../contract/errors.ts';
import type { DeliveryJob, FromWorker } from '../contract/worker-messages.ts';
import type { ClientResponse, HttpClient } from '../engine/net/client.ts';
import { isRedirect } from '../engine/net/redirect.ts';
import { statusFailure } from '../engine/net/status.ts';
import type { Clients } from './clients.ts';
import type { Port } from './port.ts';
import { Stoppable } from './stoppable.ts';

/** Milliseconds a receiver gets to take a delivery: it should put it aside and answer. */
const patience = 15_000;
/** Bytes of an answer that are read, so that its connection serves the next delivery. Nobody looks at them. */
const answerAtMost = 64 * 1024;

/** The deliveries to webhooks that this process makes. */
export class Deliveries extends Stoppable {
  readonly #clients: Clients;

  constructor(port: Port, clients: Clients) {
    super(port);
    this.#clients = clients;
  }

  start(job: DeliveryJob): void {
    const { id } = job;
    this.begin(id, async (signal) => ({
      type: 'delivered',
      id,
      ...(await deliver(job, this.#clients.for(job), signal)),
    }));
  }
}

type Outcome = Omit<Extract<FromWorker, { type: 'delivered' }>, 'type' | 'id'>;

/** Sends a delivery once; any status of success means that it was taken. Follows no redirect. */
async function deliver(job: DeliveryJob, client: HttpClient, stopped: AbortSignal): Promise<Outcome> {
  const late = AbortSignal.timeout(patience);
  const { url, headers, body, proxy } = job;
  try {
    const response = await client.send({
      url: new URL(url),
      method: 'POST',
      body: Buffer.from(body),
      ...{ headers, proxy, publicOnly: client.publicOnly },
      idleMs: patience,
      signal: AbortSignal.any([stopped, late]),
    });
    const { status } = response.head;
    void passOver(response);
    if (status >= 200 && status < 300) return { status, error: null, retryAfter: null };
    return { status, ...failed(refusal(response)) };
  } catch (error) {
    const failure = late.aborted
      ? new Failure('timeout', { detail: `no answer within ${patience / 1000} s` })
      : error instanceof Failure
        ? error
        : new Failure('internal', { detail: String(error) });
    return { status: null, ...failed(failure) };
  }
}

function refusal({ head }: ClientResponse): Failure {
  if (!isRedirect(head.status)) return statusFailure(head, Date.now());
  return new Failure('source-unavailable', { detail: `HTTP ${head.status}: a redirect, and deliveries follow none` });
}

function failed(failure: Failure): Pick<Outcome, 'error' | 'retryAfter'> {
  return { error: failure.toBody(), retryAfter: failure.retryAfterMs ?? null };
}

/** The status says all there is to know; what comes behind it changes nothing, also when it never ends. */
async function passOver(response: ClientResponse): Promise<void> {
  const memory = new Uint8Array(16 * 1024);
  let left = answerAtMost;
  const filled = (count: number): boolean => {
    left -= count;
    if (left < 0) response.cancel();
    return left >= 0;
  };
  await response.body({ space: () => memory, filled }).catch(() => undefined);
}
