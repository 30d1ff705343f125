import { Failure } from '../../contract/errors.ts';
import type { Webhook } from '../../contract/webhooks.ts';
import { newTaskId } from '../jobs/task-id.ts';
import { splitCredentials } from '../sources/canonical.ts';
import { schemeRefusal } from '../sources/scheme.ts';
import type { WebhookRecord } from '../store/webhooks.ts';
import { newHookSecret, sealHook } from '../webhooks/hook-secrets.ts';
import type { Handler, Parts } from './parts.ts';
import { requirePublic } from './public-link.ts';

/** Each costs a look at each event; whoever needs more has one receiver that passes on. */
const atMost = 20;

export const listWebhooks: Handler<'webhooks.list'> = (parts) => ({
  webhooks: parts.store.webhooks.all().map((record) => viewOf(parts, record)),
});

/**
 * Adds a webhook. Whether there is anybody at its address shows at its first delivery.
 * @throws Failure `invalid-input`, `unsupported`, `private-address`; `conflict` when there are as many as there may be
 */
export const addWebhook: Handler<'webhooks.add'> = (parts, { url: given, events, secret, publicOnly }) => {
  const { host, store } = parts;
  const refusal = schemeRefusal(given);
  if (refusal !== null) throw refusal;
  const { url, auth } = splitCredentials(given);
  const link = new URL(url);
  link.hash = '';
  // what its name leads to shows at each delivery, and is checked there
  requirePublic(link.href, { publicOnly });
  if (store.webhooks.all().length >= atMost)
    throw new Failure('conflict', { detail: `there are ${atMost} webhooks, and no more are taken` });
  const key = secret ?? newHookSecret();
  const record: WebhookRecord = {
    id: newTaskId(),
    url: link.href,
    events: [...new Set(events)],
    createdAt: host.clock.now(),
    active: true,
    last: null,
    publicOnly: publicOnly === true,
    sealed: sealHook({ secret: key, auth }, host.secrets),
  };
  store.webhooks.insert(record);
  return { webhook: viewOf(parts, record), secret: key };
};

/** Removes a webhook and what waits for it. */
export const removeWebhook: Handler<'webhooks.remove'> = ({ store }, { id }) => {
  store.transaction(() => {
    store.deliveries.deleteOf(id);
    if (!store.webhooks.delete(id)) throw noWebhook();
  });
  return {};
};

export const testWebhook: Handler<'webhooks.test'> = async (parts, { id }) => {
  const hook = parts.store.webhooks.get(id);
  if (hook === undefined) throw noWebhook();
  await parts.runner.deliverer.test(hook);
  const tried = parts.store.webhooks.get(id);
  if (tried === undefined) throw noWebhook();
  return viewOf(parts, tried);
};

function noWebhook(): Failure {
  return new Failure('no-such-place', { detail: 'no such webhook' });
}

function viewOf({ store }: Parts, { id, url, events, createdAt, active, last }: WebhookRecord): Webhook {
  return { id, url, events, createdAt, active, pending: store.deliveries.count(id), last };
}
