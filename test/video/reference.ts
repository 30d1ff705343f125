/** The boxes that hold the reference of a track to its media, from the outside in (ISO/IEC 14496-12 section 8.7.2). */
const way = ['moov', 'trak', 'mdia', 'minf', 'dinf', 'dref'];

/**
 * An MP4 whose first track says that its media lies in another file, as QuickTime does (an alias record).
 * @param film its `moov` stands behind its `mdat`, so that nothing moves that has a place
 * @param path absolute
 */
export function withReference(film: Buffer, path: string): Buffer {
  const boxes: number[] = [];
  let [from, to] = [0, film.length];
  for (const type of way) {
    const at = find(film, type, from, to);
    boxes.push(at);
    from = at + 8;
    to = at + film.readUInt32BE(at);
  }
  // version, flags and count of `dref`, then its only entry
  const entry = from + 8;
  const size = film.readUInt32BE(entry);
  const made = aliasOf(path);
  const changed = Buffer.concat([film.subarray(0, entry), made, film.subarray(entry + size)]);
  for (const at of boxes) changed.writeUInt32BE(film.readUInt32BE(at) + made.length - size, at);
  return changed;
}

function find(film: Buffer, type: string, from: number, to: number): number {
  for (let at = from; at + 8 <= to; at += film.readUInt32BE(at)) {
    if (film.toString('latin1', at + 4, at + 8) === type) return at;
    if (film.readUInt32BE(at) < 8) break;
  }
  throw new Error(`no ${type}`);
}

function aliasOf(path: string): Buffer {
  const word = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
  const pascal = (text: string, room: number): Buffer =>
    Buffer.concat([Buffer.from([text.length]), Buffer.from(text.padEnd(room, '\0'))]);
  const absolute = Buffer.from(path.length % 2 === 0 ? path : `${path}\0`);
  const body = Buffer.concat([
    ...[Buffer.from('alis'), Buffer.alloc(4), Buffer.alloc(10), pascal('disk', 27), Buffer.alloc(12)],
    ...[pascal('secret.mp4', 63), Buffer.alloc(16), word(1), word(1), Buffer.alloc(16)],
    // 2: the absolute path
    ...[word(2), word(absolute.length), absolute, word(0xffff), word(0)],
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 4);
  return Buffer.concat([size, body]);
}
