import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request with every field as a test wants it, also those that `fetch` keeps for itself. */
export interface Sending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back. */
export interface Sent {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Asks over a connection of its own, with nothing but what is said. */
export function send(address: string, { method = 'GET', headers = {}, body }: Sending = {}): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const asking = request(address, { method, headers, agent: false }, (answer) => {
      const { statusCode: status = 0, headers: fields } = answer;
      text(answer).then((body) => resolve({ status, headers: fields, text: body }), reject);
    });
    asking.on('error', reject).end(body);
  });
}

/** A plain connection to a server. */
export function openSocket(address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(address).port), '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });
}

/** All that comes back for bytes as they are, until the server closes. */
export async function exchange(address: string, bytes: string): Promise<string> {
  const socket = await openSocket(address);
  socket.setEncoding('utf8').write(bytes);
  const chunks: string[] = [];
  // a reset after the answer is a way to close
  for await (const chunk of socket.on('error', () => {})) chunks.push(chunk as string);
  return chunks.join('');
}
