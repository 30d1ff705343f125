import { Parser } from 'htmlparser2';
import { mentionsPlaylist } from '../playlist-link.ts';
import { webUrlOrNull } from '../web-url.ts';
import { readLinkedData } from './json-ld.ts';
import { type Place, scoreOf } from './score.ts';
import { playlistLinks } from './text-links.ts';

/** An address in a page that may be a stream. */
export interface Candidate {
  /** absolute, http or https */
  readonly url: string;
  readonly score: number;
}

/** What a page holds that leads to a stream. */
export interface PageFindings {
  readonly title: string | null;
  /** the likeliest first, each once */
  readonly candidates: readonly Candidate[];
  /** pages in the page, in their order, each once: players stand in them */
  readonly frames: readonly string[];
  /** scripts that lie elsewhere */
  readonly scripts: readonly string[];
}

/**
 * Looks through the HTML of a page for streams: `<video>`, `<audio>` and their sources, meta fields (Open Graph, Twitter cards),
 * JSON-LD, data attributes, scripts, links, and the address of the page itself.
 * @param url absolute, after redirects
 */
export function readPage(html: string, url: string): PageFindings {
  const reader = new PageReader(url);
  reader.text(url.slice(url.indexOf('?') + 1), 'address');
  reader.read(html, 0);
  return reader.findings();
}

const embeddedAtMost = 3;

class PageReader {
  #base: string;
  readonly #scores = new Map<string, number>();
  readonly #frames = new Set<string>();
  readonly #scripts = new Set<string>();
  readonly #titles = { card: '', data: '', head: '' };

  constructor(url: string) {
    this.#base = url;
  }

  findings(): PageFindings {
    const { card, data, head } = this.#titles;
    const title = [card, head, data].map((text) => text.replace(/\s+/gu, ' ').trim().slice(0, 300));
    return {
      title: title.find((text) => text !== '') ?? null,
      candidates: [...this.#scores].map(([url, score]) => ({ url, score })).toSorted((a, b) => b.score - a.score),
      frames: [...this.#frames].filter((frame) => !this.#scores.has(frame)),
      scripts: [...this.#scripts],
    };
  }

  /** @param depth of pages that are written into pages (`srcdoc`) */
  read(html: string, depth: number): void {
    let open: { readonly name: 'script' | 'title'; readonly type: string; text: string } | null = null;
    const parser = new Parser({
      onopentag: (name, attributes) => {
        this.#element(name, attributes, depth);
        if (name === 'script' || name === 'title') open = { name, type: attributes['type'] ?? '', text: '' };
      },
      ontext: (text) => {
        if (open !== null) open.text += text;
      },
      onclosetag: () => {
        if (open?.name === 'title') this.#titles.head ||= open.text;
        else if (open?.name === 'script') this.#script(open.type, open.text);
        open = null;
      },
    });
    parser.end(html);
  }

  /** Takes what a text names that looks like a playlist. */
  text(text: string, place: Place): void {
    for (const link of playlistLinks(text, this.#base)) this.#candidate(link, place, '');
  }

  #element(name: string, attributes: Readonly<Record<string, string>>, depth: number): void {
    const { src = '', type = '', href = '' } = attributes;
    if (name === 'base' && href !== '') this.#base = webUrlOrNull(href, this.#base) ?? this.#base;
    else if (name === 'meta') this.#meta(attributes);
    else if (name === 'video' || name === 'audio') this.#candidate(src, 'player', type);
    else if (name === 'source' && !('srcset' in attributes)) this.#candidate(src, 'player', type);
    else if (name === 'script' && src !== '') this.#scripts.add(webUrlOrNull(src, this.#base) ?? '');
    else if (name === 'iframe' || name === 'frame' || name === 'embed') {
      for (const frame of [src, attributes['data-src'] ?? '', attributes['data-lazy-src'] ?? '']) this.#frame(frame);
    } else if (name === 'object') this.#frame(attributes['data'] ?? '');
    const srcdoc = attributes['srcdoc'] ?? '';
    if (srcdoc !== '' && depth < embeddedAtMost) this.read(srcdoc, depth + 1);
    for (const [attribute, value] of Object.entries(attributes)) this.#attribute(attribute, value, type);
  }

  #attribute(attribute: string, value: string, type: string): void {
    if (attribute === 'srcdoc' || !mentionsPlaylist(value)) return;
    const place = attribute.startsWith('data-') ? 'data' : 'link';
    if (/^[^\s"'<>{}]+$/u.test(value) && !/^https?:\/\/.*https?(?:%|:)/iu.test(value))
      this.#candidate(value, place, type);
    this.text(value, place);
  }

  #meta(attributes: Readonly<Record<string, string>>): void {
    const name = (attributes['property'] ?? attributes['name'] ?? attributes['itemprop'] ?? '').toLowerCase();
    const { content = '' } = attributes;
    if (name === 'og:title' || name === 'twitter:title') this.#titles.card ||= content;
    else if (name === 'twitter:player:stream' || name === 'contenturl') this.#candidate(content, 'meta', '');
    else if (name === 'twitter:player' || name === 'embedurl') this.#frame(content);
    else if (/^og:(?:video|audio)(?::url|:secure_url)?$/u.test(name)) {
      // It is the address of a film as often as that of a player.
      if (mentionsPlaylist(content) || isFilm(content)) this.#candidate(content, 'meta', '');
      else this.#frame(content);
    }
  }

  #script(type: string, text: string): void {
    if (/ld\+json/iu.test(type)) {
      const { content, embed, name } = readLinkedData(text);
      for (const link of content) this.#candidate(link, 'json-ld', '');
      for (const link of embed) this.#frame(link);
      this.#titles.data ||= name ?? '';
    }
    this.text(text, 'script');
  }

  #candidate(reference: string, place: Place, type: string): void {
    const url = reference.trim() === '' ? null : webUrlOrNull(reference, this.#base);
    if (url === null || isFont(url)) return;
    this.#scores.set(url, Math.max(scoreOf(url, place, type), this.#scores.get(url) ?? Number.NEGATIVE_INFINITY));
  }

  #frame(reference: string): void {
    const url = reference.trim() === '' || reference === 'about:blank' ? null : webUrlOrNull(reference, this.#base);
    if (url === null || noPlayer.test(url)) return;
    if (mentionsPlaylist(url)) this.text(url, 'data');
    this.#frames.add(url);
  }
}

function isFilm(link: string): boolean {
  return /\.(?:mp4|m4v|mp3|aac|m4a|ts|flv)(?:$|[?#])/iu.test(link);
}

function isFont(link: string): boolean {
  return /\.(?:js|css|png|jpe?g|gif|svg|webp|woff2?)(?:$|[?#])/iu.test(link);
}

/** Frames of whom nobody has ever got a stream. */
const noPlayer =
  /^https?:\/\/(?:[^/]*\.)?(?:doubleclick\.net|googlesyndication\.com|googletagmanager\.com|google\.com\/recaptcha|recaptcha\.net|facebook\.com\/plugins|platform\.twitter\.com|disqus\.com|hcaptcha\.com|challenges\.cloudflare\.com|consent\.[^/]+)/iu;
