/** A box of a type around its parts. */
export function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(parts);
  return Buffer.concat([boxHeader(type, body.length), body]);
}

/** The header of a box whose body of `length` bytes follows; in the long form where it has to be. */
export function boxHeader(type: string, length: number): Uint8Array {
  const name = Buffer.from(type, 'latin1');
  if (length + 8 < 2 ** 32) return Buffer.concat([words(length + 8), name]);
  return Buffer.concat([words(1), name, long(BigInt(length + 16))]);
}

/** Numbers of 32 bits each, in network byte order; negative ones in two's complement. */
export function words(...numbers: readonly number[]): Uint8Array {
  return wordList(numbers);
}

/** As `words`, for any number of them. */
export function wordList(numbers: readonly number[]): Uint8Array {
  const bytes = Buffer.alloc(numbers.length * 4);
  numbers.forEach((number, index) => {
    bytes.writeUInt32BE(number >>> 0, index * 4);
  });
  return bytes;
}

/** A number of 64 bits; negative ones in two's complement. */
export function long(number: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt.asUintN(64, number));
  return bytes;
}
