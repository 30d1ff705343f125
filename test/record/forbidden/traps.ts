/** What a public server answers a path with. */
type Answer = { readonly body: string } | { readonly to: string };

/** A stream that tries to lead somewhere else. */
export interface Trap {
  readonly name: string;
  /** the path of the link, from `/` */
  readonly link: string;
  readonly answers: Readonly<Record<string, Answer>>;
}

/** Addresses that no public server may lead to, by what they are. @param port where somebody listens on this machine */
export function forbiddenAddresses(secret: string, port: number): Readonly<Record<string, string>> {
  const at = (host: string): string => `http://${host}:${port}/secret.ts`;
  return {
    file: `file://${secret}`,
    'file of a host': `file://localhost${secret}`,
    data: 'data:application/vnd.apple.mpegurl,%23EXTM3U',
    concat: `concat:${secret}|${secret}`,
    subfile: `subfile,,start,0,end,99,,:${secret}`,
    crypto: `crypto:${secret}`,
    tcp: `tcp://127.0.0.1:${port}`,
    loopback: at('127.0.0.1'),
    'another loopback': at('127.9.9.9'),
    localhost: at('localhost'),
    'a name below localhost': at('a.localhost'),
    'a private network': at('10.0.0.1'),
    'the metadata service': at('169.254.169.254'),
    'IPv6 loopback': at('[::1]'),
    'IPv4 in IPv6': at('[::ffff:127.0.0.1]'),
    'NAT64 of loopback': at('[64:ff9b::7f00:1]'),
    'any address': at('0.0.0.0'),
    decimal: at('2130706433'),
    octal: at('0177.0.0.1'),
    hexadecimal: at('0x7f.1'),
    'full stop of another script': at('127。0。0。1'),
    'with a user': `http://93.184.216.34@127.0.0.1:${port}/secret.ts`,
  };
}

/** How a stream names an address, for each place where it can. */
export const places: Readonly<Record<string, (address: string) => { link: string; answers: Trap['answers'] }>> = {
  'the link leads to': (to) => ({ link: 'live.m3u8', answers: { 'live.m3u8': { to } } }),
  'a variant is': (address) => hls(master(`#EXT-X-STREAM-INF:BANDWIDTH=1\n${address}`)),
  'the sound is': (address) =>
    hls(
      master(
        `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",DEFAULT=YES,URI="${address}"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"\nmedia.m3u8`,
      ),
      { 'media.m3u8': { body: media('#EXTINF:0.5,\n/s0000.ts') } },
    ),
  'the subtitles are': (address) =>
    hls(
      master(
        `#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="s",LANGUAGE="en",URI="${address}"\n#EXT-X-STREAM-INF:BANDWIDTH=1,SUBTITLES="s"\nmedia.m3u8`,
      ),
      { 'media.m3u8': { body: media('#EXTINF:0.5,\n/s0000.ts') } },
    ),
  'a media segment is': (address) => hls(media(`#EXTINF:0.5,\n/s0000.ts\n#EXTINF:0.5,\n${address}`)),
  'a media segment leads to': (to) =>
    hls(media('#EXTINF:0.5,\n/s0000.ts\n#EXTINF:0.5,\naway.ts'), { 'away.ts': { to } }),
  'a key is': (address) => hls(media(`#EXT-X-KEY:METHOD=AES-128,URI="${address}"\n#EXTINF:0.5,\n/s0000.ts`)),
  'a key leads to': (to) => hls(media('#EXT-X-KEY:METHOD=AES-128,URI="key"\n#EXTINF:0.5,\n/s0000.ts'), { key: { to } }),
  'an initialisation section is': (address) => hls(media(`#EXT-X-MAP:URI="${address}"\n#EXTINF:0.5,\n/s0000.ts`)),
  'a BaseURL is': (address) => ({ link: 'live.mpd', answers: { 'live.mpd': { body: manifest(address) } } }),
  'a page frames': (address) => page(`<iframe src="${address}"></iframe>`),
  'a page plays': (address) => page(`<video src="${address}"></video>`),
  'a page leads its player to': (to) => page('<video src="away.m3u8"></video>', { 'away.m3u8': { to } }),
};

/** Every address in every place. */
export function traps(addresses: Readonly<Record<string, string>>): Trap[] {
  return Object.entries(places).flatMap(([place, at], row) =>
    Object.entries(addresses).map(([what, address], column): Trap => {
      const folder = `/${row}-${column}/`;
      const { link, answers } = at(address);
      const placed = Object.entries(answers).map(([name, answer]) => [`${folder}${name}`, answer] as const);
      return { name: `${place} ${what}`, link: `${folder}${link}`, answers: Object.fromEntries(placed) };
    }),
  );
}

function hls(body: string, more: Trap['answers'] = {}) {
  return { link: 'live.m3u8', answers: { 'live.m3u8': { body }, ...more } };
}

function page(html: string, more: Trap['answers'] = {}) {
  const body = `<!DOCTYPE html><title>Studio</title>${html}`;
  return { link: 'page.html', answers: { 'page.html': { body }, ...more } };
}

function master(lines: string): string {
  return `#EXTM3U\n${lines}\n`;
}

function media(lines: string): string {
  return `#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:1\n${lines}\n#EXT-X-ENDLIST\n`;
}

function manifest(base: string): string {
  const url = base.replaceAll('&', '&amp;');
  return `<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" profiles="urn:mpeg:dash:profile:isoff-live:2011">
<BaseURL>${url}</BaseURL>
<Period><AdaptationSet mimeType="video/mp4" contentType="video"><SegmentTemplate timescale="1" duration="1" startNumber="1" initialization="init.mp4" media="s$Number$.m4s"/>
<Representation id="v" bandwidth="1" codecs="avc1.42c00a" width="96" height="64"/></AdaptationSet></Period></MPD>`;
}
