import { isAbsolute, resolve } from 'node:path';
import { Failure } from '../../contract/errors.ts';
import { unknownField } from '../../contract/name-template.ts';
import { withoutUndefined } from '../store/settings.ts';
import type { Handler } from './parts.ts';
import { parseProxy } from './proxy-option.ts';

export const getSettings: Handler<'settings.get'> = ({ store }) => store.settings.get();

/** Stores some settings; they hold at once, for running tasks too where that is possible (rates, how many at a time). */
export const setSettings: Handler<'settings.set'> = ({ store, runner, admission, hub }, input) => {
  const part = withoutUndefined(input);
  if (part.downloadFolder !== undefined) part.downloadFolder = absoluteFolder(part.downloadFolder);
  if (part.proxy !== undefined) checkProxy(part.proxy);
  checkTemplate('recordingName', part.recordingName);
  checkTemplate('videoName', part.videoName);
  const settings = store.settings.set(part);
  runner.setLimit(settings.limitRate);
  hub.settingsChanged();
  admission.poke();
  return settings;
};

/**
 * A folder as it is stored.
 * @throws Failure `invalid-input` when it is not absolute
 */
export function absoluteFolder(path: string): string {
  if (!isAbsolute(path) || path.includes('\0'))
    throw new Failure('invalid-input', { detail: 'the folder must be an absolute path' });
  return resolve(path);
}

function checkProxy(proxy: string): void {
  if (proxy === 'system') return;
  const { hasCredentials } = parseProxy(proxy);
  if (hasCredentials) throw new Failure('invalid-input', { detail: 'the proxy may not hold user and password here' });
}

/** A name that nobody can make would only show when something is recorded. */
function checkTemplate(setting: string, template: string | undefined): void {
  const unknown = template === undefined ? null : unknownField(template);
  if (unknown !== null) throw new Failure('invalid-input', { detail: `${setting}: unknown field ${unknown}` });
}
