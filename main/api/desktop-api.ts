import type { CallOutput } from '../../contract/calls.ts';
import { type ErrorBody, Failure } from '../../contract/errors.ts';
import { unwrap } from '../../contract/reply.ts';
import type { Settings } from '../../contract/settings.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/host.ts';
import type { ApiServer } from '../../server/index.ts';

/** What the API of the desktop is served with. */
export interface DesktopApiOptions {
  readonly engine: Engine;
  readonly log: Log;
  /** folder of the data, which is this user's own */
  readonly data: string;
  readonly tokenFile: string;
  /** folder of the built page */
  readonly page: string;
  readonly version: string;
}

type Wanted = Pick<Settings, 'apiOpen' | 'apiPort'>;

/**
 * The API and the web page beside the window, for this computer alone, as the settings have it. Until it is switched on, nothing of
 * it is loaded.
 */
export class DesktopApi {
  readonly #options: DesktopApiOptions;
  #wanted: Wanted = { apiOpen: false, apiPort: 0 };
  #server: ApiServer | undefined;
  #error: ErrorBody | null = null;
  #ready: Promise<void> = Promise.resolve();

  constructor(options: DesktopApiOptions) {
    this.#options = options;
  }

  /** Brings it to what the settings say, one change after the other. */
  follow({ apiOpen, apiPort }: Wanted): Promise<void> {
    if (apiOpen !== this.#wanted.apiOpen || apiPort !== this.#wanted.apiPort) {
      this.#wanted = { apiOpen, apiPort };
      this.#ready = this.#ready.then(() => this.#change({ apiOpen, apiPort }));
    }
    return this.#ready;
  }

  /** How it is now, by the settings as they are now. An address that could not be had is tried again. */
  async state(): Promise<CallOutput<'desktop.api'>> {
    const settings = unwrap(await this.#options.engine.call('settings.get', {}));
    if (this.#error !== null) this.#wanted = { apiOpen: false, apiPort: 0 };
    await this.follow(settings);
    return {
      address: this.#server?.address ?? null,
      link: this.#server?.link() ?? null,
      tokenFile: this.#options.tokenFile,
      error: this.#error,
    };
  }

  /** Ends it for good. */
  async close(): Promise<void> {
    await this.follow({ apiOpen: false, apiPort: 0 });
  }

  async #change({ apiOpen, apiPort }: Wanted): Promise<void> {
    this.#error = null;
    const before = this.#server;
    this.#server = undefined;
    try {
      await before?.close();
      if (apiOpen) this.#server = await this.#open(apiPort);
    } catch (error) {
      const { log } = this.#options;
      const why = error instanceof Failure ? error : new Failure('internal', { cause: error });
      log.warn('the API is not served', { port: apiPort, code: why.code, error: String(error) });
      this.#error = why.toBody();
    }
  }

  async #open(port: number): Promise<ApiServer> {
    const { serveOnRecord } = await import('../../server/on-record/serve-on-record.ts');
    return serveOnRecord({ ...this.#options, host: '127.0.0.1', port, behindProxy: false, names: [] });
  }
}
