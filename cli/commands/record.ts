import { Command, Option } from '@commander-js/extra-typings';
import { longestDuration } from '../../contract/duration.ts';
import { collect, duration, momentOption, qualityOption, rateOption } from '../parse/options.ts';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

/** Seconds; the bounds are those of the contract. */
const least = 0.1;
const longestOutage = 1_000_000;

/** `sluice record`. */
export function recordCommand() {
  return new Command('record')
    .description(help.record)
    .argument('<url>', help.stream)
    .option('-r, --recording-duration <time>', help.recordingDuration, duration(least, longestDuration))
    .option('-f, --max-fragment-duration <time>', help.maxFragmentDuration, duration(least, longestDuration))
    .option('--quality <which>', help.quality, qualityOption)
    .addOption(new Option('--output <form>', help.form).choices(['mp4', 'mkv', 'ts', 'audio'] as const))
    .option('-d, --dir <folder>', help.dir)
    .option('-o, --name <name>', help.recordingName)
    .option('--from-start', help.fromStart)
    .option('--give-up <time>', help.giveUp, duration(0, longestOutage))
    .addOption(new Option('--on-gap <what>', help.onGap).choices(['new-fragment', 'go-on'] as const))
    .addOption(
      new Option('--on-discontinuity <what>', help.onDiscontinuity).choices(['new-fragment', 'go-on'] as const),
    )
    .option('--wait', help.wait)
    .option('--at <time>', help.at, momentOption)
    .addOption(new Option('--repeat <rhythm>', help.repeat).choices(['daily', 'weekly'] as const))
    .option('--limit-rate <rate>', help.limitRateOne, rateOption)
    .option('-H, --header <line>', help.header, collect)
    .option('--cookies <file>', help.cookies)
    .option('-u, --user <name>', help.user)
    .option('--proxy <address>', help.proxy)
    .option('--detach', help.detach)
    .option('--json', help.json)
    .option('-q, --quiet', help.quietRecording)
    .addHelpText(
      'after',
      [
        help.recordMore,
        examples(
          ['sluice record https://example.com/live.m3u8', 'until it ends, or Ctrl-C'],
          ['sluice record -r 1h30m -f 10m https://example.com/live.m3u8', '90 minutes, 10 in a file'],
          ['sluice record --quality 720p --output mkv URL', 'another form'],
          ['sluice record --at 20:15 -r 1h --wait URL', 'tonight, as soon as it is live'],
          ['sluice record --output audio -o news https://example.com/radio', 'only the sound'],
          ['sluice record --json -f 60 URL | jq -r "select(.part).path"', 'for a program'],
        ),
        help.exitCodes,
      ].join('\n'),
    )
    .action((url, options) => runWith(async () => (await import('../run/record.ts')).record(url, options)));
}
