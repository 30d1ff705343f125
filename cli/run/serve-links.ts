import { Failure } from '../../contract/errors.ts';
import { linkOf } from '../../server/on-record/link-of.ts';
import { type Running, runningServers } from '../../server/on-record/running.ts';
import { exits } from '../exit.ts';
import { served } from '../text/serving.ts';
import { WrongUse } from '../wrong-use.ts';

/**
 * `sluice serve --link`: a new link that signs in, a line for each server of a data folder. Returns the exit code.
 * @throws WrongUse when none runs
 */
export async function tellLinks(dataFolder: string, json: boolean): Promise<number> {
  let told = 0;
  for (const server of await runningServers(dataFolder)) {
    const link = await linkFrom(server);
    if (link === undefined) continue;
    process.stdout.write(json ? `${JSON.stringify({ address: server.address, link })}\n` : `${link}\n`);
    told += 1;
  }
  if (told === 0) throw new WrongUse(served.none(dataFolder), { code: 'no-such-place', hints: [served.noneHint] });
  return exits.done.code;
}

async function linkFrom(server: Running): Promise<string | undefined> {
  try {
    return await linkOf(server);
  } catch (error) {
    throw new Failure('permission', { detail: `${server.tokenFile}: ${String(error)}`, cause: error });
  }
}
