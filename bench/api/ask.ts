import { Agent, request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Served } from './process.ts';

/** Connections that are kept. */
const agent = new Agent({ keepAlive: true });

/**
 * One request to the API; the bytes of its answer.
 * @throws Error when the answer is none of 2xx
 */
export function ask({ address, token }: Served, method: string, path: string, body?: unknown): Promise<Buffer> {
  const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
  const headers = {
    authorization: `Bearer ${token}`,
    ...(content === undefined ? {} : { 'content-type': 'application/json', 'content-length': content.length }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(`${address}/api/v1${path}`, { method, headers, agent }, (answer) => {
      const { statusCode = 0 } = answer;
      buffer(answer).then((bytes) => {
        if (statusCode >= 200 && statusCode < 300) resolve(bytes);
        else reject(new Error(`${method} ${path}: ${statusCode} ${bytes.toString()}`));
      }, reject);
    });
    asked.on('error', reject);
    asked.end(content);
  });
}

/** Milliseconds that something takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
