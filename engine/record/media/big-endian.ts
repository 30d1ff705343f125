import { corrupt } from './corrupt.ts';

/** Numbers in network byte order. Each throws `corrupt-media` where the data ends before the number does. */

export function u8(data: Uint8Array, at: number): number {
  const value = data[at];
  if (value === undefined) throw ended(data, at);
  return value;
}

export function u16(data: Uint8Array, at: number): number {
  return (u8(data, at) << 8) | u8(data, at + 1);
}

export function u24(data: Uint8Array, at: number): number {
  return (u16(data, at) << 8) | u8(data, at + 2);
}

export function u32(data: Uint8Array, at: number): number {
  return i32(data, at) >>> 0;
}

/** Two's complement. */
export function i32(data: Uint8Array, at: number): number {
  const last = data[at + 3];
  if (at < 0 || last === undefined) throw ended(data, at);
  return ((data[at] ?? 0) << 24) | ((data[at + 1] ?? 0) << 16) | ((data[at + 2] ?? 0) << 8) | last;
}

/** Sizes and times beyond 2^53 are exact only as a bigint. */
export function u64(data: Uint8Array, at: number): bigint {
  return (BigInt(u32(data, at)) << 32n) | BigInt(u32(data, at + 4));
}

/** Latin-1 text of `length` bytes, such as the four characters of a box type. */
export function latin1(data: Uint8Array, at: number, length: number): string {
  if (at < 0 || at + length > data.length) throw ended(data, at);
  return Buffer.from(data.buffer, data.byteOffset + at, length).toString('latin1');
}

function ended(data: Uint8Array, at: number): Error {
  return corrupt(`the data ends at ${data.length}, read at ${at}`);
}
