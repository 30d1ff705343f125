import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Request } from './requests.ts';

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Sends requests to one server, over connections that are kept, with targets as they are: `fetch` would tidy them. */
export class Client {
  readonly #address: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 4 });

  constructor(address: string) {
    this.#address = new URL(address);
  }

  /** Of a stream of events only what comes first is waited for. */
  ask({ method, target, headers, body }: Omit<Request, 'isRight'>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const { hostname, port } = this.#address;
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      const asking = httpRequest(
        { hostname, port, method, path: target, agent: this.#agent, headers: { ...headers, ...length } },
        (answer) => {
          const { statusCode: status = 0, headers } = answer;
          if (method === 'HEAD' || headers['content-type']?.startsWith('text/event-stream') !== true) {
            text(answer).then((text) => resolve({ status, headers, text }), reject);
            return;
          }
          resolve({ status, headers, text: '' });
          answer.destroy();
        },
      );
      // as bytes: of a text, Node would write the fields before it in UTF-8 too
      asking.on('error', reject).end(body === undefined ? undefined : Buffer.from(body));
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}
