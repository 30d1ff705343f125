import type { Operation } from '../operation/operation.ts';
import { type OperationObject, operationOf } from './operation-object.ts';
import { type Schema, SchemaBook } from './schemas.ts';
import { webhooksOf } from './webhooks.ts';

/** The description of the API, as far as this program reads it. */
export interface Document {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly tags: readonly { readonly name: Operation['tag']; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly webhooks: Readonly<Record<string, { readonly post: OperationObject }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}

const tags: Document['tags'] = [
  { name: 'tasks', description: 'Downloads and recordings, and what is done with them' },
  { name: 'files', description: 'What they bring, and recordings while they run' },
  { name: 'events', description: 'What changes, as it does' },
  { name: 'links', description: 'What a link leads to, before anything starts' },
  { name: 'settings', description: 'What holds for all tasks' },
  { name: 'webhooks', description: 'Addresses that are told of what happens' },
  { name: 'session', description: 'Signing in with a browser' },
  { name: 'service', description: 'The service itself' },
  { name: 'old', description: 'The calls of the service that came before, for programs that know them' },
];

const description = `Downloads and records video from whatever it is given.

Every request but those for health needs the token, as \`Authorization: Bearer …\`; a browser that is signed in sends a cookie. What goes
wrong is a problem (RFC 9457), \`application/problem+json\`: its \`code\` is of a closed list, its \`title\` a sentence for a person.
Lengths of texts are counted in UTF-16 units. Times are milliseconds since the epoch where nothing else is said, sizes bytes, lengths of
recordings seconds. A field that nothing reads is refused. Fields may be added to answers. The address and the fields of the header may
have 16 KiB together; more is answered with 431, a method that is not described with 405.`;

/** The description of operations: OpenAPI 3.1. */
export function documentOf(operations: readonly Operation[], version: string): Document {
  const book = new SchemaBook();
  const paths: Record<string, Record<string, OperationObject>> = {};
  for (const operation of operations) {
    const here = paths[operation.path] ?? {};
    paths[operation.path] = here;
    here[operation.method.toLowerCase()] = operationOf(book, operation);
  }
  const { value, components } = book.settle({ paths, webhooks: webhooksOf(book) });
  const used = new Set(operations.map(({ tag }) => tag));
  return {
    openapi: '3.1.1',
    info: {
      ...{ title: 'Sluice', version, description },
      ...{ license: { name: 'MIT', identifier: 'MIT' } },
    },
    ...{ servers: [{ url: '/' }], security: [{ token: [] }, { session: [] }] },
    tags: tags.filter(({ name }) => used.has(name)),
    ...value,
    components: {
      schemas: components,
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token of this Sluice, in the file that "sluice serve" names',
        },
        session: { type: 'apiKey', in: 'cookie', name: 'sluice_session', description: 'A browser that is signed in' },
      },
    },
  };
}
