import { anchor, escaped, inline, paragraphs, sample } from './markup.ts';
import type { OperationObject } from './operation-object.ts';
import { fieldTable, kindOf, meaning, table } from './page-schema.ts';

/** One operation as a part of the page. */
export function operationPart(method: string, path: string, operation: OperationObject): string {
  const { operationId, summary, description, security, parameters, requestBody, responses } = operation;
  const id = anchor('operation', operationId);
  return `<article aria-labelledby="${id}">
<h3 id="${id}">${escaped(summary)}</h3>
<p class="address"><b class="${method}">${method.toUpperCase()}</b> <code>${escaped(path)}</code></p>
${description === undefined ? '' : paragraphs(description)}
${security?.length === 0 ? '<p>Needs no token.</p>' : ''}
${parametersPart(parameters)}
${requestBody === undefined ? '' : bodyPart(requestBody)}
<h4>Answers</h4>
<dl>${Object.entries(responses).map(answerPart).join('')}</dl>
</article>`;
}

function parametersPart(parameters: OperationObject['parameters']): string {
  if (parameters.length === 0) return '';
  const rows = parameters.map(({ name, in: place, required, schema, description }) => ({
    ...{ name, required, kind: `${kindOf(schema)} <small>in the ${place === 'path' ? 'address' : place}</small>` },
    says: meaning({ ...schema, ...(description === undefined ? {} : { description }) }),
  }));
  return table('Parameters', rows);
}

function bodyPart({ content, required }: NonNullable<OperationObject['requestBody']>): string {
  const [[type, { schema, example }] = ['', { schema: {}, example: undefined }]] = Object.entries(content);
  const forms = Object.keys(content).map((name) => `<code>${escaped(name)}</code>`);
  return `<h4>Body</h4>
<p>${forms.join(' or ')}${required ? '' : ', may be left out'}${schema.$ref === undefined ? '' : `: ${kindOf(schema)}`}</p>
${fieldTable(schema, 'Fields')}
${example === undefined ? '' : `<p>For example${type === 'application/json' ? '' : ` as ${escaped(type)}`}:</p>${sample(example)}`}`;
}

function answerPart([status, { description, content = {}, headers = {} }]: [
  string,
  OperationObject['responses'][string],
]): string {
  const bodies = Object.entries(content).map(([type, { schema, example }]) => {
    const kind = Object.keys(schema).length === 0 ? '' : `: ${kindOf(schema)}`;
    const fields = Number(status) < 300 && schema.$ref === undefined ? fieldTable(schema, `Fields of ${status}`) : '';
    return `<p><code>${escaped(type)}</code>${kind}</p>${fields}${example === undefined ? '' : sample(example)}`;
  });
  const fields = Object.entries(headers).map(
    ([name, header]) => `<p><code>${escaped(name)}</code>: ${inline(header.description)}</p>`,
  );
  // all that can go wrong would drown what is answered when all is well
  const all = `${paragraphs(description)}${fields.join('')}${bodies.join('')}`;
  const codes = [...description.matchAll(/^`([\w-]+)`:/gm)].map(([, code = '']) => `<code>${code}</code>`);
  if (codes.length === 0) return `<dt>${escaped(status)}</dt><dd>${all}</dd>`;
  return `<dt>${escaped(status)}</dt><dd><details><summary>${codes.join(', ')}</summary>${all}</details></dd>`;
}
