/**
 * The id of a list that has an end: a playlist, the uploads of a channel (`UU…`), an album of music (`OLAK5uy_…`, or `MPREb_…` as
 * its page is called), an editor's choice of music (`RDCLAK5uy_…`), and what is one's own and needs a sign-in (`WL`, `LL`, `LM`).
 * `VL` and `MPSP`, which stand before the id in addresses of pages, are taken off. `null` for anything else: for the other `RD…`,
 * the mixes, too, since they are made up as they are played and have no end.
 */
export function listId(text: string | null): string | null {
  if (text === null) return null;
  const id = /^(?:VL|MPSP)(?=[A-Z])/u.test(text) ? text.replace(/^(?:VL|MPSP)/u, '') : text;
  return pattern.test(id) ? id : null;
}

/** How the lists of old links are called, sixteen hexadecimal digits without their `PL`, or a list as any other. */
export function oldListId(text: string | null): string | null {
  return text !== null && /^[0-9A-F]{16}$/u.test(text) ? `PL${text}` : listId(text);
}

const pattern =
  /^(?:(?:PL|EC|FL|LL|PU|TL|UU)[\w-]{10,64}|OLAK5uy_[\w-]{20,64}|RDCLAK5uy_[\w-]{20,64}|MPREb_[\w-]{8,32}|WL|LL|LM)$/u;
