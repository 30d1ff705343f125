import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { FrontEnd } from './front-end.ts';
import { codeOf, refusal } from './normal.ts';
import type { Scenario } from './scenario.ts';

/** A folder that cannot be made: something else has its name. */
function blocked({ downloads }: FrontEnd): string {
  mkdirSync(downloads, { recursive: true });
  writeFileSync(join(downloads, 'no-folder'), '');
  return join(downloads, 'no-folder', 'inside');
}

export const serviceScenarios: readonly Scenario[] = [
  {
    name: 'what makes no sense is refused with the same codes',
    run: async (front) => {
      front.origin.serve('/sense.bin', { size: 10, seed: 1 });
      const links = [front.origin.url('/sense.bin')];
      return {
        quality: await refusal(front, { links, recording: { quality: 'lovely' } }),
        duration: await refusal(front, { links, recording: { duration: -1 } }),
        checksum: await refusal(front, { links, checksum: 'sha256:12' }),
        priority: await refusal(front, { links, priority: 11 }),
        format: await refusal(front, {
          links: ['https://www.youtube.com/watch?v=shortDirect'],
          video: { format: 'a b' },
        }),
        proxy: await refusal(front, { links, proxy: 'nonsense' }),
        folder: await refusal(front, { links, directory: blocked(front) }),
        setting: await codeOf(front.set('retries', 1000)),
        template: await codeOf(front.set('recordingName', '{nonsense}')),
        show: await codeOf(front.show('0000000000')),
        ledger: await codeOf(front.ledger('0000000000')),
        webhook: await codeOf(front.addWebhook('ftp://127.0.0.1/', ['task.failed'])),
        noWebhook: await codeOf(front.testWebhook('0000000000')),
      };
    },
    expected: {
      quality: 'invalid-input',
      duration: 'invalid-input',
      checksum: 'invalid-input',
      priority: 'invalid-input',
      format: 'invalid-input',
      proxy: 'invalid-input',
      folder: 'folder-missing',
      setting: 'invalid-input',
      template: 'invalid-input',
      show: 'no-such-task',
      ledger: 'no-such-task',
      webhook: 'unsupported',
      noWebhook: 'no-such-place',
    },
  },
  {
    name: 'settings: as they are, and changed',
    run: async (front) => {
      const before = await front.settings();
      const changed = [
        await front.set('retries', 3),
        await front.set('limitRate', 50_000_000),
        await front.set('recordingName', '{title} {part:00}'),
        await front.set('videoFormat', '720p'),
      ];
      const now = await front.settings();
      await front.set('limitRate', null);
      // which one of them alone has to have on
      return { before: { ...before, apiPrivateAddresses: null }, changed, now: { ...now, apiPrivateAddresses: null } };
    },
    expected: { changed: [3, 50_000_000, '{title} {part:00}', '720p'], now: { retries: 3, videoFormat: '720p' } },
  },
  {
    name: 'webhooks: added, tried out, removed',
    run: async (front) => {
      const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
      front.origin.serve('/hook', { size: 0 });
      front.origin.serve('/gone', { fail: { status: 500 } });
      const { id, ...added } = await front.addWebhook(
        front.origin.url('/hook'),
        ['task.completed', 'task.failed'],
        secret,
      );
      const { id: other } = await front.addWebhook(front.origin.url('/gone'), ['fragment.closed']);
      const tested = [await front.testWebhook(id), await front.testWebhook(other)];
      const listed = await front.webhooks();
      await front.removeWebhook(other);
      await front.removeWebhook(id);
      const withoutId = ({ id: _, ...rest }: { readonly id: string }) => rest;
      const heard = front.origin.requests.filter(({ path }) => path === '/hook').map(({ method }) => method);
      return {
        added,
        tested: tested.map(withoutId),
        listed: listed.map(withoutId),
        left: await front.webhooks(),
        heard,
      };
    },
    expected: {
      added: { events: ['task.completed', 'task.failed'], active: true, last: null },
      tested: [
        { last: { status: 200, error: null } },
        { last: { status: 500, error: { code: 'source-unavailable' } } },
      ],
      left: [],
      heard: ['POST'],
    },
  },
  {
    name: 'the doctor finds the same',
    // what is free on a disk is another number each time
    run: async (front) => (await front.examine()).map(({ name, status, advice }) => ({ name, status, advice })),
    expected: expect.arrayContaining([
      { name: 'download folder', status: 'ok', advice: '' },
      { name: 'ffmpeg', status: 'ok', advice: '' },
    ]),
  },
];
