import { z } from 'zod';
import { apiRoot } from '../../contract/routes.ts';
import { farAddress, linkWith, listeningAt } from '../address/link-address.ts';
import { giveCookie } from '../guard/cookie.ts';
import { callerOf, guardOf } from '../guard/guard.ts';
import { type Operation, operation } from '../operation/operation.ts';
import type { ServeOptions } from '../serve-options.ts';

const path = `${apiRoot}/session`;
const secret = z.string().min(1).max(512);

/** Signing in and out, for browsers. Programs send the token with each request. */
export function sessionOperations({ version }: ServeOptions): readonly Operation[] {
  return [
    operation({
      id: 'getSession',
      method: 'GET',
      path,
      tag: 'session',
      summary: 'See whether one is signed in',
      isOpen: true,
      answers: {
        200: {
          description: 'Whether the request came with the token or a good cookie',
          schema: z.object({ signedIn: z.boolean(), version: z.string() }),
        },
      },
      problems: [],
      handle: async ({ request }) => ({
        status: 200,
        body: { signedIn: callerOf(request).visitor.kind !== 'stranger', version },
      }),
    }),
    operation({
      id: 'signIn',
      method: 'POST',
      path,
      tag: 'session',
      summary: 'Sign a browser in',
      description:
        'By the token, or by the code of a link, which is good once and for 15 minutes. The cookie lasts for 30 days since it was last used, and ends with the token. After ten wrong tries in a minute an address has to wait.',
      isOpen: true,
      body: { schema: z.union([z.strictObject({ token: secret }), z.strictObject({ code: secret })]), limit: 4096 },
      answers: {
        204: {
          description: 'Signed in',
          headers: { 'Set-Cookie': '`sluice_session`, or `__Host-sluice_session` where the page came by https' },
        },
      },
      problems: ['sign-in'],
      handle: async ({ request, reply, body }) => {
        const { scheme, address } = callerOf(request).outer;
        giveCookie(reply, scheme, guardOf(request.server).door.signIn(body, address));
        return { status: 204 };
      },
    }),
    operation({
      id: 'signOut',
      method: 'DELETE',
      path,
      tag: 'session',
      summary: 'Sign a browser out',
      answers: { 204: { description: 'The cookie is good for nothing any more, wherever it is' } },
      problems: [],
      handle: async ({ request, reply }) => {
        const { outer, visitor } = callerOf(request);
        giveCookie(reply, outer.scheme, undefined);
        if (visitor.kind === 'session') {
          const { door, expel } = guardOf(request.server);
          // this answer is the last
          reply.raw.once('close', expel);
          await door.signOut(visitor.session);
        }
        return { status: 204 };
      },
    }),
    operation({
      id: 'makeLink',
      method: 'POST',
      path: `${path}/links`,
      tag: 'session',
      summary: 'Make a link that signs a browser in, once',
      answers: {
        201: {
          description: 'The link, good for 15 minutes',
          schema: z.object({ link: z.url() }),
        },
      },
      problems: [],
      handle: async ({ request }) => {
        const { proxied, scheme, authority } = callerOf(request).outer;
        const address = proxied ? `${scheme}://${authority}/` : farAddress(listeningAt(request.server.server));
        return { status: 201, body: { link: linkWith(address, guardOf(request.server).door.newCode()) } };
      },
    }),
  ];
}
