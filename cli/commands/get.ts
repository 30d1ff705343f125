import { Command, Option } from '@commander-js/extra-typings';
import { collect, connectionsOption, rateOption, wholeNumber } from '../parse/options.ts';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

/** `sluice get`. */
export function getCommand() {
  return new Command('get')
    .description(help.get)
    .argument('[url...]', help.links)
    .option('-o, --output <name>', help.output)
    .option('-d, --dir <folder>', help.dir)
    .option('-i, --input <file>', help.input, collect)
    .option('-x, --connections <count>', help.connections, connectionsOption)
    .option('-j, --jobs <count>', help.jobs, wholeNumber(1, 64))
    .option('--limit-rate <rate>', help.limitRate, rateOption)
    .option('--checksum <digest>', help.checksum)
    .option('-H, --header <line>', help.header, collect)
    .option('--cookies <file>', help.cookies)
    .option('-u, --user <name>', help.user)
    .option('--proxy <address>', help.proxy)
    .addOption(new Option('--duplicate <what>', help.duplicate).choices(['ask', 'skip', 'keep'] as const))
    .option('--priority <number>', help.priority, wholeNumber(-10, 10))
    .option('--detach', help.detach)
    .option('--json', help.json)
    .option('-q, --quiet', help.quiet)
    .addHelpText(
      'after',
      [
        help.getMore,
        examples(
          ['sluice get https://example.com/disk.iso', 'into the download folder'],
          ['sluice get -d . -o disk.iso https://example.com/?id=7', 'here, under this name'],
          ['sluice get -x 8 --limit-rate 2M https://example.com/disk.iso', '8 connections, 2 MB a second'],
          ['sluice get -i links.txt -j 8 --json', 'a list, for a program'],
          ['curl -s https://example.com/list | sluice get -', 'links from another program'],
          ["sluice get -H 'Referer: https://example.com/' https://example.com/a.mp4", 'with a header'],
        ),
        help.exitCodes,
      ].join('\n'),
    )
    .action((urls, options) => runWith(async () => (await import('../run/get.ts')).get(urls, options)));
}
