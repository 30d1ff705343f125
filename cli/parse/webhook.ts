import { InvalidArgumentError } from '@commander-js/extra-typings';
import { type WebhookEvent, webhookEvent, webhookSecret } from '../../contract/webhooks.ts';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';

/** What a webhook is told of: several with commas or by giving the option again. */
export function eventsOption(text: string, before: readonly WebhookEvent[] | undefined): WebhookEvent[] {
  const events = new Set(before);
  for (const name of text.split(',').map((part) => part.trim())) {
    const event = webhookEvent.safeParse(name);
    if (!event.success) throw new InvalidArgumentError(wrong.event(name, webhookEvent.options));
    events.add(event.data);
  }
  return [...events];
}

/** The key of a signature. */
export function secretOption(text: string): string {
  // an invalid argument would be shown, and it may be a key all the same
  if (!webhookSecret.safeParse(text).success) throw new WrongUse(wrong.webhookSecret);
  return text;
}
