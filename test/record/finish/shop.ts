import type { Workshop } from '../../../engine/record/finish/attempt.ts';
import { openFeed } from '../../../engine/record/media/open-feed.ts';
import { run } from '../media/ts/ffmpeg.ts';

/** What fragments of a test are made with. */
export function shop(folder: string, parts: Partial<Workshop> = {}): Workshop {
  return {
    folder,
    output: 'mp4',
    openFeed,
    ffmpeg: '/usr/bin/ffmpeg',
    labels: { title: 'A stream', tracks: new Map() },
    signal: new AbortController().signal,
    onChild: () => {},
    ...parts,
  };
}

/** A packet as ffprobe shows it. Seconds. */
export interface Packet {
  readonly pts: number;
  readonly dts: number;
  readonly flags: string;
  readonly hash: string;
}

interface Probed {
  readonly packets?: readonly {
    readonly stream_index: number;
    readonly pts_time?: string;
    readonly dts_time?: string;
    readonly flags: string;
    readonly data_hash: string;
  }[];
  readonly streams: readonly {
    readonly index: number;
    readonly codec_type: string;
    readonly codec_name: string;
    readonly codec_tag_string: string;
    readonly start_time?: string;
    readonly duration?: string;
    readonly tags?: Readonly<Record<string, string>>;
    readonly disposition: Readonly<Record<string, number>>;
  }[];
  readonly format: {
    readonly start_time: string;
    readonly duration: string;
    readonly tags?: Readonly<Record<string, string>>;
  };
}

/** A file as ffprobe sees it, which nothing of the product is based on. */
export async function look(path: string): Promise<Probed & { readonly of: (kind: string, nth?: number) => Packet[] }> {
  const shown = ['-show_streams', '-show_format', '-show_packets', '-show_data_hash', 'sha256', '-of', 'json'];
  const { out } = await run('ffprobe', ['-v', 'error', ...shown, `file:${path}`]);
  const probed: Probed = JSON.parse(out.toString());
  const of = (kind: string, nth = 0): Packet[] => {
    const index = probed.streams.filter(({ codec_type }) => codec_type === kind)[nth]?.index;
    return (probed.packets ?? [])
      .filter((packet) => packet.stream_index === index)
      .map(({ pts_time, dts_time, flags, data_hash }) => ({
        pts: Number(pts_time),
        dts: Number(dts_time),
        flags,
        hash: data_hash,
      }));
  };
  return { ...probed, of };
}
