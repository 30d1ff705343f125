/** Seconds between two marks of an axis: round for people. */
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
/**
 * Places on an axis where a time is written, in seconds.
 *
 * @param span seconds that the axis shows
 * @param pixels how wide it is
 * @param room pixels that a written time takes with some air around it
 */
export function ticksOf(span: number, pixels: number, room: number): readonly number[] {
  const most = Math.max(1, Math.floor(pixels / room));
  const longest = steps.at(-1) ?? 1;
  const step = steps.find((one) => span / one <= most) ?? longest * Math.ceil(span / (most * longest));
  return Array.from({ length: Math.floor(span / step + 1e-9) + 1 }, (_, index) => index * step);
}
