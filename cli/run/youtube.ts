import type { ResolverChoice, VideoOptions } from '../../contract/video.ts';
import type { Clip } from '../parse/clip.ts';
import type { NumberRange } from '../parse/items.ts';
import { wrong } from '../text/say.ts';
import type { VideoWishes } from '../video/wishes.ts';
import { WrongUse } from '../wrong-use.ts';
import { addVideos, type VideoRequest } from './add-videos.ts';
import { type DownloadOptions, downloadFrom } from './download.ts';
import { fetchAll } from './fetch.ts';
import { stopOpen } from './interrupt.ts';
import { checkOneLink, linksFrom } from './links.ts';
import { lookOnly } from './look-only.ts';
import { mannersFrom } from './manners.ts';
import { reporterFor } from './reporter-for.ts';
import { withLogin } from './transfer.ts';
import { VideoOrList } from './video-or-list.ts';

/** The options of `sluice youtube`, as they were read. */
export interface YoutubeOptions extends DownloadOptions {
  readonly format?: string | undefined;
  readonly audio?: boolean | undefined;
  readonly audioCodec?: VideoOptions['audio'] | undefined;
  readonly subs?: string[] | undefined;
  readonly autoSubs?: boolean | undefined;
  readonly embedSubs?: boolean | undefined;
  /** false where they are not wanted */
  readonly chapters?: boolean | undefined;
  readonly thumbnail?: boolean | undefined;
  readonly tags?: boolean | undefined;
  readonly clip?: Clip | undefined;
  readonly playlist?: boolean | undefined;
  readonly video?: boolean | undefined;
  readonly items?: readonly NumberRange[] | undefined;
  readonly resolver?: ResolverChoice | undefined;
  readonly listFormats?: boolean | undefined;
  readonly list?: boolean | undefined;
  readonly fromStart?: boolean | undefined;
  readonly wait?: boolean | undefined;
}

/** `sluice youtube`: finds out what links to videos and lists lead to, and gets it or shows it. Returns the exit code. */
export async function youtube(urls: readonly string[], options: YoutubeOptions): Promise<number> {
  const reporter = reporterFor(options);
  const request = await requestFrom(urls, options);
  const links = await withLogin(request.links, options, reporter);
  const manners = mannersFrom(options, links);
  if (options.listFormats === true || options.list === true) {
    return lookOnly({ ...request, links }, { list: options.list === true, json: options.json === true });
  }
  const videoOrList = new VideoOrList(reporter, { mayAsk: manners.asks, several: manners.several });
  const interrupt = stopOpen((line) => {
    if (manners.talks) reporter.note(line);
  });
  return fetchAll({
    options,
    reporter,
    interrupt,
    begin: (session, abort) => addVideos({ ...request, links }, { ...manners, session, reporter, videoOrList, abort }),
  });
}

/** What is asked of the links, from everything the command line says. */
async function requestFrom(urls: readonly string[], options: YoutubeOptions): Promise<VideoRequest> {
  const { playlist, video, items, resolver, wait, fromStart, output, clip } = options;
  const links = await linksFrom(urls, options.input ?? []);
  checkOneLink(links, { '--output': output, '--clip': clip });
  const { name, shared } = await downloadFrom(options);
  const asList = playlist === true || items !== undefined;
  return {
    links,
    video: wishesFrom(options),
    ...(asList ? { as: 'list' as const } : video === true ? { as: 'video' as const } : {}),
    ...(resolver === undefined ? {} : { resolver }),
    ...(items === undefined ? {} : { items }),
    ...(name === undefined ? {} : { name }),
    recording: { ...(fromStart === true ? { from: 'start' } : {}), ...(wait === true ? { wait } : {}) },
    shared,
  };
}

/** What is asked of each video; what was not said is left to the settings. */
function wishesFrom(options: YoutubeOptions): VideoWishes {
  const { format, audio, audioCodec, subs, autoSubs, embedSubs, chapters, thumbnail, tags, clip, resolver } = options;
  if (subs === undefined && (autoSubs === true || embedSubs === true)) throw new WrongUse(wrong.whichSubtitles);
  // who wants the sound in a codec wants the sound
  const onlySound = audio === true || (audioCodec !== undefined && format === undefined);
  return {
    ...(onlySound ? { format: 'audio' } : format === undefined ? {} : { format }),
    ...(audioCodec === undefined ? {} : { audio: audioCodec }),
    ...(subs === undefined
      ? {}
      : {
          subtitles: { languages: subs, automatic: autoSubs === true, as: embedSubs === true ? 'embedded' : 'files' },
        }),
    ...(chapters === false ? { chapters } : {}),
    ...(thumbnail === false ? { thumbnail } : {}),
    ...(tags === false ? { tags } : {}),
    ...(clip === undefined ? {} : { clip }),
    ...(resolver === undefined ? {} : { resolver }),
  };
}
