/** Length above which putting a list together anew is felt. */
const long = 1000;

/**
 * Milliseconds that a list rests between two times of being put together anew while tasks come and go by themselves. Each
 * row shows its own state at once in any case; it is only where the row stands that may lag, by a second in ten thousand.
 *
 * @param length how many rows there are
 */
export function restOf(length: number): number {
  return length <= long ? 0 : Math.min(2000, length / 10);
}
