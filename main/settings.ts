import { nativeTheme } from 'electron';
import type { Settings } from '../contract/settings.ts';
import type { Engine } from '../engine/engine.ts';

/** Keeps the colours of the platform's own parts in step with the settings, and tells `changed` now and on each change. */
export function followSettings(engine: Engine, changed: (settings: Settings) => void): void {
  const apply = (settings: Settings): void => {
    nativeTheme.themeSource = settings.theme;
    changed(settings);
  };
  const read = async (): Promise<void> => {
    const reply = await engine.call('settings.get', {});
    if (reply.ok) apply(reply.value);
  };
  void (async () => {
    const list = await engine.call('tasks.list', { limit: 1 });
    await read();
    if (!list.ok) return;
    engine.subscribe(list.value.seq, (batch) => {
      if (batch.settings !== null) apply(batch.settings);
      else if (batch.reset) void read();
    });
  })();
}
