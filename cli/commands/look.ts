import { Command, Option } from '@commander-js/extra-typings';
import { statesOption, wholeNumber } from '../parse/options.ts';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

/** `sluice list`. */
export function listCommand() {
  return new Command('list')
    .alias('ls')
    .description(help.list)
    .option('-s, --state <states>', help.state, statesOption)
    .addOption(new Option('-k, --kind <kind>', help.kind).choices(['file', 'video', 'stream']))
    .option('--search <text>', help.search)
    .addOption(new Option('--sort <order>', help.sort).choices(['created', 'name', 'line']))
    .option('-n, --limit <count>', help.listLimit, wholeNumber(1, 1_000_000))
    .addOption(new Option('-g, --groups', help.listGroups).conflicts(['state', 'kind', 'search', 'sort', 'limit']))
    .option('--json', help.json)
    .addHelpText(
      'after',
      examples(
        ['sluice list', 'everything'],
        ['sluice list --state active,queued', 'what runs or waits'],
        ['sluice list --state failed | cut -f1', 'ids of what failed'],
        ['sluice list --kind video --search lecture', 'videos whose name or link holds that'],
        ['sluice list --state queued --sort line', 'what runs next'],
        ['sluice list --groups', 'playlists and channels, with their totals'],
        ['sluice list --json -n 10', 'the last ten, for a program'],
      ),
    )
    .action((options) => runWith(async () => (await import('../run/list.ts')).list(options)));
}

/** `sluice show`. */
export function showCommand() {
  return new Command('show')
    .description(help.show)
    .argument('<id...>', help.ids)
    .option('--json', help.json)
    .addHelpText(
      'after',
      examples(['sluice show k3f', 'the task whose id begins so'], ['sluice show --json k3f', 'as JSON']),
    )
    .action((ids, options) => runWith(async () => (await import('../run/show.ts')).show(ids, options)));
}

/** `sluice doctor`. */
export function doctorCommand() {
  return new Command('doctor')
    .description(help.doctor)
    .option('--json', help.json)
    .addHelpText('after', examples(['sluice doctor', 'ends with 8 when something is missing']))
    .action((options) => runWith(async () => (await import('../run/doctor.ts')).doctor(options)));
}
