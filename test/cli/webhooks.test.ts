import { expect, test } from 'vitest';
import { candidatesFor } from '../../cli/completion/candidates.ts';
import { buildProgram } from '../../cli/program.ts';
import { webhook, webhookSecret } from '../../contract/webhooks.ts';
import { receiver } from '../webhooks/receiver.ts';
import { newHome } from './sluice.ts';

const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;

test('added, tried out, told by a command that ends, listed and removed', async () => {
  const to = await receiver();
  const home = newHome();
  const added = await home.run(['webhooks', 'add', to.url('/a'), '--secret', secret]);
  expect(added).toMatchObject({ code: 0, stderr: '' });
  const [id = '', key] = added.stdout.trim().split('\t');
  expect(key).toBe(secret);
  const start = id.slice(0, 6).toUpperCase();
  expect(await home.run(['webhooks', 'test', start], { scripted: true })).toEqual({
    ...{ code: 0, stdout: '', stderr: 'taken (HTTP 204)\n' },
  });
  expect((await home.run(['get', '-q', 'http://fixture/ok/a'], { scripted: true })).code).toBe(0);
  // the command did not end before
  expect(to.at('/a').map(({ type }) => type)).toEqual(['test', 'task.completed']);
  const listed = (await home.run(['webhooks'])).stdout.trimEnd().split('\t');
  expect(listed).toEqual([id, 'all', '0', expect.stringMatching(/^\d{4}-\d\d-\d\d .* taken$/), to.url('/a')]);

  const other = await home.run(['webhooks', 'add', '-e', 'task.failed', '--json', to.url('/b')]);
  const { webhook: second, secret: made } = JSON.parse(other.stdout);
  expect(webhookSecret.parse(made)).not.toBe(secret);
  to.answer = (response) => response.writeHead(404).end();
  // not signed by the receiver's key: it hangs up
  const failed = await home.run(['webhooks', 'test', '--json', second.id], { scripted: true });
  expect(failed).toMatchObject({ code: 4, stderr: '' });
  expect(webhook.parse(JSON.parse(failed.stdout)).last).toMatchObject({ status: null, error: { code: 'network' } });
  expect(await home.run(['webhooks', 'remove', second.id, id])).toEqual({ code: 0, stdout: '', stderr: '' });
  expect(await home.run(['webhooks', 'remove', id])).toMatchObject({ code: 3 });
  expect(await home.run(['webhooks', 'list', '--json'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('what is no event or no key is refused, and the key is not repeated', async () => {
  const home = newHome();
  const add = (...more: string[]) => home.run(['webhooks', 'add', 'https://a.example/', ...more]);
  const [event, key] = await Promise.all([add('-e', 'task.begun'), add('--secret', 'whsec_short')]);
  expect(event).toMatchObject({ code: 2, stderr: expect.stringContaining('"task.begun" is no event') });
  expect(key).toMatchObject({ code: 2, stderr: expect.stringContaining('24 to 64 bytes') });
  expect(key.stderr).not.toContain('whsec_short');
});

test('events and webhooks are completed', () => {
  const program = buildProgram('1.0.0');
  expect(candidatesFor(program, ['webhooks', 'test', ''])).toEqual({ kind: 'webhooks' });
  expect(candidatesFor(program, ['webhooks', 'add', '-e', ''])).toMatchObject({
    words: [{ value: 'task.completed' }, { value: 'task.failed' }, { value: 'fragment.closed' }],
  });
});
