/** Ticks a second of all timestamps of a transport stream. */
export const ticksPerSecond = 90_000;

/** Ticks after which they begin anew (33 bits). */
export const wrapTicks = 2 ** 33;

/** Reads the PTS or DTS at `at` (ISO/IEC 13818-1 section 2.4.3.7). 33 bits do not fit into the integers of shifts. */
export function readTimestamp(data: Uint8Array, at: number): number {
  const high = ((data[at] ?? 0) >> 1) & 0x07;
  const middle = ((data[at + 1] ?? 0) << 7) | ((data[at + 2] ?? 0) >> 1);
  const low = ((data[at + 3] ?? 0) << 7) | ((data[at + 4] ?? 0) >> 1);
  return high * 2 ** 30 + middle * 2 ** 15 + low;
}

/** Writes a PTS or DTS at `at`, modulo 2^33; the four bits that say which of them it is stay. */
export function writeTimestamp(data: Uint8Array, at: number, ticks: number): void {
  const value = modulo(ticks);
  const high = Math.floor(value / 2 ** 30);
  const rest = value % 2 ** 30;
  data[at] = ((data[at] ?? 0) & 0xf0) | (high << 1) | 1;
  data[at + 1] = (rest >> 22) & 0xff;
  data[at + 2] = ((rest >> 14) & 0xfe) | 1;
  data[at + 3] = (rest >> 7) & 0xff;
  data[at + 4] = ((rest << 1) & 0xfe) | 1;
}

/** Adds to the base of the PCR at `at` (section 2.4.3.5), modulo 2^33; its extension stays. */
export function moveClock(data: Uint8Array, at: number, ticks: number): void {
  const upper =
    (data[at] ?? 0) * 2 ** 24 + (((data[at + 1] ?? 0) << 16) | ((data[at + 2] ?? 0) << 8) | (data[at + 3] ?? 0));
  const last = data[at + 4] ?? 0;
  const value = modulo(upper * 2 + (last >> 7) + ticks);
  const bits = Math.floor(value / 2);
  data[at] = Math.floor(bits / 2 ** 24);
  data[at + 1] = (bits >> 16) & 0xff;
  data[at + 2] = (bits >> 8) & 0xff;
  data[at + 3] = bits & 0xff;
  data[at + 4] = ((value % 2) << 7) | (last & 0x7f);
}

/** The ticks as a number of 33 bits. */
function modulo(ticks: number): number {
  const rest = ticks % wrapTicks;
  return rest < 0 ? rest + wrapTicks : rest;
}

/** Takes the wraps out of the timestamps of one segment: each is read as the one nearest to the first. */
export class Unwrap {
  #first: number | undefined;

  /** @param raw a timestamp as it was read; @returns it without a wrap, perhaps below 0 or above 2^33 */
  of(raw: number): number {
    this.#first ??= raw;
    const distance = raw - this.#first;
    if (distance > wrapTicks / 2) return raw - wrapTicks;
    return distance < -wrapTicks / 2 ? raw + wrapTicks : raw;
  }
}
