import { Failure } from '../../contract/errors.ts';
import type { Handler } from './parts.ts';

export const listWebhooks: Handler<'webhooks.list'> = () => ({ webhooks: [] });

export const addWebhook: Handler<'webhooks.add'> = () => {
  throw new Failure('unsupported');
};

export const removeWebhook: Handler<'webhooks.remove'> = () => {
  throw new Failure('unsupported');
};

export const testWebhook: Handler<'webhooks.test'> = () => {
  throw new Failure('unsupported');
};
