import { type FileHandle, open } from 'node:fs/promises';
import type { StreamPackets } from '../../ffmpeg/packets.ts';
import { latin1, u32, u64 } from '../media/big-endian.ts';
import { corrupt } from '../media/corrupt.ts';
import { boxesIn, needBody } from '../media/mp4/box.ts';
import { readMp4Track } from './read-mp4-track.ts';

/** Bytes an index may have: days of samples, and still held without trouble. */
const largestIndex = 1 << 29;

interface TopBox {
  readonly type: string;
  readonly start: number;
  /** where its content begins */
  readonly body: number;
  readonly end: number;
}

/**
 * Reads the index of a finished MP4, and nothing of its media: what streams are in it, and that every sample it speaks of lies
 * in the media data that is there.
 * @throws Failure `corrupt-media` when it is not whole
 */
export async function readMp4File(path: string): Promise<StreamPackets[]> {
  const file = await open(path, 'r');
  try {
    const boxes = await topBoxes(file);
    const moov = boxes.find(({ type }) => type === 'moov');
    if (moov === undefined) throw corrupt('the file has no index');
    if (moov.end - moov.body > largestIndex) throw corrupt('its index is too large');
    const index = new Uint8Array(moov.end - moov.body);
    await file.read(index, 0, index.length, moov.body);
    const media = boxes.filter(({ type }) => type === 'mdat').map(({ body, end }) => ({ start: body, end }));
    const header = needBody(index, 'mvhd');
    const timescale = u32(header, header[0] === 1 ? 20 : 12);
    return [...boxesIn(index)].flatMap(({ type, body }) =>
      type === 'trak' ? readMp4Track(body, timescale, media) : [],
    );
  } finally {
    await file.close();
  }
}

async function topBoxes(file: FileHandle): Promise<TopBox[]> {
  const { size: total } = await file.stat();
  const boxes: TopBox[] = [];
  const head = new Uint8Array(16);
  for (let start = 0; start < total; ) {
    const { bytesRead } = await file.read(head, 0, 16, start);
    if (bytesRead < 8) throw corrupt(`the file ends within a box at ${start}`);
    const short = u32(head, 0);
    const size = short === 1 ? Number(u64(head, 8)) : short === 0 ? total - start : short;
    const body = start + (short === 1 ? 16 : 8);
    const end = start + size;
    if (end < body || end > total) throw corrupt(`a box at ${start} of ${size} bytes does not fit into the file`);
    boxes.push({ type: latin1(head, 4, 4), start, body, end });
    start = end;
  }
  return boxes;
}
