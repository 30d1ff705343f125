import { expect, test } from 'vitest';
import { pictureLabel } from '../../contract/picture.ts';

test.each([
  [{ width: 1920, height: 1080, fps: 24 }, '1080p'],
  [{ width: 1080, height: 1920, fps: 59.94 }, '1080p60'],
  [{ width: null, height: 720, fps: 50 }, '720p50'],
  [{ width: null, height: 720, fps: null }, '720p'],
  [{ width: null, height: null, fps: null }, ''],
])('a picture is called by its shorter side: %j', (picture, label) => {
  expect(pictureLabel(picture)).toBe(label);
});
