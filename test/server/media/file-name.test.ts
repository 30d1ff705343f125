import { parse } from 'content-disposition';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dispositionOf } from '../../../server/media/file-name.ts';

test('any name makes one field that ends where it should and gives the name back', () => {
  // halves of surrogate pairs among them
  const any = fc.array(fc.nat(0xffff), { maxLength: 8 }).map((units) => String.fromCharCode(...units));
  const part = fc.oneof(any, fc.constantFrom('\r\n', '"', '\\', ';', '%', '%0d', "'", '\ud800', 'é', 'a.mp4', '\0'));
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
      const name = `${parts.join('').replaceAll('/', '')}.mp4`;
      const field = dispositionOf(`/folder/${name}`, 'attachment');
      expect(field).toMatch(/^[\x20-\x7e]*$/);
      const { type, parameters } = parse(field);
      expect(Object.keys(parameters).every((key) => key === 'filename' || key === 'filename*')).toBe(true);
      expect([type, parameters['filename']]).toEqual(['attachment', name.toWellFormed()]);
    }),
  );
});
