/** The containers whose media segments can be read. */
export type Container = 'ts' | 'mp4' | 'adts' | 'mp3' | 'ac3' | 'flv' | 'vtt';

/** A place where a picture that stands alone begins: IDR or another random access point. Ticks of its stream. */
export interface KeyPoint {
  readonly pts: number;
  readonly dts: number;
}

/** What one elementary stream of a stored segment holds. */
export interface StreamSummary {
  /** tells streams of a segment apart: the PID, the track id, 0 */
  readonly id: number;
  readonly kind: 'video' | 'audio';
  /** `h264`, `hevc`, `av1`, `vp9`, `mpeg2`, `aac`, `mp3`, `ac3`, `eac3`, `opus`, `flac`, or what the container says */
  readonly codec: string;
  /**
   * equal for two segments that can stand in one file: codec, size of the picture, sample rate, channels, profile. Empty where
   * the segment does not tell, because no keyframe lies in it: then it is as it was before
   */
  readonly format: string;
  /** the same for a person: `1920×1080`, `48 kHz stereo` */
  readonly shown: string;
  /** ticks a second */
  readonly timescale: number;
  /** lowest presentation time in ticks; inside a segment without wraps, from segment to segment as the stream counts */
  readonly first: number;
  /** where the last access unit ends: highest presentation time plus its duration, in ticks */
  readonly end: number;
  /** access units (video) or frames (audio) that begin in this segment */
  readonly units: number;
  /** in their order; empty for audio, where every frame stands alone */
  readonly keys: readonly KeyPoint[];
}

/** What a stored segment holds. */
export interface MediaSummary {
  readonly container: Container;
  readonly streams: readonly StreamSummary[];
  /** ticks after which timestamps begin anew (MPEG-TS: 2^33), or `null` */
  readonly wrap: number | null;
  /** false where the container has no timestamps (bare MP3, AAC): each segment then counts from 0 */
  readonly timed: boolean;
}

/** A media segment that lies decrypted on the disk. */
export interface StoredSegment {
  /** `main`, `audio`, `subtitles-en`, … */
  readonly track: string;
  /** counts the times the server began to count anew */
  readonly epoch: number;
  readonly sequence: number;
  readonly discontinuity: number;
  /** name in the work folder */
  readonly file: string;
  /** name of the initialisation section in the work folder, or `null` */
  readonly map: string | null;
  readonly bytes: number;
  /** seconds, as the playlist said */
  readonly duration: number;
  /** milliseconds since the epoch, or `null` */
  readonly dateTime: number | null;
  /** digest of its name on the server: tells one that goes on from one that began to count anew. Absent: not known. */
  readonly name?: string;
  readonly media: MediaSummary;
}
