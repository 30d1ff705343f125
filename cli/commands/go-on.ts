import { Command } from '@commander-js/extra-typings';
import { wholeNumber } from '../parse/options.ts';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

function goOnCommand(name: 'resume' | 'retry', description: string, all: string) {
  return new Command(name)
    .description(description)
    .argument('[id...]', help.ids)
    .option('-a, --all', all)
    .option('-j, --jobs <count>', help.jobs, wholeNumber(1, 64))
    .option('--detach', help.detach)
    .option('--json', help.json)
    .option('-q, --quiet', help.quiet)
    .action((ids, options) => runWith(async () => (await import('../run/go-on.ts')).goOn(name, ids, options)));
}

/** `sluice resume`. */
export function resumeCommand() {
  return goOnCommand('resume', help.resume, help.allPaused).addHelpText(
    'after',
    [
      examples(
        ['sluice resume k3f q9', 'two tasks, where they stopped'],
        ['sluice resume --all', 'everything that was paused'],
        ['sluice resume --detach k3f', 'in the running application'],
      ),
      help.exitCodes,
    ].join('\n'),
  );
}

/** `sluice retry`. */
export function retryCommand() {
  return goOnCommand('retry', help.retry, help.allFailed).addHelpText(
    'after',
    [
      examples(['sluice retry k3f', 'one task again'], ['sluice retry --all', 'everything that failed']),
      help.exitCodes,
    ].join('\n'),
  );
}

/** `sluice stop`. */
export function stopCommand() {
  return new Command('stop')
    .description(help.stop)
    .argument('[id...]', help.ids)
    .option('-a, --all', help.allRecordings)
    .option('--detach', help.detach)
    .option('--json', help.json)
    .option('-q, --quiet', help.quietRecording)
    .addHelpText(
      'after',
      [
        examples(
          ['sluice stop k3f', 'ends one recording; its last fragment is put together'],
          ['sluice stop --all', 'all of them'],
        ),
        help.exitCodes,
      ].join('\n'),
    )
    .action((ids, options) => runWith(async () => (await import('../run/go-on.ts')).goOn('stop', ids, options)));
}
