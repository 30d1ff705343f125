/**
 * The other network: a server of pages and files on the ports 80 and 8080, and of names. Gets its pages by a message, and answers
 * `asked` with how often each name was looked up.
 */
import { createSocket } from 'node:dgram';
import { createServer, type RequestListener } from 'node:http';
import { isIPv6 } from 'node:net';
import { names } from './names.ts';
import { farAddress } from './two-networks.ts';

/** What a path is answered with. */
export type Page = { readonly body: string | Uint8Array } | { readonly to: string };

let pages: Readonly<Record<string, Page>> = {};
const asked: Record<string, number> = {};

const serve: RequestListener = (request, response) => {
  const path = request.url ?? '';
  // the absolute form is for proxies
  if (path.startsWith('http://')) return void response.end('by the far proxy');
  const page = pages[path];
  if (page === undefined) response.writeHead(404).end();
  else if ('to' in page) response.writeHead(302, { location: page.to }).end();
  else response.end(page.body);
};

const dns = createSocket('udp4');
dns.on('message', (question, { port, address }) => dns.send(answerTo(question), port, address));

/** An answer of RFC 1035: A and AAAA records of the name that is asked for. */
function answerTo(question: Buffer): Buffer {
  let at = 12;
  const labels: string[] = [];
  while (question[at] !== 0) {
    const length = question[at] ?? 0;
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const type = question.readUInt16BE(at + 1);
  const asking = question.subarray(12, at + 5);
  const name = labels.join('.').toLowerCase();
  const known = names[name];
  if (type === 1) asked[name] = (asked[name] ?? 0) + 1;
  const all = (type === 1 ? asked[name] : 2) === 1 ? known?.first : known?.later;
  const records = (all ?? []).filter((each) => (isIPv6(each) ? type === 28 : type === 1)).map(recordOf);
  const head = Buffer.alloc(12);
  question.copy(head, 0, 0, 2);
  head.writeUInt16BE(known === undefined ? 0x8183 : 0x8180, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(records.length, 6);
  return Buffer.concat([head, asking, ...records]);
}

function recordOf(address: string): Buffer {
  const data = isIPv6(address) ? sixBytes(address) : Buffer.from(address.split('.').map(Number));
  const head = Buffer.from([0xc0, 12, 0, data.length === 4 ? 1 : 28, 0, 1, 0, 0, 0, 0, 0, data.length]);
  return Buffer.concat([head, data]);
}

function sixBytes(address: string): Buffer {
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [left = '', right = ''] = plain.split('::').map((half) =>
    half
      .split(':')
      .filter(Boolean)
      .map((word) => word.padStart(4, '0'))
      .join(''),
  );
  return Buffer.from(left + right.padStart(32 - left.length, '0'), 'hex');
}

process.on('message', (message: 'asked' | typeof pages) => {
  if (message === 'asked') return void process.send?.({ asked });
  pages = message;
  process.send?.('set');
});
const open = [80, 8080].map(
  (port) => new Promise<void>((resolve) => createServer(serve).listen(port, farAddress, resolve)),
);
await Promise.all([...open, new Promise<void>((resolve) => dns.bind(53, farAddress, resolve))]);
process.send?.('ready');
