import type { CallInput, EngineCallName } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import { unwrap } from '../../contract/reply.ts';
import { localSettings } from '../../contract/settings.ts';
import type { Engine } from '../../engine/engine.ts';
import { folderInside } from './folder.ts';

type Rules = { readonly [N in EngineCallName]?: (engine: Engine, input: CallInput<N>) => Promise<CallInput<N>> };

/** What holds for calls that come from elsewhere; the others pass as they are. */
const rules: Rules = {
  'tasks.add': async (engine, input) => {
    const { downloadFolder } = unwrap(await engine.call('settings.get', {}));
    const { directory } = input;
    return {
      ...(await withOptions(engine, input)),
      ...(directory === undefined ? {} : { directory: await folderInside(downloadFolder, directory) }),
    };
  },
  'videos.look': withOptions,
  'videos.more': withOptions,
  'webhooks.add': async (engine, input) => ({ ...input, publicOnly: !(await mayGoInside(engine)) }),
  'settings.set': async (_engine, input) => {
    const local = localSettings.find((name) => input[name] !== undefined);
    if (local !== undefined) throw new Failure('local-only', { detail: local });
    return input;
  },
};

/**
 * The input of a call as it may be done for somebody who asks over the network: nothing that leads into the network of this computer
 * unless the settings allow it, no folder outside the download folder, no settings of this computer alone.
 * @throws Failure `outside-folder`, `local-only`, `invalid-input`
 */
export async function allowed<N extends EngineCallName>(
  engine: Engine,
  name: N,
  input: CallInput<N>,
): Promise<CallInput<N>> {
  return (await rules[name]?.(engine, input)) ?? input;
}

async function withOptions<T extends Pick<CallInput<'videos.look'>, 'options'>>(engine: Engine, input: T): Promise<T> {
  return { ...input, options: { ...input.options, publicOnly: !(await mayGoInside(engine)) } };
}

async function mayGoInside(engine: Engine): Promise<boolean> {
  return unwrap(await engine.call('settings.get', {})).apiPrivateAddresses;
}
