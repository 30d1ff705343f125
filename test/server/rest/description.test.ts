import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestServer, type TestServer } from '../open-server.ts';
import { Checked } from './checked.ts';

const root = '/api/v1';
const operationObject = z.looseObject({
  operationId: z.string(),
  security: z.array(z.unknown()).optional(),
  responses: z.record(z.string(), z.looseObject({ description: z.string() })),
});
const documentObject = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationObject)),
  webhooks: z.record(z.string(), z.unknown()),
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({})) }),
});

let server: TestServer;
let document: z.infer<typeof documentObject>;
const routes: RouteOptions[] = [];

function noteRoutes(message: unknown): void {
  // what Fastify publishes when one is made
  const { fastify } = message as { fastify: FastifyInstance };
  fastify.addHook('onRoute', (route) => {
    routes.push(route);
  });
}

beforeAll(async () => {
  subscribe('fastify.initialization', noteRoutes);
  server = await openTestServer({ engine: { only: 'none' } });
  unsubscribe('fastify.initialization', noteRoutes);
  document = documentObject.parse((await server.ask('GET', `${root}/openapi.json`)).json);
});
afterAll(() => server.close());

test('the description is OpenAPI 3.1, and all that it refers to is there', async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
  const text = JSON.stringify(document);
  const references = [...text.matchAll(/"#\/components\/schemas\/([^"]*)"/g)].map(([, name = '']) => name);
  expect(new Set(references)).toEqual(new Set(Object.keys(document.components.schemas)));
  expect(text).not.toMatch(/\$defs|~input|~output/);
});

test('every route is described, and everything described has its route', () => {
  const routed = routes
    .filter(({ config }) => config?.operation !== undefined)
    .flatMap(({ method, url }) => [method].flat().map((one) => `${one} ${url.replace(/:(\w+)/g, '{$1}')}`))
    .filter((one) => !one.startsWith('HEAD '));
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.length).toBeGreaterThan(40);
  expect(routed.toSorted()).toEqual(described.toSorted());
  // what is no operation either refuses or belongs to the page, which has no place in the API
  for (const { url, config } of routes) {
    if (config?.operation === undefined && config?.refuses !== true) expect(url).not.toMatch(/^\/(api|download)\b/);
  }
});

test('names are unique, and whether a token is needed is said as it is', async () => {
  const all = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  // what is generated of them may be files, whose names have no case everywhere
  expect(new Set(all.map(({ operation }) => operation.operationId.toLowerCase())).size).toBe(all.length);
  for (const { operation } of all) expect(operation.operationId).toMatch(/^[a-z]+(?:[A-Z][a-z]+)*$/);
  for (const { path, method, operation } of all) {
    const isOpen = operation.security?.length === 0;
    if (isOpen && method !== 'get') continue;
    const unsigned = { headers: { authorization: '' } };
    const { status } = await server.ask(method.toUpperCase(), path.replace(/\{\w+\}/g, 'a'), unsigned);
    expect({ path, method, refused: status === 401 }).toEqual({ path, method, refused: !isOpen });
  }
});

test('every example fits the schema it is an example of', () => {
  const { operations } = new Checked(server);
  let seen = 0;
  for (const { id, method, path, body, answers } of operations) {
    const described = z
      .looseObject({ requestBody: z.unknown().optional(), responses: z.record(z.string(), z.unknown()) })
      .parse(document.paths[path]?.[method.toLowerCase()]);
    const sent = exampleOf(described.requestBody);
    if (sent !== undefined) expect(body?.schema.safeParse(sent).error, id).toBeUndefined();
    for (const [status, answer] of Object.entries(described.responses)) {
      const answered = exampleOf(answer);
      if (answered === undefined) continue;
      seen += 1;
      expect(answers[Number(status)]?.schema?.safeParse(answered).error, id).toBeUndefined();
    }
  }
  expect(seen).toBeGreaterThan(3);
});

function exampleOf(described: unknown): unknown {
  const content = z.looseObject({ content: z.record(z.string(), z.looseObject({ example: z.unknown().optional() })) });
  return content.safeParse(described).data?.content['application/json']?.example;
}

test('a checksum, which is brought to lower case, is described by what may be sent', () => {
  const pattern = new RegExp(String(document.components.schemas['Checksum']?.['pattern']), 'u');
  expect(`SHA256:${'aB'.repeat(32)}`).toMatch(pattern);
  expect(`sha256:${'ab'.repeat(31)}`).not.toMatch(pattern);
  expect(Object.keys(document.webhooks)).toEqual(['task.completed', 'task.failed', 'fragment.closed']);
});

test('the page is HTML without scripts that names every operation', async () => {
  const { status, text, headers } = await server.ask('GET', `${root}/docs`);
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
  expect(text).not.toMatch(/<script|<style|\sstyle=|\son\w+=/i);
  const ids = new Set([...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
  const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(links.filter((link) => !ids.has(link))).toEqual([]);
  for (const methods of Object.values(document.paths)) {
    for (const { operationId } of Object.values(methods)) expect(links).toContain(`operation-${operationId}`);
  }
  const style = await server.ask('GET', `${root}/docs.css`);
  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8');
});
