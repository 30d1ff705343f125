import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ErrorBody } from '../../contract/errors.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Transport } from '../transport.ts';

interface SettingsState {
  readonly settings: Settings;
}

export type SettingsStore = StoreApi<SettingsState> & {
  /** stores a part of the settings and answers with what went wrong, if anything */
  readonly change: (part: Partial<Settings>) => Promise<ErrorBody | null>;
  /** reads them anew: they may be those of another engine than before */
  readonly refresh: () => Promise<void>;
};

/**
 * The settings, changed at once in the window and put back when the engine refuses.
 *
 * @param initial as the engine has them
 */
export function createSettingsStore(transport: Transport, initial: Settings): SettingsStore {
  const store = createStore<SettingsState>(() => ({ settings: initial }));
  return Object.assign(store, {
    async refresh() {
      const reply = await transport.call('settings.get', {});
      if (reply.ok) store.setState({ settings: reply.value });
    },
    async change(part: Partial<Settings>) {
      const before = store.getState().settings;
      store.setState({ settings: { ...before, ...part } });
      const reply = await transport.call('settings.set', part);
      store.setState({ settings: reply.ok ? reply.value : before });
      return reply.ok ? null : reply.error;
    },
  });
}
