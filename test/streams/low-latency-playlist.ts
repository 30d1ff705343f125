/** A rendition of a stream that comes in partial segments. */
export interface Rendition {
  /** the folder it is served in */
  readonly name: string;
  /** seconds of each partial segment, in their order */
  readonly parts: readonly number[];
}

/** What a playlist of partial segments is made for (RFC 8216bis). */
export interface LowLatencyShape {
  /** partial segments to a media segment */
  readonly perSegment: number;
  /** EXT-X-TARGETDURATION and PART-TARGET, seconds */
  readonly target: number;
  readonly partTarget: number;
  /** media segments a playlist names at most */
  readonly window: number;
  /** CAN-SKIP-UNTIL, seconds; `null`: no delta updates */
  readonly skipUntil: number | null;
}

/** How far a stream has come. */
export interface Edge {
  /** partial segments that are there */
  readonly parts: number;
  readonly ended: boolean;
}

/**
 * A media playlist as it is now, or as a delta update of it (RFC 8216bis sections 4.4.3.7, 4.4.3.8, 4.4.4.9, 4.4.5.2 to 4.4.5.4).
 * @param skip leave out what is older than the skip boundary (`_HLS_skip=YES`)
 */
export function lowLatencyPlaylist(
  rendition: Rendition,
  others: readonly Rendition[],
  shape: LowLatencyShape,
  edge: Edge,
  skip: boolean,
): string {
  const { perSegment, target, partTarget, window, skipUntil } = shape;
  const whole = wholeSegments(edge, perSegment);
  const first = Math.max(0, whole - window);
  const lengthOf = (segment: number): number => sum(partsOf(rendition, segment, perSegment, edge));
  let behind = 0;
  let skipTo = whole;
  while (skipTo > first && behind <= (skipUntil ?? 0)) behind += lengthOf(--skipTo);
  const skipped = skip && skipUntil !== null ? skipTo - first : 0;
  const control = [
    'CAN-BLOCK-RELOAD=YES',
    `PART-HOLD-BACK=${3 * partTarget}`,
    ...(skipUntil === null ? [] : [`CAN-SKIP-UNTIL=${skipUntil}`]),
  ];
  const lines = [
    ...['#EXTM3U', `#EXT-X-TARGETDURATION:${target}`, '#EXT-X-VERSION:9'],
    ...[`#EXT-X-SERVER-CONTROL:${control.join(',')}`, `#EXT-X-PART-INF:PART-TARGET=${partTarget}`],
    `#EXT-X-MEDIA-SEQUENCE:${first}`,
    ...(skipped > 0 ? [`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`] : ['#EXT-X-MAP:URI="init.mp4"']),
  ];
  for (let segment = first + skipped; segment <= whole; segment += 1) {
    // Partial segments are named for as long as three target durations.
    const named = segment === whole || (whole - segment) * target <= 3 * target;
    const lengths = partsOf(rendition, segment, perSegment, edge);
    for (const [at, length] of named ? lengths.entries() : []) {
      const independent = at === 0 ? ',INDEPENDENT=YES' : '';
      lines.push(`#EXT-X-PART:DURATION=${length.toFixed(6)},URI="part${segment * perSegment + at}.m4s"${independent}`);
    }
    if (segment < whole || (edge.ended && lengths.length > 0)) {
      lines.push(`#EXTINF:${sum(lengths).toFixed(6)},`, `segment${segment}.m4s`);
    }
  }
  if (edge.ended) return `${[...lines, '#EXT-X-ENDLIST'].join('\n')}\n`;
  lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part${edge.parts}.m4s"`);
  const last = `LAST-MSN=${whole},LAST-PART=${(edge.parts % perSegment) - 1}`;
  const before = `LAST-MSN=${whole - 1},LAST-PART=${perSegment - 1}`;
  const report = edge.parts % perSegment === 0 ? before : last;
  for (const { name } of others) lines.push(`#EXT-X-RENDITION-REPORT:URI="../${name}/live.m3u8",${report}`);
  return `${lines.join('\n')}\n`;
}

/** Media segments that are whole; what is behind them when the stream ends is the last one, in part. */
export function wholeSegments({ parts }: Edge, perSegment: number): number {
  return Math.floor(parts / perSegment);
}

function partsOf({ parts }: Rendition, segment: number, perSegment: number, edge: Edge): readonly number[] {
  return parts.slice(segment * perSegment, Math.min(edge.parts, (segment + 1) * perSegment));
}

function sum(lengths: readonly number[]): number {
  return lengths.reduce((total, length) => total + length, 0);
}
