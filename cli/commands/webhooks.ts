import { Command } from '@commander-js/extra-typings';
import { eventsOption, secretOption } from '../parse/webhook.ts';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

const run = () => import('../run/webhooks.ts');

/** `sluice webhooks` with `list` (also when nothing is said), `add`, `remove` and `test`. */
export function webhooksCommand() {
  const webhooks = new Command('webhooks')
    .description(help.webhooks)
    .addHelpText(
      'after',
      examples(
        ['sluice webhooks', 'all of them, and how the last delivery went'],
        ['sluice webhooks add https://example.com/hook', 'told of all that happens'],
        ['sluice webhooks test k3f', 'whether it is taken there'],
        ['sluice webhooks remove k3f', 'the one whose id begins so'],
      ),
    );
  webhooks
    .command('list', { isDefault: true })
    .description(help.webhooksList)
    .option('--json', help.json)
    .addHelpText('after', examples(['sluice webhooks list --json', 'an object each']))
    .action((options) => runWith(async () => (await run()).listWebhooks(options)));
  webhooks
    .command('add')
    .description(help.webhooksAdd)
    .argument('<url>', help.webhookUrl)
    .option('-e, --events <events>', help.webhookEvents, eventsOption)
    .option('--secret <key>', help.webhookSecret, secretOption)
    .option('--json', help.jsonOnce)
    .addHelpText(
      'after',
      examples(
        ['sluice webhooks add https://example.com/hook', 'told of all that happens'],
        ['sluice webhooks add -e task.failed https://example.com/hook', 'of failures alone'],
      ),
    )
    .action((url, options) => runWith(async () => (await run()).addWebhook(url, options)));
  webhooks
    .command('remove')
    .alias('rm')
    .description(help.webhooksRemove)
    .argument('<webhook...>', help.webhookIds)
    .addHelpText('after', examples(['sluice webhooks remove k3f', 'what waits for it goes too']))
    .action((ids) => runWith(async () => (await run()).removeWebhooks(ids)));
  webhooks
    .command('test')
    .description(help.webhooksTest)
    .argument('<webhook>', help.webhookIds)
    .option('--json', help.jsonOnce)
    .addHelpText('after', examples(['sluice webhooks test k3f', 'ends with 0 when it was taken']))
    .action((id, options) => runWith(async () => (await run()).testWebhook(id, options)));
  return webhooks;
}
