import type { Bridge } from '../../../contract/bridge.ts';
import type { Settings } from '../../../contract/settings.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';
import { timelines } from './recordings.ts';
import { type ScenarioName, scenarios } from './scenarios.ts';

/** What a test sets before the page begins. */
export interface Stage {
  readonly scenario: ScenarioName;
  readonly settings?: Partial<Settings>;
  readonly platform?: Bridge['platform'];
}

declare global {
  interface Window {
    stage?: Stage;
    fake: FakeEngine;
  }
}

const { scenario, settings = {}, platform = 'linux' } = window.stage ?? { scenario: 'states' };
window.fake = fakeEngine(scenarios[scenario](), settings, platform, timelines);
Object.defineProperty(window, 'sluice', { value: window.fake.bridge });
