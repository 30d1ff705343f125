/** Whether a list of validators holds this one (RFC 9110 section 13.1.1). Ours have no comma in them. */
export function namesValidator(list: string, etag: string): boolean {
  return list.trim() === '*' || list.split(',').some((one) => one.trim() === etag);
}

/** The same for `If-None-Match`, to which a weak one is as good (section 13.1.2). */
export function namesWeakly(list: string, etag: string): boolean {
  return namesValidator(list.replace(/W\/(?=")/g, ''), etag);
}
