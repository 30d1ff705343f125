/** What tells how large and how smooth a picture is. */
interface Picture {
  readonly width: number | null;
  readonly height: number | null;
  /** frames a second */
  readonly fps: number | null;
}

/** Frames a second above which motion looks smoother than usual, so that it is worth a word. */
const usualFps = 31;

/** Lines as in `1080p`: of a picture that stands upright, the shorter side. */
export function linesOf({ width, height }: Pick<Picture, 'width' | 'height'>): number | null {
  return width === null || height === null ? height : Math.min(width, height);
}

/** `1080p`, `1080p60`; empty where there is no picture. */
export function pictureLabel({ fps, ...size }: Picture): string {
  const lines = linesOf(size);
  return lines === null ? '' : `${lines}p${fps !== null && fps > usualFps ? Math.round(fps) : ''}`;
}
