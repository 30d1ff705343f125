import { codecLabel } from '../../contract/codecs.ts';
import type { PresetOffer, VideoFormat, VideoInfo } from '../../contract/video.ts';
import { formatBitrate } from '../format/bitrate.ts';
import type { Paint } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { fittingTable, type OptionalColumn } from '../summary/fitting-table.ts';
import {
  answeredText,
  beginsText,
  offerText,
  pictureText,
  sizeText,
  soundText,
  subtitlesText,
  videoText,
} from '../text/video.ts';

const presetColumns: readonly OptionalColumn[] = [
  { title: 'PRESET', align: 'left' },
  { title: 'COMES TO', align: 'left', flexible: true },
  { title: 'FORMATS', align: 'left', leave: 1 },
];

const formatColumns: readonly OptionalColumn[] = [
  { title: 'ID', align: 'left' },
  { title: 'PICTURE', align: 'left' },
  { title: 'CODEC', align: 'left', leave: 1 },
  { title: 'SOUND', align: 'left', flexible: true },
  { title: 'LANGUAGE', align: 'left', leave: 3 },
  { title: 'BITRATE', align: 'right', leave: 4 },
  { title: 'SIZE', align: 'right', leave: 2 },
  { title: 'FORM', align: 'left', leave: 5 },
];

/**
 * Everything that can be had of a video, for a person: what it is, presets, formats, subtitles, who answered.
 * @param width columns of the terminal; infinite in a file
 */
export function formatLines(video: VideoInfo, width: number, paint: Paint): string[] {
  const { offers, formats, subtitles, chapters, live, startsAt, published } = video;
  const facts = [
    published === null ? '' : `published ${printable(published)}`,
    live === 'upcoming' ? beginsText(startsAt) : '',
    chapters.length === 0 ? '' : `chapters: ${chapters.length}`,
    subtitles.length === 0 ? '' : `subtitles: ${subtitlesText(subtitles)}`,
  ];
  return [
    paint.bold(videoText(video)),
    ...facts.filter((fact) => fact !== ''),
    ...titled(presetColumns, offers.map(presetRow), width, paint),
    ...titled(formatColumns, formats.map(formatRow), width, paint),
    paint.dim(answeredText(video.answeredBy)),
  ];
}

function presetRow(offer: PresetOffer): string[] {
  return [offer.preset, offerText(offer), printable(offer.formats.join('+'))];
}

function formatRow(format: VideoFormat): string[] {
  const { kind, language, original } = format;
  const sound = kind === 'video' ? '' : soundText(format.audioCodec, format.audioBitrate);
  return [
    format.id,
    kind === 'audio' ? '' : pictureText(format),
    kind === 'audio' ? '' : codecLabel(format.videoCodec),
    sound,
    language === null ? '' : `${language}${original ? '' : ' (dubbed)'}`,
    format.bitrate === null ? '' : formatBitrate(format.bitrate),
    sizeText(format.size, format.approximate),
    format.road === 'https' ? format.container : `${format.container}, ${format.road}`,
  ].map(printable);
}

function titled(columns: readonly OptionalColumn[], rows: readonly string[][], width: number, paint: Paint): string[] {
  const [titles = '', ...lines] = fittingTable(columns, rows, width);
  return rows.length === 0 ? [] : ['', paint.dim(titles), ...lines];
}
