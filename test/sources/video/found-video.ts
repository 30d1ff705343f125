import type { FoundEntry, FoundFormat, FoundList, FoundVideo } from '../../../engine/sources/video/found.ts';

const place = { url: 'https://media.example/a', headers: [], chunk: null };

/** A video as a resolver finds it, with one format. */
export function foundVideo(change: Partial<FoundVideo> = {}): FoundVideo {
  return {
    ...{ kind: 'video', url: 'https://site.example/v', site: 'Site', id: 'v', title: 'A video', channel: 'A channel' },
    answeredBy: { resolver: 'builtin', version: '1', client: 'TV' },
    ...{ duration: 60, published: '2026-01-31', live: 'no', startsAt: null, description: null, chapters: [] },
    ...{ formats: [foundFormat()], subtitles: [], pictures: [], hls: null, dash: null },
    ...change,
  };
}

/** A format with picture and sound. */
export function foundFormat(change: Partial<FoundFormat> = {}): FoundFormat {
  return {
    ...{ id: '18', kind: 'both', container: 'mp4', width: 640, height: 360, fps: 30, hdr: false },
    ...{ videoCodec: 'avc1.42001E', audioCodec: 'mp4a.40.2', bitrate: 500_000, audioBitrate: 96_000, channels: 2 },
    ...{ language: null, original: true, size: 4_000_000, approximate: false, road: 'https', place, index: null },
    ...change,
  };
}

/** A list of so many videos, whose links begin with `base`. */
export function foundList(base: string, length: number, change: Partial<FoundList> = {}): FoundList {
  return {
    ...{ kind: 'list', url: `${base}list`, site: 'Site', id: 'l', title: 'A list', channel: 'A channel' },
    answeredBy: { resolver: 'builtin', version: '1', client: null },
    ...{ count: length, next: null, entries: Array.from({ length }, (_, at) => foundEntry(base, at + 1)) },
    ...change,
  };
}

function foundEntry(base: string, number: number): FoundEntry {
  const id = `v${number}`;
  return {
    ...{ number, id, url: `${base}${id}`, title: `Video ${number}`, channel: null, duration: 60, live: false },
    missing: null,
  };
}
