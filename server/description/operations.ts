import { z } from 'zod';
import { apiRoot } from '../../contract/routes.ts';
import { type Operation, operation } from '../operation/operation.ts';
import { type Document, documentOf } from './document.ts';
import { pageOf } from './page.ts';
import { style } from './style.ts';

/** Nothing but the page's own style is loaded, and nothing runs. */
const policy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * The description of all operations, these among them, for programs and for people.
 * @param others all other operations
 */
export function descriptionOperations(others: readonly Operation[], version: string): readonly Operation[] {
  let made: Document | undefined;
  const document = (): Document => {
    made ??= documentOf([...others, ...own], version);
    return made;
  };
  const own: readonly Operation[] = [
    operation({
      id: 'getDescription',
      method: 'GET',
      path: `${apiRoot}/openapi.json`,
      tag: 'service',
      summary: 'Get this description (OpenAPI 3.1)',
      answers: { 200: { description: 'The description', schema: z.looseObject({ openapi: z.string() }) } },
      problems: [],
      handle: async () => ({ status: 200, body: document() }),
    }),
    operation({
      id: 'readDescription',
      method: 'GET',
      path: `${apiRoot}/docs`,
      tag: 'service',
      summary: 'Read this description',
      answers: { 200: { description: 'A page', type: 'text/html; charset=utf-8' } },
      problems: [],
      handle: async () => ({
        status: 200,
        headers: { 'content-security-policy': policy },
        body: pageOf(document()),
      }),
    }),
    operation({
      id: 'getDescriptionStyle',
      method: 'GET',
      path: `${apiRoot}/docs.css`,
      tag: 'service',
      summary: 'Get the style of that page',
      answers: { 200: { description: 'The style', type: 'text/css; charset=utf-8' } },
      problems: [],
      handle: async () => ({ status: 200, body: style }),
    }),
  ];
  return own;
}
