import { containerOf } from '../../record/media/container.ts';

/** What an answer is, by its first bytes; where they do not tell, by its content type. */
export type BodyKind =
  /** text that begins like a playlist of HLS, or is a list of addresses */
  | 'm3u'
  | 'dash'
  /** a list of addresses in another form: PLS, ASX, XSPF */
  | 'list'
  /** HTML */
  | 'page'
  /** other text, such as JSON or a script */
  | 'text'
  /** media that can be recorded without a playlist: MPEG-TS, FLV, AAC, MP3, AC-3 */
  | 'media'
  | { readonly other: string; readonly isManifest?: true };

/** Bytes that are needed to tell. */
export const bytesToTell = 4096;

/** @param type the content type without parameters */
export function bodyKind(bytes: Uint8Array, type: string): BodyKind {
  const text = Buffer.from(bytes.subarray(0, bytesToTell))
    .toString('utf8')
    .replace(/^[\ufeff\s]+/u, '');
  if (/^#EXTM3U|^#EXT(?:INF:|-X-)|^#[^\n]*\n(?:#[^\n]*\n|\s)*#EXTM3U/u.test(text)) return 'm3u';
  if (/^\[playlist\]/iu.test(text) || /^<(?:asx|\?xml[^>]*>\s*<playlist)[\s>]/iu.test(text)) return 'list';
  if (text.startsWith('<')) return markup(text);
  const signed = signatures.find(([signature]) => startsWith(bytes, signature));
  if (signed !== undefined) return { other: signed[1] };
  const container = containerOf(bytes, null);
  if (container === 'mp4') return { other: 'an MP4 file' };
  if (container === 'vtt') return { other: 'subtitles' };
  if (container !== undefined) return 'media';
  if (endless.has(type)) return 'media';
  if (/^(?:audio|video|image|font)\//u.test(type) && !/mpegurl|scpls/u.test(type)) return { other: type };
  if (isText(bytes))
    return /mpegurl|scpls/u.test(type) || /^https?:\/\/\S+\s*(?:$|[\r\n])/u.test(text) ? 'm3u' : 'text';
  return { other: type === '' ? 'data that is no media' : type };
}

function markup(text: string): BodyKind {
  if (/<MPD[\s>]/u.test(text)) return 'dash';
  if (/<SmoothStreamingMedia[\s>]/u.test(text)) return { other: 'a Smooth Streaming manifest', isManifest: true };
  if (/ns\.adobe\.com\/f4m/u.test(text)) return { other: 'an Adobe HDS manifest', isManifest: true };
  return 'page';
}

function isText(bytes: Uint8Array): boolean {
  return !bytes.subarray(0, bytesToTell).some((byte) => byte < 9 || (byte > 13 && byte < 32 && byte !== 27));
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return Buffer.from(bytes.subarray(0, signature.length)).toString('latin1') === signature;
}

const signatures = [
  ['OggS', 'an Ogg stream'],
  ['\x1aE\xdf\xa3', 'WebM or Matroska'],
  ['0&\xb2u', 'a Windows Media stream'],
  ['RIFF', 'a WAVE or AVI file'],
  ['fLaC', 'a FLAC file'],
  ['PK\x03\x04', 'an archive'],
  ['\x1f\x8b', 'a packed file'],
  ['%PDF', 'a document'],
  ['\x89PNG', 'a picture'],
  ['GIF8', 'a picture'],
  ['\xff\xd8\xff', 'a picture'],
] as const;

/** Types of sound and pictures that a server may begin anywhere in. */
const endless: ReadonlySet<string> = new Set([
  'audio/mpeg',
  'audio/mp3',
  'audio/aac',
  'audio/aacp',
  'audio/x-aac',
  'audio/ac3',
  'video/mp2t',
  'video/x-flv',
]);
