/** A piece of a resource (RFC 8216 section 4.3.2.2). Bytes. */
export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** How a media segment is encrypted (RFC 8216 section 4.3.2.4). */
export interface SegmentKey {
  readonly method: 'AES-128';
  /** absolute */
  readonly url: string;
  /** 16 bytes, the implicit one already worked out */
  readonly iv: Uint8Array;
}

/** The initialisation section of a media segment (EXT-X-MAP, a DASH initialization). */
export interface SegmentMap {
  readonly url: string;
  readonly range: ByteRange | null;
  readonly key: SegmentKey | null;
}

/** A media segment as a playlist names it. */
export interface PlaylistSegment {
  /** media sequence number; in DASH the segment's number */
  readonly sequence: number;
  /** discontinuity sequence number; in DASH the number of the period */
  readonly discontinuity: number;
  /** absolute */
  readonly url: string;
  readonly range: ByteRange | null;
  /** seconds, as the playlist says (EXTINF) */
  readonly duration: number;
  /** EXT-X-PROGRAM-DATE-TIME in milliseconds since the epoch, worked out for every segment behind a tag, or `null` */
  readonly dateTime: number | null;
  readonly map: SegmentMap | null;
  readonly key: SegmentKey | null;
  /** EXT-X-GAP: the server does not have it either */
  readonly gap: boolean;
  /** nobody names it, it follows from the clock alone (DASH without a timeline): it may turn out that it never was */
  readonly byClock?: boolean;
}

/** What a server can do for followers of a playlist (EXT-X-SERVER-CONTROL). Seconds. */
interface ServerControl {
  readonly canBlockReload: boolean;
  /** `null` when it gives no delta updates */
  readonly canSkipUntil: number | null;
  /** target duration of partial segments, or `null` */
  readonly partTarget: number | null;
}

/** A media playlist, of HLS or made from a representation of a DASH manifest. */
export interface MediaPlaylist {
  /** absolute, after redirects */
  readonly url: string;
  /** seconds */
  readonly targetDuration: number;
  /** in ascending order of `sequence`; with a delta update the skipped ones have been put in again */
  readonly segments: readonly PlaylistSegment[];
  /** nothing will be added any more (EXT-X-ENDLIST, a static manifest) */
  readonly ended: boolean;
  readonly control: ServerControl;
  /** seconds the server wants between two reloads (DASH minimumUpdatePeriod), or `null` */
  readonly reloadAfter: number | null;
  /** seconds behind the end where playing should begin, or `null` */
  readonly holdBack: number | null;
}
