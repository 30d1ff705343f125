import { defaultSettings, type Settings, settings as shape } from '../../contract/settings.ts';
import type { Log } from '../host.ts';
import type { Statements } from './statements.ts';

/** What the user has set; only what differs from the defaults of the time is stored. */
export class SettingsTable {
  readonly #sql: Statements;
  #present: Settings;

  /** @param downloads the folder for files unless set */
  constructor(sql: Statements, downloads: string, log: Log) {
    this.#sql = sql;
    this.#present = defaultSettings(downloads);
    for (const { name, value } of sql.all<{ name: string; value: string }>('SELECT name, value FROM settings')) {
      const parsed = shape.partial().safeParse({ [name]: parseJson(value) });
      if (parsed.success) this.#present = { ...this.#present, ...withoutUndefined(parsed.data) };
      else log.warn('a stored setting makes no sense and is not used', { name });
    }
  }

  get(): Settings {
    return this.#present;
  }

  /** Stores a part and answers the whole. */
  set(part: Partial<Settings>): Settings {
    this.#sql.transaction(() => {
      for (const [name, value] of Object.entries(part)) {
        this.#sql.run('INSERT OR REPLACE INTO settings VALUES (?, ?)', name, JSON.stringify(value));
      }
    });
    this.#present = { ...this.#present, ...part };
    return this.#present;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Drops keys that are there without a value, which is what an optional field of a parsed object may be. */
export function withoutUndefined<T extends object>(part: T): Present<T> {
  return Object.fromEntries(Object.entries(part).filter(([, value]) => value !== undefined)) as Present<T>;
}
