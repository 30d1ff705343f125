/** Codecs whose frames are told apart by their headers. `mp3` stands for all three layers of MPEG audio. */
export type FramedCodec = 'aac' | 'mp3' | 'ac3' | 'eac3';

/** What the header of an audio frame says. */
export interface AudioFrame {
  /** `aac`, `mp1`, `mp2`, `mp3`, `ac3`, `eac3`: what it really is, where the name it was looked for under is wider */
  readonly codec: string;
  /** bytes, the header included */
  readonly length: number;
  /** samples of each channel; 0 for a frame that belongs to the one before it (a dependent substream of E-AC-3) */
  readonly samples: number;
  /** samples a second, as the header has it: with SBR (HE-AAC) half of what is heard */
  readonly sampleRate: number;
  /** 0 where the header does not tell (AAC with a channel table of its own) */
  readonly channels: number;
  /** equal for frames that one decoder goes on with: codec, profile, sample rate, channels */
  readonly format: string;
}

/** Bytes that must be there before a header can be judged, of any of the codecs. */
export const headerBytes = 7;
