import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatChoice } from '../../../contract/video.ts';
import { presetNames } from '../../../contract/video-choices.ts';
import { formatIds } from '../../../engine/sources/yt-dlp/format-ids.ts';

test('names that fit stay, others come close', () => {
  expect(
    formatIds(['137', '140-drc', 'hls-1080p', 'audio 0/English (US)', '137', '720p', 'best', '', '-x', 'a+b']),
  ).toEqual([
    ...['137', '140-drc', 'hls-1080p', 'f-audio-0-English-US-', '137-2', 'f-720p', 'f-best', 'f-', 'f--x', 'f-a-b'],
  ]);
});

test('whatever the names are, each can be chosen and means one format only', () => {
  const name = fc.oneof(fc.string({ maxLength: 100 }), fc.constantFrom(...presetNames, 'a', 'a-2', 'f-a'));
  fc.assert(
    fc.property(fc.array(name, { maxLength: 30 }), (given) => {
      const ids = formatIds(given);
      expect(ids).toHaveLength(given.length);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) {
        expect(formatChoice.safeParse(id).success).toBe(true);
        expect(presetNames).not.toContain(id);
      }
      expect(formatIds(given)).toEqual(ids);
    }),
  );
});
