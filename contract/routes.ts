import type { EngineCallName } from './calls.ts';

/** Where everything below lies. */
export const apiRoot = '/api/v1';

/** The name under which a batch of changes is sent as a server-sent event. */
export const eventName = 'changes';

/** How one call is asked for over HTTP. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** below `apiRoot`; `{name}` is that field of the call's input. What is left of the input is the query of a GET, else the body */
  readonly path: string;
  /** the same for a single task, where the call takes `ids`: its answer is the task, or the reason why it was refused */
  readonly one?: { readonly method: 'POST' | 'PATCH' | 'DELETE'; readonly path: string };
}

/** The address of each call. The API, its description and the web page's client are made from this. */
export const routes = {
  'links.recognise': { method: 'POST', path: '/links' },
  'tasks.add': { method: 'POST', path: '/tasks/batch' },
  'videos.look': { method: 'POST', path: '/videos/look' },
  'videos.more': { method: 'POST', path: '/videos/more' },
  'groups.list': { method: 'GET', path: '/groups' },
  'tasks.list': { method: 'GET', path: '/tasks' },
  'tasks.show': { method: 'GET', path: '/tasks/{id}' },
  'tasks.timeline': { method: 'GET', path: '/tasks/{id}/ledger' },
  'tasks.pause': { method: 'POST', path: '/tasks/pause', one: { method: 'POST', path: '/tasks/{id}/pause' } },
  'tasks.resume': { method: 'POST', path: '/tasks/resume', one: { method: 'POST', path: '/tasks/{id}/resume' } },
  'tasks.cancel': { method: 'POST', path: '/tasks/cancel', one: { method: 'POST', path: '/tasks/{id}/cancel' } },
  'tasks.retry': { method: 'POST', path: '/tasks/retry', one: { method: 'POST', path: '/tasks/{id}/retry' } },
  'tasks.stop': { method: 'POST', path: '/tasks/stop', one: { method: 'POST', path: '/tasks/{id}/stop' } },
  'tasks.move': { method: 'POST', path: '/tasks/move', one: { method: 'POST', path: '/tasks/{id}/move' } },
  'tasks.change': { method: 'PATCH', path: '/tasks', one: { method: 'PATCH', path: '/tasks/{id}' } },
  'tasks.remove': { method: 'POST', path: '/tasks/remove', one: { method: 'DELETE', path: '/tasks/{id}' } },
  'settings.get': { method: 'GET', path: '/settings' },
  'settings.set': { method: 'PATCH', path: '/settings' },
  'webhooks.list': { method: 'GET', path: '/webhooks' },
  'webhooks.add': { method: 'POST', path: '/webhooks' },
  'webhooks.remove': { method: 'DELETE', path: '/webhooks/{id}' },
  'webhooks.test': { method: 'POST', path: '/webhooks/{id}/test' },
  'notices.take': { method: 'POST', path: '/notices' },
  doctor: { method: 'GET', path: '/doctor' },
} as const satisfies Record<EngineCallName, Route>;
