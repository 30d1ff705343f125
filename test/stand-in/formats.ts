/** The sets of files that videos are made of. */
export const mediaSpecs = {
  /** what most videos are: all formats up to 1080p */
  film: {
    seconds: 30,
    modified: 1_700_000_000_000_000,
    tone: 440,
    heights: [360, 720, 1080],
    webm: true,
    picture: 'testsrc2',
  },
  /** the same length and other bytes: what lies at the source after it was changed */
  changed: {
    seconds: 30,
    modified: 1_700_001_000_000_000,
    tone: 660,
    heights: [360],
    webm: false,
    picture: 'smptebars',
  },
  /** quick to fetch, for long lists */
  short: { seconds: 6, modified: 1_700_002_000_000_000, tone: 550, heights: [360], webm: false, picture: 'testsrc2' },
} as const satisfies Record<string, MediaSpec>;

export type MediaName = keyof typeof mediaSpecs;

export interface MediaSpec {
  readonly seconds: number;
  /** microseconds since the epoch */
  readonly modified: number;
  /** of ffmpeg's lavfi */
  readonly picture: string;
  /** hertz */
  readonly tone: number;
  readonly heights: readonly number[];
  /** VP9 and Opus too */
  readonly webm: boolean;
}

/** A format as the site knows it, and how ffmpeg makes it. */
export interface FormatSpec {
  readonly itag: number;
  readonly kind: 'video' | 'audio' | 'both';
  readonly container: 'mp4' | 'm4a' | 'webm';
  readonly mime: string;
  readonly picture: { readonly width: number; readonly height: number } | null;
  readonly bitrate: number;
  /** the site's word for it */
  readonly quality: string;
  readonly args: readonly string[];
}

/** A keyframe every two seconds, as the site has them. */
const keys = ['-force_key_frames', 'expr:gte(t,n_forced*2)'];
const h264 = [
  '-c:v',
  'libx264',
  '-preset',
  'ultrafast',
  '-pix_fmt',
  'yuv420p',
  '-sc_threshold',
  '0',
  '-g',
  '9999',
  ...keys,
];
const vp9 = [
  '-c:v',
  'libvpx-vp9',
  '-deadline',
  'realtime',
  '-cpu-used',
  '8',
  '-row-mt',
  '1',
  '-g',
  '50',
  '-pix_fmt',
  'yuv420p',
];
const fragments = ['-movflags', '+dash+global_sidx+frag_keyframe', '-f', 'mp4'];
const soundFragments = ['-movflags', '+dash+global_sidx', '-frag_duration', '2000000', '-f', 'mp4'];
const webm = ['-cues_to_front', '1', '-f', 'webm'];

/** The formats of a set; the smallest picture has its sound in itag 18 too. */
export function formatsOf({ heights, webm: withWebm }: MediaSpec): FormatSpec[] {
  const videos = Object.values(ladder).filter(({ height }) => heights.includes(height));
  return [
    {
      itag: 18,
      kind: 'both',
      container: 'mp4',
      mime: 'video/mp4; codecs="avc1.42001E, mp4a.40.2"',
      bitrate: 350_000,
      picture: { width: 640, height: 360 },
      quality: 'medium',
      args: [
        ...h264,
        '-profile:v',
        'baseline',
        '-b:v',
        '350k',
        '-c:a',
        'aac',
        '-b:a',
        '96k',
        '-movflags',
        '+faststart',
        '-f',
        'mp4',
      ],
    },
    ...videos.map(
      ({ mp4, width, height, quality, bitrate, codec }): FormatSpec => ({
        itag: mp4,
        kind: 'video',
        container: 'mp4',
        mime: `video/mp4; codecs="${codec}"`,
        bitrate,
        picture: { width, height },
        quality,
        args: [...h264, '-b:v', String(bitrate), ...fragments],
      }),
    ),
    // The middle one is left out: VP9 takes long to make.
    ...(withWebm ? videos.filter(({ height }) => height !== 720) : []).map(
      ({ webm: itag, width, height, quality, bitrate }): FormatSpec => ({
        itag,
        kind: 'video',
        container: 'webm',
        mime: 'video/webm; codecs="vp9"',
        bitrate: bitrate * 0.7,
        picture: { width, height },
        quality,
        args: [...vp9, '-b:v', String(bitrate * 0.7), ...webm],
      }),
    ),
    {
      itag: 140,
      kind: 'audio',
      container: 'm4a',
      mime: 'audio/mp4; codecs="mp4a.40.2"',
      picture: null,
      bitrate: 130_000,
      quality: 'tiny',
      args: ['-c:a', 'aac', '-b:a', '128k', '-ac', '2', ...soundFragments],
    },
    ...(withWebm ? [opus] : []),
  ];
}

const ladder = [
  { mp4: 134, webm: 243, width: 640, height: 360, quality: 'medium', bitrate: 400_000, codec: 'avc1.4d401e' },
  { mp4: 136, webm: 247, width: 1280, height: 720, quality: 'hd720', bitrate: 1_200_000, codec: 'avc1.4d401f' },
  { mp4: 137, webm: 248, width: 1920, height: 1080, quality: 'hd1080', bitrate: 2_500_000, codec: 'avc1.640028' },
] as const;

const opus: FormatSpec = {
  itag: 251,
  kind: 'audio',
  container: 'webm',
  mime: 'audio/webm; codecs="opus"',
  picture: null,
  bitrate: 140_000,
  quality: 'tiny',
  args: ['-c:a', 'libopus', '-b:a', '128k', '-ac', '2', ...webm],
};
