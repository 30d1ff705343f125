/** A piece of an endless stream that `readSegment` can read. */
export interface Chunk {
  readonly data: Uint8Array;
  /** what stands before it: header and sequence headers of FLV; `null` for the others */
  readonly init: Uint8Array | null;
  /** seconds, by its timestamps or its frames */
  readonly duration: number;
}

/** Splits an endless stream into pieces. */
export interface Chunker {
  /**
   * @param bytes of any length; are kept
   * @returns what is whole now
   * @throws Failure `corrupt-media`, `unsupported` when the stream is none that can be recorded
   */
  push(bytes: Uint8Array): Chunk[];
  /** The rest, at the end of the stream. What is not whole of it is left out. */
  end(): Chunk[];
  /**
   * After the end: what was left out because it is not whole, with which a chunker of the same stream can begin; `null` where a
   * stream cannot be gone on with in the middle.
   */
  rest(): Uint8Array | null;
}

/** Seconds behind which a keyframe begins a chunk, and behind which anything does: what is not stored yet is lost in a crash. */
const enough = 1;
const atMost = 2;
/** Bytes above which a chunk ends wherever it can: nobody may make it grow without an end. */
export const mostBytes = 16 * 1024 * 1024;

/** Whether a chunk ends before a unit. @param elapsed seconds from the first unit of the chunk to this one */
export function isDue(elapsed: number, key: boolean): boolean {
  return elapsed >= atMost || (key && elapsed >= enough);
}

/** Seconds by which timestamps may jump, ahead or back, within a chunk: its times have to hang together. */
const mostJump = 5;

/** Whether timestamps broke off between a unit and the one before it. @param step seconds between them */
export function isJump(step: number): boolean {
  return step > mostJump || step < -mostJump;
}
