import { get, type IncomingMessage } from 'node:http';
import type { Served } from './process.ts';

const mark = Buffer.from('\nevent: changes\n');

/** Some who listen to events. */
export interface Listening {
  /** batches that came, of all together */
  readonly batches: number;
  /** bytes that came */
  readonly bytes: number;
  close(): void;
}

/**
 * Has some listen to events.
 * @param reads false: they never read more than the head of their answer
 */
export async function listening(served: Served, count: number, reads: boolean): Promise<Listening> {
  const heard = { batches: 0, bytes: 0 };
  const answers = await Promise.all(Array.from({ length: count }, () => open(served)));
  for (const answer of answers) {
    answer.on('error', () => undefined);
    if (!reads) {
      answer.pause();
      continue;
    }
    // too short to hold a mark, so none is counted twice
    let rest = Buffer.alloc(0);
    answer.on('data', (chunk: Buffer) => {
      heard.bytes += chunk.length;
      const both = Buffer.concat([rest, chunk]);
      for (let at = both.indexOf(mark); at !== -1; at = both.indexOf(mark, at + 1)) heard.batches++;
      rest = both.subarray(-(mark.length - 1));
    });
  }
  return {
    get batches() {
      return heard.batches;
    },
    get bytes() {
      return heard.bytes;
    },
    close: () => {
      for (const answer of answers) answer.destroy();
    },
  };
}

function open({ address, token }: Served): Promise<IncomingMessage> {
  const headers = { authorization: `Bearer ${token}` };
  return new Promise((resolve, reject) => {
    get(`${address}/api/v1/events`, { headers, agent: false }, resolve).on('error', reject);
  });
}
