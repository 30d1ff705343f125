import { dig, listOf, numberOf, wordOf } from './dig.ts';

/** The formats of an answer, sorted by whether they can be fetched. */
export interface UsableFormats {
  /** with an address, if only one that has to be worked out */
  readonly usable: readonly unknown[];
  readonly withoutAddress: number;
  readonly encrypted: number;
}

/** Formats that can be fetched as files: neither encrypted, nor made of pieces that only a player asks for. */
export function usableFormats(formats: readonly unknown[]): UsableFormats {
  const usable: unknown[] = [];
  let withoutAddress = 0;
  let encrypted = 0;
  for (const format of formats) {
    if (listOf(dig(format, 'drmFamilies')).length > 0 || wordOf(dig(format, 'drmTrackType')) !== null) encrypted += 1;
    else if (!hasAddress(format)) withoutAddress += 1;
    else if (numberOf(dig(format, 'itag')) !== null && !isPieces(format)) usable.push(format);
  }
  return { usable, withoutAddress, encrypted };
}

function hasAddress(format: unknown): boolean {
  return ['url', 'signatureCipher', 'cipher'].some((name) => wordOf(dig(format, name)) !== null);
}

/** Media segments of a broadcast, or a format that is put together while it is asked for: not a file with ranges. */
function isPieces(format: unknown): boolean {
  return numberOf(dig(format, 'targetDurationSec')) !== null || dig(format, 'type') === 'FORMAT_STREAM_TYPE_OTF';
}
