import type { CallInput, EngineCallName } from '../../contract/calls.ts';
import { Failure } from '../../contract/errors.ts';
import { unwrap } from '../../contract/reply.ts';
import { localSettings, type Settings } from '../../contract/settings.ts';
import type { Engine } from '../../engine/engine.ts';
import { folderInside } from './folder.ts';

type Rules = { readonly [N in EngineCallName]?: (engine: Engine, input: CallInput<N>) => Promise<CallInput<N>> };

/** What holds for calls that come from elsewhere; the others pass as they are. */
const rules: Rules = {
  'tasks.add': async (engine, input) => {
    const { downloadFolder, apiPrivateAddresses } = await settingsOf(engine);
    const { directory, options } = input;
    return {
      ...input,
      options: { ...options, publicOnly: !apiPrivateAddresses },
      ...(directory === undefined ? {} : { directory: await folderInside(downloadFolder, directory) }),
    };
  },
  'videos.look': withOptions,
  'videos.more': withOptions,
  'webhooks.add': async (engine, input) => ({
    ...input,
    publicOnly: !(await settingsOf(engine)).apiPrivateAddresses,
  }),
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
  return { ...input, options: { ...input.options, publicOnly: !(await settingsOf(engine)).apiPrivateAddresses } };
}

async function settingsOf(engine: Engine): Promise<Settings> {
  return unwrap(await engine.call('settings.get', {}));
}
