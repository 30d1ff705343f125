import type { Engine } from '../engine/engine.ts';
import type { Log } from '../engine/host.ts';

/** What the API is served with. */
export interface ServeOptions {
  readonly engine: Engine;
  readonly log: Log;
  /** folder of the data, which is this user's own */
  readonly data: string;
  /** file of the token, mode 0600; made when it is missing */
  readonly tokenFile: string;
  /** address or name to listen on */
  readonly host: string;
  /** 0 for any that is free */
  readonly port: number;
  /** what a proxy on this machine or in a private network says of the caller (`X-Forwarded-*`) is believed */
  readonly behindProxy: boolean;
  /** names besides those of this machine under which it may be asked for */
  readonly names: readonly string[];
  /** folder of the built page */
  readonly page: string;
  readonly version: string;
}
