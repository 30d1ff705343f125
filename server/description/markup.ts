/** Text as it stands in HTML, also inside of quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** Text with `code` in it, as it is written in the description. */
export function inline(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

/** Such text with empty lines between its paragraphs. */
export function paragraphs(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((part) => `<p>${inline(part)}</p>`)
    .join('');
}

/** A value as JSON, to be read. */
export function sample(value: unknown): string {
  return `<pre tabindex="0"><code>${escaped(JSON.stringify(value, null, 2))}</code></pre>`;
}

/** Where on the page something is. */
export function anchor(kind: 'operation' | 'schema' | 'tag', name: string): string {
  return `${kind}-${name.replace(/[^\w.-]/g, '-')}`;
}
