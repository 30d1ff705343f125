/** Small enough that eight connections stay light, large enough that a write costs little beside its bytes. */
const BLOCK_BYTES = 256 * 1024;
/** Blocks kept for the next connection; more are left to the garbage collector. */
const KEPT = 32;

const free: Buffer[] = [];

/** A block of memory to read into. Memory is used again: a gigabyte through fresh buffers would be garbage twice its size. */
export function takeBlock(): Buffer {
  return free.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES);
}

/** Gives a block back; nobody may touch it afterwards. */
export function giveBlock(block: Buffer): void {
  if (free.length < KEPT) free.push(block);
}
