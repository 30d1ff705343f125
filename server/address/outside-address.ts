import type { ServeOptions } from '../serve-options.ts';

/**
 * Where others reach a server, by the first of the names it was given: of a proxy, which has TLS, or its own. `null` without a name.
 * @param address its own, as in `http://127.0.0.1:8787/`
 */
export function outsideAddress({ behindProxy, names }: ServeOptions, address: string): string | null {
  const [name] = names;
  if (name === undefined) return null;
  const { port } = new URL(address);
  return behindProxy ? `https://${name}/` : `http://${name}${/:\d+$/.test(name) ? '' : `:${port}`}/`;
}

/** A link as it is followed from there. */
export function linkFrom(outside: string | null, link: string): string {
  return outside === null ? link : new URL(new URL(link).hash, outside).href;
}
