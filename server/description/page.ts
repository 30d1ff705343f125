import { apiRoot } from '../../contract/routes.ts';
import type { Document } from './document.ts';
import { anchor, escaped, inline, paragraphs } from './markup.ts';
import type { OperationObject } from './operation-object.ts';
import { operationPart } from './page-operation.ts';
import { fieldTable, kindOf } from './page-schema.ts';
import type { Schema } from './schemas.ts';

interface Listed {
  readonly method: string;
  readonly path: string;
  readonly operation: OperationObject;
}

/** The description as a page: HTML alone, without anything that runs. */
export function pageOf({ info, tags, paths, webhooks, components }: Document): string {
  const all: readonly Listed[] = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );
  const told: readonly Listed[] = Object.entries(webhooks).map(([name, { post }]) => ({
    ...{ method: 'post', path: name, operation: post },
  }));
  const groups = [
    ...tags.map(({ name, description }) => ({
      ...{ name: name as string, description, listed: all.filter(({ operation }) => operation.tags[0] === name) },
    })),
    { name: 'deliveries', description: 'What is posted to webhooks', listed: told },
  ];
  const schemas = Object.entries(components.schemas);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>The API of ${escaped(info.title)}</title>
<link rel="stylesheet" href="${apiRoot}/docs.css">
</head>
<body>
<a class="skip" href="#content">To the content</a>
<nav aria-label="Contents">
<p class="title">${escaped(info.title)} <small>${escaped(info.version)}</small></p>
<ul>${groups.map(contents).join('')}
<li><details><summary>Schemas</summary><ul>${schemas.map(([name]) => `<li><a href="#${anchor('schema', name)}">${escaped(name)}</a></li>`).join('')}</ul></details></li>
</ul>
</nav>
<main id="content">
<h1>The API of ${escaped(info.title)}</h1>
${paragraphs(info.description)}
<p>For programs: <a href="${apiRoot}/openapi.json">openapi.json</a>.</p>
${groups.map(groupPart).join('\n')}
<section aria-labelledby="schemas">
<h2 id="schemas">Schemas</h2>
${schemas.map(schemaPart).join('\n')}
</section>
</main>
</body>
</html>
`;
}

interface Group {
  readonly name: string;
  readonly description: string;
  readonly listed: readonly Listed[];
}

function contents({ name, listed }: Group): string {
  const links = listed.map(
    ({ operation: { operationId, summary } }) =>
      `<li><a href="#${anchor('operation', operationId)}">${escaped(summary)}</a></li>`,
  );
  return `<li><details open><summary>${escaped(titled(name))}</summary><ul>${links.join('')}</ul></details></li>`;
}

function groupPart({ name, description, listed }: Group): string {
  const id = anchor('tag', name);
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(titled(name))}</h2>
<p>${inline(description)}.</p>
${listed.map(({ method, path, operation }) => operationPart(method, path, operation)).join('\n')}
</section>`;
}

function schemaPart([name, schema]: [string, Schema]): string {
  const { description } = schema;
  const fields = fieldTable(schema, `Fields of ${name}`);
  return `<h3 id="${anchor('schema', name)}">${escaped(name)}</h3>
${description === undefined ? '' : paragraphs(description)}
${schema.properties === undefined ? `<p>${kindOf(schema)}</p>` : ''}
${fields}`;
}

function titled(name: string): string {
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
