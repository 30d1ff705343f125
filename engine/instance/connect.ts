import { createConnection, type Socket } from 'node:net';
import { z } from 'zod';
import { errorBody, Failure } from '../../contract/errors.ts';
import { type InstanceAddress, readAddress } from './address.ts';
import { longestReply, readFrames, writeFrame } from './frames.ts';
import { RemoteEngine } from './remote.ts';
import { protocol } from './requests.ts';

/** Milliseconds the instance gets to greet; it answers between two pieces of other work. */
const patience = 5_000;

const welcome = z.object({
  welcome: z.union([z.object({ ok: z.literal(true) }), z.object({ ok: z.literal(false), error: errorBody })]),
});

/**
 * The engine of another process that has this data folder, or `undefined` when none runs.
 * @throws Failure `already-running` when one runs but does not answer or is another version
 */
export async function connect(paths: { readonly data: string }): Promise<RemoteEngine | undefined> {
  const address = readAddress(paths.data);
  if (address === undefined) return undefined;
  const socket = await reach(address);
  return socket && greet(socket, address);
}

/** A connection, or `undefined` when nobody listens there any more. */
function reach({ address }: InstanceAddress): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection(address);
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });
}

function greet(socket: Socket, { token, pid }: InstanceAddress): Promise<RemoteEngine | undefined> {
  return new Promise((resolve, reject) => {
    let engine: RemoteEngine | undefined;
    const giveUp = setTimeout(() => {
      socket.destroy();
      reject(new Failure('already-running', { detail: `process ${pid} does not answer` }));
    }, patience);
    // gone before it greeted: it is just closing
    socket.once('close', () => {
      clearTimeout(giveUp);
      resolve(undefined);
    });
    readFrames(socket, longestReply, (frame) => {
      if (engine !== undefined) {
        engine.take(frame);
        return;
      }
      clearTimeout(giveUp);
      const parsed = welcome.safeParse(frame);
      if (parsed.success && parsed.data.welcome.ok) {
        engine = new RemoteEngine(socket);
        resolve(engine);
        return;
      }
      socket.destroy();
      const detail =
        parsed.success && !parsed.data.welcome.ok ? parsed.data.welcome.error.detail : 'what answers is not Sluice';
      reject(new Failure('already-running', detail === undefined ? {} : { detail }));
    });
    writeFrame(socket, { hello: token, protocol });
  });
}
