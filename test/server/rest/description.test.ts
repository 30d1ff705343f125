import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from '../open-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({ engine: { only: 'none' } });
});
afterAll(() => server.close());

const root = '/api/v1';

test('the description is OpenAPI', async () => {
  const { json } = await server.ask('GET', `${root}/openapi.json`);
  const validator = new Validator();
  expect(await validator.validate(json as Record<string, unknown>)).toEqual({ valid: true });
  expect(validator.version).toBe('3.1');
});
