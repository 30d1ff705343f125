import { Webhook as Signer } from 'standardwebhooks';
import type { DeliveryJob } from '../../contract/worker-messages.ts';
import type { Host } from '../host.ts';
import { proxyFor, reachOf } from '../jobs/prepare-job.ts';
import { newTaskId } from '../jobs/task-id.ts';
import { basicAuthorization } from '../net/request-head.ts';
import type { Store } from '../store/index.ts';
import type { WebhookRecord } from '../store/webhooks.ts';
import { openHook } from './hook-secrets.ts';

/**
 * All that a worker needs to know to deliver a message, signed as of now
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md). Holds secrets: never logged.
 * @throws Failure `auth-required` when the secrets cannot be opened
 */
export async function prepareDelivery(
  { url, publicOnly, sealed }: WebhookRecord,
  message: { readonly id: string; readonly body: string },
  host: Host,
  store: Store,
): Promise<DeliveryJob> {
  const { secret, auth } = openHook(sealed, host.secrets);
  const proxy = await proxyFor(url, null, store.settings.get().proxy, host);
  const now = host.clock.now();
  const headers = [
    { name: 'Content-Type', value: 'application/json' },
    { name: 'webhook-id', value: message.id },
    { name: 'webhook-timestamp', value: String(Math.floor(now / 1000)) },
    { name: 'webhook-signature', value: new Signer(secret).sign(message.id, new Date(now), message.body) },
    ...(auth === null ? [] : [{ name: 'Authorization', value: basicAuthorization(auth.user, auth.password) }]),
  ];
  return { id: newTaskId(), url, headers, body: message.body, proxy, reach: reachOf(publicOnly, null) };
}
