/** Kinds of pictures that sites give: JPEG, PNG (RFC 2083 section 3.1), WebP (RFC 9649 section 2.4). */
export type PictureKind = 'jpeg' | 'png' | 'webp';

/** What a picture is by its first bytes, for servers say what they like; `null` for anything else. */
export function pictureKind(body: Uint8Array): PictureKind | null {
  const head = Buffer.from(body.subarray(0, 12)).toString('latin1');
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg';
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
  return head.startsWith('RIFF') && head.endsWith('WEBP') ? 'webp' : null;
}
