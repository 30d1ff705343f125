import { setTimeout as wait } from 'node:timers/promises';
import { app } from 'electron';
import type { LastingEngine } from '../../engine/lasting.ts';
import type { MenuLabels } from '../menu-labels.ts';
import type { LeavingActions } from './leaving.ts';
import { type Needs, noNeeds, readNeeds } from './needs.ts';
import { showTray } from './tray.ts';
import { watchNeeds } from './watch-needs.ts';

/** What the way out of the program works with. */
interface Surroundings {
  readonly engine: LastingEngine;
  /** absolute path of the picture for the tray */
  readonly icon: string;
  readonly labels: () => MenuLabels;
  /** brings the window to the front, opening it when there is none */
  readonly show: () => void;
  readonly close: () => void;
}

/** Milliseconds an engine may take to say what it does; one that takes longer is not working. */
const LIMIT_MS = 5000;

/** What `Leaving` has done, by Electron and the engine. */
export function leavingActions({ engine, icon, labels, show, close }: Surroundings): LeavingActions {
  let removeTray = (): void => undefined;
  const ours = (needs: Needs): Needs => (engine.isOwn ? needs : { ...needs, recording: [], ending: 0, busy: 0 });
  return {
    needs: async () => ours(await Promise.race([readNeeds(engine), wait(LIMIT_MS, noNeeds, { ref: false })])),
    watch: (tell) => watchNeeds(engine, (needs) => tell(ours(needs))),
    async stop(ids) {
      // What has recorded nothing yet refuses, and has nothing to keep.
      if (ids.length > 0) await engine.call('tasks.stop', { ids: [...ids] });
    },
    show,
    hide() {
      removeTray = showTray({ icon, labels: labels(), onShow: show, onQuit: () => app.quit() });
      close();
    },
    unhide() {
      removeTray();
      removeTray = () => undefined;
    },
    quit: () => app.quit(),
  };
}
