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
 * Reads a file whose length is known, in memory of its own, in as few system calls as the system allows.
 * @param length bytes; of a longer file the rest is left, of a shorter one there is less
 * @throws errors of the file system
 */
export async function readWhole(path: string, length: number): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.allocUnsafeSlow(length);
    let there = 0;
    while (there < length) {
      const { bytesRead } = await file.read(bytes, there, length - there, there);
      if (bytesRead === 0) break;
      there += bytesRead;
    }
    return bytes.subarray(0, there);
  } finally {
    await file.close();
  }
}
