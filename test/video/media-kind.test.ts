import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mediaKind } from '../../engine/video/media-kind.ts';
import { makeMedia } from './media.ts';

const packet = Buffer.concat([Buffer.from([0x47]), Buffer.alloc(187)]);

test.each<[what: string, head: Buffer, kind: string]>([
  ['MPEG-TS', Buffer.concat([packet, packet, packet]), 'mpegts'],
  ['FLV', Buffer.from('FLV\x01'), 'flv'],
  ['Ogg', Buffer.from('OggS\0'), 'ogg'],
  ['FLAC', Buffer.from('fLaC\0'), 'flac'],
  ['MP3 with a tag', Buffer.from('ID3\x03'), 'mp3'],
  ['MP3', Buffer.from([0xff, 0xfb, 0x90, 0x64]), 'mp3'],
  ['AAC', Buffer.from([0xff, 0xf1, 0x50, 0x80]), 'aac'],
  ['WAV', Buffer.from('RIFF....WAVEfmt '), 'wav'],
  ['a fragment of MP4', Buffer.from('\0\0\0\x18moof'), 'mov'],
])('%s', (_what, head, kind) => {
  expect(mediaKind(head)).toBe(kind);
});

test('files as they are made', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-kind-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { aac, opus } = await makeMedia(folder, 'aac', 'opus');
  expect(mediaKind(await readFile(aac))).toBe('mov');
  expect(mediaKind(await readFile(opus))).toBe('matroska');
});

test.each([
  ['nothing', ''],
  ['a playlist', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'],
  ['a list for joining', "ffconcat version 1.0\nfile '/etc/passwd'\n"],
  ['a manifest', '<?xml version="1.0"?><MPD/>'],
  ['a page', '<!doctype html>'],
  ['a picture', 'RIFF....WEBPVP8 '],
  ['a description of a session', 'v=0\no=- 0 0 IN IP4 127.0.0.1\n'],
])('%s is no media', (_what, text) => {
  expect(() => mediaKind(Buffer.from(text))).toThrow(expect.objectContaining({ code: 'corrupt-media' }));
});
