/**
 * Gives the memory of large bytes back at once. Left to the garbage collector, every few of them that come one after another
 * make it look through the whole heap. Nobody may use them, or others in the same memory, afterwards. Small ones are left
 * alone: theirs may be shared (`Buffer.poolSize`).
 */
export function freeMemory(bytes: Uint8Array): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength > Buffer.poolSize) buffer.transfer(0);
}
