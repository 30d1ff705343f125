/**
 * The path of the first field that was given and that nothing reads, as in `tasks.0.recording.durration`: a slip in the name of a
 * field would be passed over in silence otherwise. `undefined` when all are read.
 * @param given JSON
 * @param parsed what a schema, which leaves out what it does not know, made of it. Where it made something else than an object of an
 * object, all of that was read
 */
export function unknownField(given: unknown, parsed: unknown, path = ''): string | undefined {
  if (Array.isArray(given) && Array.isArray(parsed)) {
    for (const [index, item] of given.entries()) {
      const found = unknownField(item, parsed[index], below(path, String(index)));
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!isRecord(given) || !isRecord(parsed)) return undefined;
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(parsed, name)) return below(path, name);
    const found = unknownField(value, parsed[name], below(path, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
