import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IcyFilter } from '../../../../engine/record/media/chunker/icy.ts';

/** A stream with a block of metadata behind each `interval` bytes; `null` for an empty one. */
function woven(sound: Buffer, interval: number, blocks: readonly (Buffer | null)[]): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0, index = 0; at < sound.length; at += interval, index++) {
    parts.push(sound.subarray(at, at + interval));
    if (at + interval > sound.length) break;
    const block = blocks[index % blocks.length] ?? Buffer.alloc(0);
    const length = Math.ceil(block.length / 16);
    parts.push(Buffer.from([length]), Buffer.concat([block], length * 16));
  }
  return Buffer.concat(parts);
}

test('sound comes out as it went in, whatever the pieces, and each new title once', () => {
  const titles = ["it's here", 'Björk – Jóga', ''];
  const blocks = titles.flatMap((title) => [Buffer.from(`StreamTitle='${title}';StreamUrl='http://x';`), null]);
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 3000 });
  const sizes = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 700 }), sizes, (content, interval, pieces) => {
      const sound = Buffer.from(content);
      const stream = woven(sound, interval, blocks);
      const filter = new IcyFilter(interval);
      const [media, found]: [Uint8Array[], string[]] = [[], []];
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = pieces[turn % pieces.length] ?? 1;
        const out = filter.push(stream.subarray(at, at + size));
        media.push(...out.media);
        found.push(...out.titles);
        at += size;
      }
      expect(Buffer.concat(media).equals(sound)).toBe(true);
      const seen = Math.floor(sound.length / interval);
      const expected = Array.from({ length: Math.ceil(seen / 2) }, (_, index) => titles[index % titles.length]);
      expect(found).toEqual(expected);
    }),
  );
});

test('titles of old servers are Latin-1, and the same title again is not told', () => {
  const block = Buffer.from("StreamTitle='caf\xe9';", 'latin1');
  const stream = woven(Buffer.alloc(30), 10, [block]);
  expect(new IcyFilter(10).push(stream).titles).toEqual(['café']);
});
