import { Argument, Command } from '@commander-js/extra-typings';
import { rateOption } from '../parse/options.ts';
import type { Verb } from '../run/verbs.ts';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

/** A command that does something to tasks at once. */
function verbCommand(name: string, description: string, all: string) {
  return new Command(name)
    .description(description)
    .option('-a, --all', all)
    .option('--json', help.jsonOnce)
    .option('-q, --quiet', help.quiet);
}

type Verbs = typeof import('../run/verbs.ts');

async function does(
  pick: (verbs: Verbs) => Verb,
  ids: readonly string[],
  options: { all?: true; json?: true; quiet?: true; yes?: true },
): Promise<void> {
  await runWith(async () => {
    const verbs = await import('../run/verbs.ts');
    return verbs.doVerb(pick(verbs), ids, options);
  });
}

/** `sluice pause`. */
export function pauseCommand() {
  return verbCommand('pause', help.pause, help.allWaiting)
    .argument('[id...]', help.ids)
    .addHelpText('after', examples(['sluice pause k3f q9', 'two tasks'], ['sluice pause --all', 'everything']))
    .action((ids, options) => does((verbs) => verbs.pause, ids, options));
}

/** `sluice cancel`. */
export function cancelCommand() {
  return verbCommand('cancel', help.cancel, help.allUnfinished)
    .argument('[id...]', help.ids)
    .option('-y, --yes', help.yes)
    .addHelpText(
      'after',
      examples(
        ['sluice cancel k3f', 'gives up one task'],
        ['sluice cancel --all --yes', 'everything, without a question'],
      ),
    )
    .action((ids, options) => does((verbs) => verbs.cancel, ids, options));
}

/** `sluice remove`. */
export function removeCommand() {
  return verbCommand('remove', help.remove, help.allOfThem)
    .alias('rm')
    .argument('[id...]', help.ids)
    .option('--files', help.files)
    .addHelpText(
      'after',
      examples(
        ['sluice remove k3f', 'forgets a task, keeps its file'],
        ['sluice remove --files k3f', 'deletes its file as well'],
        ['sluice list -s completed | cut -f1 | xargs sluice remove', 'tidies up'],
      ),
    )
    .action((ids, options) => does((verbs) => verbs.remove(options.files === true), ids, options));
}

/** `sluice limit`. */
export function limitCommand() {
  return verbCommand('limit', help.limit, help.allUnfinished)
    .argument('<rate>', help.limitRate, rateOption)
    .argument('[id...]', help.ids)
    .addHelpText(
      'after',
      examples(['sluice limit 500k k3f', '500 kB a second'], ['sluice limit none --all', 'no limits']),
    )
    .action((rate, ids, options) => does((verbs) => verbs.limit(rate), ids, options));
}

/** `sluice move`. */
export function moveCommand() {
  return new Command('move')
    .description(help.move)
    .addArgument(new Argument('<where>').choices(['top', 'up', 'down', 'bottom'] as const))
    .argument('<id...>', help.ids)
    .option('--json', help.jsonOnce)
    .option('-q, --quiet', help.quiet)
    .addHelpText('after', examples(['sluice move top k3f', 'this one is next']))
    .action((where, ids, options) => does((verbs) => verbs.move(where), ids, options));
}
