import { linkOf } from '../../server/on-record/link-of.ts';
import { runningServers } from '../../server/on-record/running.ts';
import { exits } from '../exit.ts';
import { served } from '../text/serving.ts';
import { WrongUse } from '../wrong-use.ts';

/**
 * `sluice serve --link`: a new link that signs in, a line for each server of a data folder. Returns the exit code.
 * @throws WrongUse when none runs; Failure when the file of the token cannot be read
 */
export async function tellLinks(dataFolder: string, json: boolean): Promise<number> {
  let told = 0;
  for (const server of await runningServers(dataFolder)) {
    const link = await linkOf(server);
    if (link === undefined) continue;
    process.stdout.write(json ? `${JSON.stringify({ address: server.address, link })}\n` : `${link}\n`);
    told += 1;
  }
  if (told === 0) throw new WrongUse(served.none(dataFolder), { code: 'no-such-place', hints: [served.noneHint] });
  return exits.done.code;
}
