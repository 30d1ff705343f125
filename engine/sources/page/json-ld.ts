/** What the linked data of a page says about videos (schema.org VideoObject, AudioObject, BroadcastEvent). As written there. */
export interface LinkedMedia {
  readonly content: readonly string[];
  /** pages of players */
  readonly embed: readonly string[];
  readonly name: string | null;
}

const depthAtMost = 20;

/** Reads the text of a `<script type="application/ld+json">`; what is no JSON says nothing. */
export function readLinkedData(text: string): LinkedMedia {
  const content: string[] = [];
  const embed: string[] = [];
  let name: string | null = null;
  const visit = (value: unknown, depth: number): void => {
    if (depth > depthAtMost || typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1);
      return;
    }
    const fields = new Map(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]));
    content.push(...texts(fields.get('contenturl')));
    embed.push(...texts(fields.get('embedurl')));
    if (/VideoObject|AudioObject|Broadcast/u.test(String(fields.get('@type'))))
      name ??= texts(fields.get('name'))[0] ?? null;
    for (const field of fields.values()) visit(field, depth + 1);
  };
  visit(parsed(text), 0);
  return { content, embed, name };
}

function parsed(text: string): unknown {
  try {
    // Pages wrap it into comments and CDATA now and then.
    return JSON.parse(text.replace(/^[^[{]*|[^\]}]*$/gu, ''));
  } catch {
    return null;
  }
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string' && one !== '');
}
