import { get, type IncomingMessage } from 'node:http';
import { type EventBatch, eventBatch } from '../../../contract/events.ts';
import { type TestServer, testToken } from '../open-server.ts';

/** One who listens over HTTP. */
export interface Ear {
  readonly response: IncomingMessage;
  /** all text so far */
  readonly text: () => string;
  readonly batches: readonly EventBatch[];
  /** the last event ID as the standard has it, also of events without data */
  readonly last: () => string;
  readonly closed: Promise<void>;
  close(): void;
}

/** Asks for events and takes them in as HTML section 9.2.6 says. */
export function listen(
  { address }: Pick<TestServer, 'address'>,
  { query = '', last }: { readonly query?: string; readonly last?: string } = {},
): Promise<Ear> {
  const headers = { authorization: `Bearer ${testToken}`, ...(last === undefined ? {} : { 'last-event-id': last }) };
  return new Promise((resolve, reject) => {
    const request = get(`${address}/api/v1/events${query}`, { headers, agent: false }, (response) => {
      resolve(earOf(response));
    });
    request.on('error', reject);
  });
}

function earOf(response: IncomingMessage): Ear {
  let text = '';
  let read = 0;
  let id = '';
  const batches: EventBatch[] = [];
  response.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    for (let end = text.indexOf('\n\n', read); end !== -1; end = text.indexOf('\n\n', read)) {
      const fields = new Map(text.slice(read, end).split('\n').map(fieldOf));
      read = end + 2;
      id = fields.get('id') ?? id;
      const data = fields.get('data');
      if (data !== undefined && fields.get('event') === 'changes') batches.push(eventBatch.parse(JSON.parse(data)));
    }
  });
  const closed = new Promise<void>((resolve) => {
    response.on('close', () => resolve()).on('error', () => undefined);
  });
  return { response, text: () => text, batches, last: () => id, closed, close: () => response.destroy() };
}

function fieldOf(line: string): [string, string] {
  const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
  return [name, value];
}

/** What a client knows that applies batches to what it has: each task by its id, as JSON. */
export class Knowledge {
  readonly tasks = new Map<string, string>();
  reset = false;

  take(batch: EventBatch): void {
    if (batch.reset) {
      this.reset = true;
      this.tasks.clear();
    }
    for (const task of batch.tasks) this.tasks.set(task.id, JSON.stringify(task));
    for (const id of batch.removed) this.tasks.delete(id);
  }
}
