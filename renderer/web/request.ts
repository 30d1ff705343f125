import type { CallInput, EngineCallName } from '../../contract/calls.ts';
import { apiRoot, type Route, routes } from '../../contract/routes.ts';

/** A request as `fetch` wants it. */
interface Asking {
  readonly address: string;
  readonly method: Route['method'];
  /** JSON */
  readonly body?: string;
}

/** The request for a call: what its path names goes into the path, the rest into the query of a GET, else into the body. */
export function requestFor<N extends EngineCallName>(name: N, input: CallInput<N>): Asking {
  const { method, path }: Route = routes[name];
  const rest = new Map<string, unknown>(Object.entries(input).filter(([, value]) => value !== undefined));
  const filled = path.replace(/\{(\w+)\}/g, (_whole, field: string) => {
    const value = rest.get(field);
    rest.delete(field);
    return encodeURIComponent(String(value));
  });
  const address = `${apiRoot}${filled}`;
  if (method === 'GET') {
    const query = new URLSearchParams();
    for (const [field, value] of rest) {
      for (const one of Array.isArray(value) ? value : [value]) query.append(field, String(one));
    }
    return { method, address: rest.size === 0 ? address : `${address}?${query}` };
  }
  return rest.size === 0 ? { method, address } : { method, address, body: JSON.stringify(Object.fromEntries(rest)) };
}
