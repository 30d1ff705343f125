import { extname } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.ts': 'video/mp2t',
  '.mp4': 'video/mp4',
  '.m4s': 'video/mp4',
  '.m4a': 'audio/mp4',
  '.mkv': 'video/x-matroska',
  '.mka': 'audio/x-matroska',
  '.webm': 'video/webm',
  '.mp3': 'audio/mpeg',
  '.aac': 'audio/aac',
  '.adts': 'audio/aac',
  '.ac3': 'audio/ac3',
  '.flv': 'video/x-flv',
  '.opus': 'audio/ogg',
  '.ogg': 'audio/ogg',
  '.flac': 'audio/flac',
  '.vtt': 'text/vtt; charset=utf-8',
};

/** The media type of a file by its name; never one that a browser would run or draw as a page. */
export function mediaType(name: string): string {
  return types[extname(name).toLowerCase()] ?? 'application/octet-stream';
}
