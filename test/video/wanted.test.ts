import { expect, test } from 'vitest';
import { videoOptions } from '../../contract/video.ts';
import type { FoundFormat } from '../../engine/sources/video/found.ts';
import { wantedOf } from '../../engine/video/wanted.ts';
import { video } from './task.ts';

const asked = videoOptions.parse({});
const place = { url: 'https://media.example/a', headers: [], chunk: null };

function picture(id: string, height: number): FoundFormat {
  return {
    ...{ id, kind: 'both', container: 'mp4', width: null, height, fps: 24, hdr: false, videoCodec: 'avc1' },
    ...{ audioCodec: 'mp4a.40.2', bitrate: null, audioBitrate: null, channels: 2, language: null, original: true },
    ...{ size: null, approximate: false, road: 'https', index: null, place },
  };
}

const two = video([picture('18', 360), picture('22', 720)]);
const chosen = (ids: readonly string[]) => ({
  version: 1 as const,
  formats: ids.map((id) => ({ id, size: null })),
  made: null,
});

test('what an earlier attempt chose stays chosen as long as all of it is there', () => {
  const idsOf = (state: ReturnType<typeof chosen> | undefined) =>
    wantedOf(two, asked, state).choice.formats.map(({ id }) => id);
  expect(idsOf(undefined)).toEqual(['22']);
  expect(idsOf(chosen(['18']))).toEqual(['18']);
  expect(idsOf(chosen(['18', 'gone']))).toEqual(['22']);
});

test('a link to a piece asks for that piece, unless another is asked for', () => {
  const piece = { start: 1, end: 2 };
  expect(wantedOf({ ...two, piece }, asked, undefined).options.clip).toEqual(piece);
  const clip = { start: 3, end: null };
  expect(wantedOf({ ...two, piece }, { ...asked, clip }, undefined).options.clip).toEqual(clip);
});

test('a part behind the end is refused', () => {
  const clip = { start: 12, end: null };
  expect(() => wantedOf(two, { ...asked, clip }, undefined)).toThrow(
    expect.objectContaining({ code: 'invalid-input', detail: 'the clip begins at 12 s of 12 s' }),
  );
});

test('a finished video of which there is only a playlist is had by that', () => {
  const { choice } = wantedOf(video([], { hls: place }), asked, undefined);
  expect(choice.formats).toMatchObject([{ id: 'hls', road: 'hls', place }]);
});
