import { Failure } from '../../contract/errors.ts';
import { type Webhook, type WebhookEvent, webhookEvent } from '../../contract/webhooks.ts';
import type { Engine } from '../../engine/engine.ts';
import { type ExitName, exitOf, exits } from '../exit.ts';
import { paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { type Column, table } from '../format/table.ts';
import { formatTime } from '../format/time.ts';
import { call } from '../session/call.ts';
import { matchIds, normalId } from '../session/match-ids.ts';
import { openSession } from '../session/session.ts';
import { say, wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';

interface Json {
  readonly json?: boolean | undefined;
}

interface AddOptions extends Json {
  readonly events?: readonly WebhookEvent[] | undefined;
  readonly secret?: string | undefined;
}

const columns: readonly Column[] = [
  { title: 'ID', align: 'left' },
  { title: 'EVENTS', align: 'left' },
  { title: 'WAITING', align: 'right' },
  { title: 'LAST TRY', align: 'left' },
  { title: 'ADDRESS', align: 'left', flexible: true },
];

/** `sluice webhooks`: a table on a terminal, else one line each with tabs between, or one JSON object each. */
export async function listWebhooks({ json }: Json): Promise<number> {
  return withEngine(async (engine) => {
    const { webhooks } = await call(engine, 'webhooks.list', {});
    const { stdout } = process;
    if (json === true) print(webhooks.map((webhook) => JSON.stringify(webhook)));
    else if (!stdout.isTTY) print(webhooks.map((webhook) => cells(webhook).join('\t')));
    else if (webhooks.length === 0) process.stderr.write(`${say.noWebhooks}\n`);
    else {
      const [titles = '', ...rows] = table(columns, webhooks.map(cells), stdout.columns);
      print([paintFor(stdout).dim(titles), ...rows]);
    }
  });
}

/** `sluice webhooks add`: id and key in a pipe; the key is shown this once. */
export async function addWebhook(url: string, { events, secret, json }: AddOptions): Promise<number> {
  return withEngine(async (engine) => {
    const added = await call(engine, 'webhooks.add', {
      url,
      events: [...(events ?? webhookEvent.options)],
      ...(secret === undefined ? {} : { secret }),
    });
    const { webhook } = added;
    if (json === true) print([JSON.stringify(added)]);
    else if (process.stdout.isTTY) print(say.webhookAdded(webhook.id, printable(webhook.url), added.secret));
    else print([`${webhook.id}\t${added.secret}`]);
  });
}

/** `sluice webhooks remove`. */
export async function removeWebhooks(given: readonly string[]): Promise<number> {
  return withEngine(async (engine) => {
    for (const id of await idsOf(engine, given)) await call(engine, 'webhooks.remove', { id });
  });
}

/** `sluice webhooks test`: ends with 0 when it was taken. */
export async function testWebhook(given: string, { json }: Json): Promise<number> {
  let exit: ExitName = 'done';
  await withEngine(async (engine) => {
    const [id = ''] = await idsOf(engine, [given]);
    const webhook = await call(engine, 'webhooks.test', { id });
    const { last } = webhook;
    const failed = last?.error ?? null;
    if (json === true) {
      print([JSON.stringify(webhook)]);
      if (failed !== null) exit = exitOf(failed.code);
      return;
    }
    if (failed !== null) {
      const { code, detail } = failed;
      throw new Failure(code, detail === undefined ? {} : { detail });
    }
    process.stderr.write(`${say.webhookTaken(last?.status ?? 0)}\n`);
  });
  return exits[exit].code;
}

async function withEngine(work: (engine: Engine) => Promise<void>): Promise<number> {
  const session = await openSession('none');
  try {
    await work(session.engine);
    return 0;
  } finally {
    await session.close();
  }
}

/** Whole ids of webhooks, of each of which the beginning is enough. */
async function idsOf(engine: Engine, given: readonly string[]): Promise<string[]> {
  const { webhooks } = await call(engine, 'webhooks.list', {});
  const ids = webhooks.map(({ id }) => id);
  const matches = matchIds(given, ids).map((match, index) => {
    if (match.kind === 'one') return match.id;
    const text = printable(normalId(given[index] ?? ''));
    if (match.kind === 'none') throw new WrongUse(wrong.unknownWebhook(text), { code: 'no-such-place' });
    throw new WrongUse(wrong.ambiguousWebhook(text), { hints: match.ids });
  });
  return [...new Set(matches)];
}

function cells({ id, url, events, active, pending, last }: Webhook): string[] {
  const told = events.length === webhookEvent.options.length ? 'all' : events.join(',');
  return [id, active ? told : `off (${told})`, String(pending), lastTry(last), printable(url)];
}

function lastTry(last: Webhook['last']): string {
  if (last === null) return '';
  const how = last.error === null ? 'taken' : (last.error.detail ?? last.error.message);
  return `${formatTime(last.at)} ${printable(how)}`;
}

function print(lines: readonly string[]): void {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
}
