import type { Bridge } from '../../../contract/bridge.ts';
import type { Settings } from '../../../contract/settings.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';
import { timelines } from './recordings.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';
import { type GroupScenarioName, groupScenarios, groupsOf } from './stage-sets.ts';

/** What a test sets before the page begins. */
export interface Stage {
  readonly scenario: ScenarioName | GroupScenarioName;
  /** what the window remembers from the last time */
  readonly remembered?: Readonly<Record<string, string>>;
  readonly settings?: Partial<Settings>;
  readonly platform?: Bridge['platform'];
}

declare global {
  interface Window {
    stage?: Stage;
    fake: FakeEngine;
  }
}

const { scenario, settings = {}, platform = 'linux', remembered = {} } = window.stage ?? { scenario: 'states' };
localStorage.clear();
for (const [name, value] of Object.entries(remembered)) localStorage.setItem(name, value);
const tasks = { ...scenarios, ...groupScenarios }[scenario]();
window.fake = fakeEngine(tasks, settings, platform, timelines, groupsOf(scenario));
Object.defineProperty(window, 'sluice', { value: window.fake.bridge });
