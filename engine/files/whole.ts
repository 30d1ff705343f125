import { type FileHandle, open } from 'node:fs/promises';

/**
 * Writes all bytes in as few system calls as the system allows: what Node's own `writeFile` does in pieces of half a MiB costs
 * a change of threads each.
 * @param from where in the file
 * @throws errors of the file system; how much was written then is not known
 */
export async function writeAll(file: FileHandle, bytes: Uint8Array, from = 0): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, written, bytes.length - written, from + written);
    written += bytesWritten;
  }
}

/**
 * Fills memory from a file, in as few system calls as the system allows.
 * @param from where in the file
 * @returns how many bytes are filled: fewer where the file is shorter; of a longer one the rest is left
 * @throws errors of the file system
 */
export async function fillFrom(file: FileHandle, memory: Uint8Array, from = 0): Promise<number> {
  let there = 0;
  while (there < memory.length) {
    const { bytesRead } = await file.read(memory, there, memory.length - there, from + there);
    if (bytesRead === 0) break;
    there += bytesRead;
  }
  return there;
}

/** The same from the beginning of the file with this path. @returns what of the memory is filled */
export async function readInto(path: string, memory: Uint8Array): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    return memory.subarray(0, await fillFrom(file, memory));
  } finally {
    await file.close();
  }
}
