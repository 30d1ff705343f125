import { Constants, type Player, Session, Utils } from 'youtubei.js';
import type { HttpClient } from '../../net/client.ts';
import { type Fetch, FetchSession } from '../../net/fetch.ts';
import type { Access } from '../video/access.ts';
import { checkedFetch } from './checked-fetch.ts';
import { type Client, web } from './clients.ts';
import { dig, wordOf } from './dig.ts';
import { outdated } from './outdated.ts';
import { currentPlayer } from './players.ts';

const home = new URL('https://www.youtube.com/');

/** Answers are up to 2 MiB, the player's code 3 MiB. */
const MAX_BYTES = 32 * 1024 * 1024;

/** What it calls a visitor: it goes with later questions as a field. */
const isVisitor = /^[\w%=.+/-]{1,1000}$/;

/** As whom the site knows who asks without an account, by proxy: as long as the client over which it said so. */
const visitors = new WeakMap<HttpClient, Map<string, string>>();

/**
 * The site's interface for one question. Asks nothing by itself: sessions are made up here, without an account unless the user's
 * cookies are those of one, and nothing is told that was not asked for.
 */
export class Site {
  readonly #access: Access;
  readonly #signal: AbortSignal;
  readonly #net: FetchSession;
  readonly #cookie: string;
  readonly #sessions = new Map<boolean, Promise<Session>>();
  #player: Promise<Player> | undefined;

  private constructor(access: Access, signal: AbortSignal, net: FetchSession, cookie: string) {
    this.#access = access;
    this.#signal = signal;
    this.#net = net;
    this.#cookie = cookie;
  }

  static async open(access: Access, signal: AbortSignal): Promise<Site> {
    const { client, headers, cookies, proxy, idleMs, limits } = access;
    const net = new FetchSession({ client, site: home, headers, cookies, proxy, idleMs, limits, atMost: MAX_BYTES });
    return new Site(access, signal, net, await net.cookie(home));
  }

  /** Aborted when nobody waits for an answer any more. */
  get signal(): AbortSignal {
    return this.#signal;
  }

  /** Whether the user's cookies are those of an account. */
  get hasAccount(): boolean {
    return /(?:^|; )(?:SAPISID|__Secure-3PAPISID)=/.test(this.#cookie);
  }

  /** Whether the site has told by now as whom it knows who asks. */
  get known(): boolean {
    return this.#visitors.has(this.#access.proxy);
  }

  /**
   * Calls the interface.
   * @param call `player`, `next`, `browse`, `navigation/resolve_url`
   * @returns the JSON that it answered
   * @throws Failure of the HTTP client, `bot-check`, `rate-limited`, `not-found`, `source-unavailable`, `extractor-outdated` (no JSON)
   */
  async ask(call: string, args: Readonly<Record<string, unknown>>, client: Client): Promise<unknown> {
    const session = await this.#session(client.page);
    try {
      const { data } = await session.actions.execute(`/${call}`, { ...args, client: client.name });
      const visitor = wordOf(dig(data, 'responseContext', 'visitorData'));
      if (visitor !== null && isVisitor.test(visitor) && !(client.page && this.hasAccount)) {
        this.#visitors.set(this.#access.proxy, visitor);
        session.context.client.visitorData = visitor;
      }
      return data;
    } catch (error) {
      this.#signal.throwIfAborted();
      throw outdated(error, client.name);
    }
  }

  /** The player from whose code addresses are worked out; asked for once, also when that fails. */
  player(): Promise<Player> {
    const fetchAsBrowser: Fetch = async (input, init) =>
      this.plainFetch()(input, { ...init, headers: { 'User-Agent': await this.userAgent(web) } });
    this.#player ??= currentPlayer(this.#access.client, fetchAsBrowser, this.#signal);
    return this.#player;
  }

  /** For what is the same for everybody: without cookies. Statuses other than good ones are failures. */
  plainFetch(): Fetch {
    return checkedFetch(this.#net.fetch({ signal: this.#signal, anonymous: true }));
  }

  /** What a browser calls itself: as the user wants it, else one of those there are. */
  async userAgent(client: Client): Promise<string> {
    return appAgents[client.name] ?? (await this.#session(client.page)).user_agent ?? '';
  }

  get #visitors(): Map<string, string> {
    const known = visitors.get(this.#access.client) ?? new Map<string, string>();
    visitors.set(this.#access.client, known);
    return known;
  }

  /** Pages are asked with the user's cookies, apps know none. */
  #session(page: boolean): Promise<Session> {
    const made = this.#sessions.get(page) ?? this.#open(page);
    this.#sessions.set(page, made);
    return made;
  }

  async #open(page: boolean): Promise<Session> {
    const account = page && this.hasAccount;
    const visitor = account ? undefined : this.#visitors.get(this.#access.proxy);
    const own = this.#access.headers.findLast(({ name }) => name.toLowerCase() === 'user-agent')?.value;
    return Session.create({
      // No question to the site before ours.
      generate_session_locally: true,
      retrieve_innertube_config: false,
      retrieve_player: false,
      enable_session_cache: false,
      // Reasons are read in English.
      lang: 'en',
      location: 'US',
      timezone: 'UTC',
      user_agent: own ?? Utils.getRandomUserAgent('desktop'),
      fetch: checkedFetch(this.#net.fetch({ signal: this.#signal, anonymous: !page })) as typeof fetch,
      ...(account ? { cookie: forSignature(this.#cookie) } : {}),
      ...(visitor === undefined ? {} : { visitor_data: visitor }),
    });
  }
}

const { VISIONOS, ANDROID_VR, IOS, ANDROID } = Constants.CLIENTS;

/** What apps call themselves; the service wants to hear the same again where it is asked for media. */
const appAgents: Readonly<Record<string, string>> = {
  VISIONOS: VISIONOS.USER_AGENT,
  ANDROID_VR: ANDROID_VR.USER_AGENT,
  IOS: IOS.USER_AGENT,
  ANDROID: ANDROID.USER_AGENT,
  YTMUSIC_ANDROID: ANDROID.USER_AGENT,
  YTSTUDIO_ANDROID: ANDROID.USER_AGENT,
};

/** The library signs with `SAPISID`; some browsers only have its other name. What is sent is the user's own all the same. */
function forSignature(cookie: string): string {
  const [, other] = /(?:^|; )__Secure-3PAPISID=([^;]*)/.exec(cookie) ?? [];
  return /(?:^|; )SAPISID=/.test(cookie) || other === undefined ? cookie : `SAPISID=${other}; ${cookie}`;
}
