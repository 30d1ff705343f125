import { type ErrorCode, Failure } from '../../../contract/errors.ts';
import type { StreamPlan } from '../../record/plan.ts';
import { textOf } from '../hls/track.ts';
import { type Candidate, type PageFindings, readPage } from '../page/read-page.ts';
import { playlistLinks } from '../page/text-links.ts';
import { mentionsPlaylist } from '../playlist-link.ts';
import { type NamedScript, searchForeignScripts } from './foreign-scripts.ts';
import { notLive } from './not-live.ts';
import { type Opened, openLink } from './open.ts';
import { planOpened } from './plan-opened.ts';
import type { Planning } from './planning.ts';

/** Frames in frames that are looked into. */
const depthAtMost = 2;
/** Addresses that are tried, frames and scripts that are opened, in all. */
const candidatesAtMost = 12;
const framesAtMost = 12;
const scriptsAtMost = 6;

/**
 * Plans the stream that plays on a page: what the page itself names, then what the frames in it name, then what scripts of the
 * same site name, then what scripts of other hosts name. The page an address was found in is its referer.
 * @throws Failure `no-stream` when there is nothing that could be one; when there is, but it cannot be used, why the likeliest
 * cannot
 */
export async function planPage(opened: Opened, planning: Planning): Promise<StreamPlan> {
  return new PageSearch(planning).run(opened);
}

interface ReadPage {
  readonly url: string;
  readonly findings: PageFindings;
}

class PageSearch {
  readonly #planning: Planning;
  readonly #tried = new Set<string>();
  #candidates = 0;
  #frames = 0;
  #scripts = 0;
  #failure: Failure | null = null;
  #title: string | null = null;

  constructor(planning: Planning) {
    this.#planning = planning;
  }

  async run(opened: Opened): Promise<StreamPlan> {
    const pages: ReadPage[] = [];
    let level: readonly Opened[] = [opened];
    for (let depth = 0; depth <= depthAtMost && level.length > 0; depth += 1) {
      const next: Opened[] = [];
      for (const page of level) {
        const read = readOpened(page);
        pages.push(read);
        this.#title ??= read.findings.title;
        const found =
          (await this.#candidatesOf(read.findings.candidates, read.url)) ?? (await this.#framesOf(read, next));
        if (found !== null) return found;
      }
      level = next;
    }
    for (const page of pages) {
      const found = await this.#scriptsOf(page);
      if (found !== null) return found;
    }
    const foreign = await this.#foreignScriptsOf(pages);
    if (foreign !== null) return foreign;
    throw this.#failure === null || rank(this.#failure) === 0 ? noStream(this.#failure) : this.#failure;
  }

  async #candidatesOf(candidates: readonly Candidate[], referer: string): Promise<StreamPlan | null> {
    for (const { url } of candidates) {
      if (this.#candidates >= candidatesAtMost) return null;
      this.#candidates += 1;
      const opened = await this.#open(url, referer);
      const found = opened === null ? null : await this.#plan(opened, referer);
      if (found !== null) return found;
    }
    return null;
  }

  /** Opens the frames of a page; those that are pages are left for later, when the whole level is known. */
  async #framesOf({ url, findings }: ReadPage, pages: Opened[]): Promise<StreamPlan | null> {
    for (const frame of findings.frames) {
      if (this.#frames >= framesAtMost) return null;
      this.#frames += 1;
      const opened = await this.#open(frame, url);
      if (opened === null) continue;
      if (opened.kind === 'page' || opened.kind === 'text') pages.push(opened);
      const found = await this.#plan(opened, url);
      if (found !== null) return found;
    }
    return null;
  }

  async #scriptsOf({ url, findings }: ReadPage): Promise<StreamPlan | null> {
    for (const script of findings.scripts) {
      if (!sameSite(script, url)) continue;
      if (this.#scripts >= scriptsAtMost) return null;
      this.#scripts += 1;
      const opened = await this.#open(script, url);
      if (opened?.kind !== 'text') continue;
      const found = await this.#candidatesOf(plainly(playlistLinks(textOf(opened.answer), url)), url);
      if (found !== null) return found;
    }
    return null;
  }

  async #foreignScriptsOf(pages: readonly ReadPage[]): Promise<StreamPlan | null> {
    const scripts = new Map<string, NamedScript>();
    for (const { url: page, findings } of pages) {
      for (const url of findings.scripts) {
        if (!sameSite(url, page) && !this.#tried.has(url) && !scripts.has(url)) scripts.set(url, { url, page });
      }
    }
    for await (const { page, links } of searchForeignScripts([...scripts.values()], this.#planning)) {
      const found = await this.#candidatesOf(plainly(links), page);
      if (found !== null) return found;
    }
    return null;
  }

  /** `null` for what was tried before, and for what cannot be opened. */
  async #open(url: string, referer: string): Promise<Opened | null> {
    if (this.#tried.has(url)) return null;
    this.#tried.add(url);
    const opening = openLink(url, referer, this.#planning.web, this.#planning.signal);
    return this.#failing(
      opening.catch((error: unknown) => Promise.reject(mentionsPlaylist(url) ? notLive(error) : error)),
    );
  }

  #plan(opened: Opened, referer: string): Promise<StreamPlan | null> {
    return this.#failing(planOpened(opened, { referer, title: this.#title }, this.#planning));
  }

  /** What failed first is told when nothing works, unless something tells more. */
  async #failing<T>(work: Promise<T>): Promise<T | null> {
    try {
      return await work;
    } catch (error) {
      this.#planning.signal.throwIfAborted();
      if (!(error instanceof Failure)) throw error;
      if (this.#failure === null || rank(error) > rank(this.#failure)) this.#failure = error;
      return null;
    }
  }
}

function rank(failure: Failure): number {
  if (failure.code === 'protected') return 3;
  if (failure.code === 'not-live') return 2;
  return passedOver.has(failure.code) ? 0 : 1;
}

/** What is on many pages beside the stream, or before it: a trailer, say. */
const passedOver: ReadonlySet<ErrorCode> = new Set(['unsupported', 'finished-file', 'several-streams', 'no-stream']);

/** A page without a stream. @param other what was found on it instead */
function noStream(other: Failure | null): Failure {
  const detail = other?.detail === undefined ? 'no stream was found on this page' : `found instead: ${other.detail}`;
  return new Failure('no-stream', { detail });
}

function readOpened({ answer, kind }: Opened): ReadPage {
  const url = answer.url.split('#', 1)[0] ?? answer.url;
  if (kind === 'page') return { url, findings: readPage(textOf(answer), url) };
  const candidates = plainly(playlistLinks(textOf(answer), url));
  return { url, findings: { title: null, candidates, frames: [], scripts: [] } };
}

/** Addresses in the order they were found. */
function plainly(links: readonly string[]): readonly Candidate[] {
  return links.map((url) => ({ url, score: 0 }));
}

/** The same host, or one that shares its last two labels. */
function sameSite(one: string, other: string): boolean {
  const site = (link: string): string => (URL.parse(link)?.hostname ?? '').split('.').slice(-2).join('.');
  return site(one) === site(other);
}
