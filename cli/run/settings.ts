import { type Settings, settings as settingsSchema } from '../../contract/settings.ts';
import { paintFor } from '../format/paint.ts';
import { printable } from '../format/printable.ts';
import { call } from '../session/call.ts';
import { openSession } from '../session/session.ts';
import { wrong } from '../text/say.ts';
import { WrongUse } from '../wrong-use.ts';
import { readSetting, settingKey, settingName, settingNames, shownSetting } from './setting-values.ts';

interface SettingsOptions {
  readonly json?: boolean | undefined;
}

/** `sluice settings` and `sluice settings get`: all settings, or those named. */
export async function getSettings(names: readonly string[], options: SettingsOptions): Promise<number> {
  const keys = names.map(keyOf);
  const session = await openSession('none');
  try {
    print(await call(session.engine, 'settings.get', {}), keys, options);
    return 0;
  } finally {
    await session.close();
  }
}

/** `sluice settings set NAME VALUE`: stores one setting and shows it. */
export async function setSetting(name: string, value: string, options: SettingsOptions): Promise<number> {
  const key = keyOf(name);
  const read = readSetting(key, value, process.cwd());
  const part = settingsSchema.partial().safeParse({ [key]: read.value });
  if (read.value === undefined || !part.success) {
    throw new WrongUse(wrong.settingValue(settingName(key), printable(value), read.want));
  }
  const session = await openSession('none');
  try {
    print(await call(session.engine, 'settings.set', part.data), [key], options);
    return 0;
  } finally {
    await session.close();
  }
}

function keyOf(name: string): keyof Settings {
  const key = settingKey(name);
  if (key === undefined) throw new WrongUse(wrong.setting(printable(name), settingNames));
  return key;
}

/** One named setting is its bare value, for scripts; otherwise name and value. */
function print(settings: Settings, keys: readonly (keyof Settings)[], { json }: SettingsOptions): void {
  const [only] = keys;
  if (json === true) {
    const part = keys.length === 0 ? settings : Object.fromEntries(keys.map((key) => [key, settings[key]]));
    process.stdout.write(`${JSON.stringify(part)}\n`);
  } else if (keys.length === 1 && only !== undefined) {
    process.stdout.write(`${shownSetting(only, settings)}\n`);
  } else {
    const paint = paintFor(process.stdout);
    const shown = keys.length === 0 ? settingNames.map(keyOf) : keys;
    const width = Math.max(...shown.map((key) => settingName(key).length));
    for (const key of shown) {
      process.stdout.write(`${paint.dim(settingName(key).padEnd(width))}  ${shownSetting(key, settings)}\n`);
    }
  }
}
