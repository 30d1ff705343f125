import { Command, Option } from '@commander-js/extra-typings';
import { presetNames, resolverChoices, soundForms } from '../../contract/video-choices.ts';
import {
  clipOption,
  collect,
  connectionsOption,
  formatOption,
  itemsOption,
  languagesOption,
  rateOption,
  wholeNumber,
} from '../parse/options.ts';
import { examples, help } from '../text/help.ts';
import { runWith } from './run-with.ts';

/** `sluice youtube`. */
export function youtubeCommand() {
  return new Command('youtube')
    .alias('video')
    .description(help.youtube)
    .argument('[url...]', help.videos)
    .option('-f, --format <which>', help.videoFormat(presetNames), formatOption)
    .addOption(new Option('--audio', help.audio).conflicts('format'))
    .addOption(new Option('--audio-codec <codec>', help.audioCodec).choices(soundForms))
    .option('--subs <languages>', help.subs, languagesOption)
    .option('--auto-subs', help.autoSubs)
    .option('--embed-subs', help.embedSubs)
    .option('--no-chapters', help.noChapters)
    .option('--no-thumbnail', help.noThumbnail)
    .option('--no-tags', help.noTags)
    .option('--clip <from-to>', help.clip, clipOption)
    .option('--playlist', help.playlist)
    .addOption(new Option('--video', help.onlyVideo).conflicts(['playlist', 'items', 'list']))
    .option('--items <numbers>', help.items, itemsOption)
    .addOption(new Option('--resolver <which>', help.resolver).choices(resolverChoices))
    .option('-F, --list-formats', help.listFormats)
    .addOption(new Option('--list', help.listEntries).conflicts('listFormats'))
    .option('--from-start', help.liveFromStart)
    .option('--wait', help.waitForVideo)
    .option('-o, --output <name>', help.outputVideo)
    .option('-d, --dir <folder>', help.dir)
    .option('-i, --input <file>', help.input, collect)
    .option('-x, --connections <count>', help.connections, connectionsOption)
    .option('-j, --jobs <count>', help.jobs, wholeNumber(1, 64))
    .option('--limit-rate <rate>', help.limitRate, rateOption)
    .option('-H, --header <line>', help.header, collect)
    .option('--cookies <file>', help.cookies)
    .option('-u, --user <name>', help.user)
    .option('--proxy <address>', help.proxy)
    .addOption(new Option('--duplicate <what>', help.duplicateVideo).choices(['ask', 'skip', 'keep'] as const))
    .option('--priority <number>', help.priority, wholeNumber(-10, 10))
    .option('--detach', help.detach)
    .option('--json', help.json)
    .option('-q, --quiet', help.quiet)
    .addHelpText(
      'after',
      [
        help.youtubeMore,
        examples(
          ['sluice youtube https://youtu.be/jNQXAC9IVRw', 'the best there is'],
          ['sluice youtube -f 720p --subs en,ru --embed-subs URL', 'with subtitles inside'],
          ['sluice youtube --audio-codec mp3 URL', 'only the sound, as MP3'],
          ['sluice youtube --clip 1:00-2:30 URL', 'a part of it'],
          ['sluice youtube -F URL', 'what can be had of it'],
          ['sluice youtube --list URL', 'what is in a playlist or channel'],
          ['sluice youtube --items 1-5,8 URL', 'some of a playlist'],
          ['sluice video https://site.example/watch/7', 'another site, by yt-dlp'],
        ),
        help.exitCodes,
      ].join('\n'),
    )
    .action((urls, options) => runWith(async () => (await import('../run/youtube.ts')).youtube(urls, options)));
}
