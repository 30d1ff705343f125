import type { Socket } from 'node:net';
import { Failure } from '../../contract/errors.ts';

/** Bytes one frame may have on its way to the instance. */
export const longestRequest = 16 * 1024 * 1024;
/** Bytes one frame may have on its way back: a hundred thousand tasks that were just added. */
export const longestReply = 256 * 1024 * 1024;

const lineEnd = 0x0a;

/**
 * Cuts what arrives at line ends and hands on each line as the JSON it is. Ends the connection when a line is longer than
 * `longest` bytes or is no JSON.
 */
export function readFrames(socket: Socket, longest: number, take: (frame: unknown) => void): void {
  let parts: Buffer[] = [];
  let size = 0;
  socket.on('data', (chunk: Buffer) => {
    let start = 0;
    for (let end = chunk.indexOf(lineEnd); end !== -1; end = chunk.indexOf(lineEnd, start)) {
      parts.push(chunk.subarray(start, end));
      size += end - start;
      start = end + 1;
      if (size > longest) break;
      const text = Buffer.concat(parts).toString('utf8');
      parts = [];
      size = 0;
      let frame: unknown;
      try {
        frame = JSON.parse(text);
      } catch (error) {
        socket.destroy(new Failure('invalid-input', { detail: 'a frame is no JSON', cause: error }));
        return;
      }
      take(frame);
      if (socket.destroyed) return;
    }
    if (start < chunk.length) {
      parts.push(chunk.subarray(start));
      size += chunk.length - start;
    }
    if (size > longest) socket.destroy(new Failure('invalid-input', { detail: 'a frame is too long' }));
  });
}

/**
 * Sends one frame.
 * @returns false when the other side does not keep up; `drain` of the socket says when it does again
 */
export function writeFrame(socket: Socket, frame: object): boolean {
  return socket.writable && socket.write(`${JSON.stringify(frame)}\n`);
}
