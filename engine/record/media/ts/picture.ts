/** What a parameter set says of all pictures under it. */
export interface PictureFormat {
  /** equal where one decoder goes on: codec, profile, level, size, sampling */
  readonly format: string;
  /** pixels, after cropping */
  readonly width: number;
  readonly height: number;
}

/** What the head of a PES packet of video tells of the picture that begins in it. */
export interface PictureHead {
  /**
   * `yes`: a decoder can begin here. `if-flagged`: it looks so, but only the random access flag of the transport packet
   * makes it sure.
   */
  readonly key: 'yes' | 'no' | 'if-flagged';
  /** an access unit begins here; false for a PES packet that goes on with one */
  readonly begins: boolean;
}

/**
 * Reads the head of a PES packet of video.
 * @param end how many of the bytes are there; more may follow
 * @param onFormat is given the first parameter set that is met and whole
 * @returns `undefined` while more bytes are needed
 */
export type ReadHead = (
  bytes: Uint8Array,
  end: number,
  onFormat: (read: () => PictureFormat | undefined) => void,
) => PictureHead | undefined;
