/**
 * The text that bytes from a server most likely mean: UTF-8 when they are valid UTF-8, else windows-1252, as browsers
 * read what calls itself ISO-8859-1.
 */
export function textOfBytes(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The text that bytes mean in a named encoding; `undefined` when the encoding is unknown or the bytes are not of it. */
export function textInEncoding(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes behind percent escapes (RFC 3986 section 2.1); what is no escape stands for itself, in UTF-8. */
export function percentBytes(text: string): Uint8Array {
  const pieces: Buffer[] = [];
  // Every second piece is a run of escapes.
  for (const [index, piece] of text.split(/((?:%[0-9a-f]{2})+)/iu).entries()) {
    pieces.push(index % 2 === 0 ? Buffer.from(piece, 'utf8') : Buffer.from(piece.replaceAll('%', ''), 'hex'));
  }
  return Buffer.concat(pieces);
}
