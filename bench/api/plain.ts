// What Fastify does at best: one route that answers a text that is ready. Argument is a file with the text.
import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { tellTaken } from './tell-taken.ts';

const [file = ''] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const app = fastify({ logger: false });
app.get('/', async (_request, reply) => reply.type('application/json').send(text));
await app.listen({ host: '127.0.0.1', port: 0 });
tellTaken();
process.send?.({ address: app.listeningOrigin });
