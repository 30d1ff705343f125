import type { Header } from '../../../contract/transfer.ts';
import { isHarmless } from '../../net/errand.ts';

/** What yt-dlp is asked, and as whom. */
export interface YtDlpQuestion {
  readonly url: string;
  /** entries of a list by their numbers, both included; `null` for one video */
  readonly entries: { readonly first: number; readonly last: number } | null;
  /** also the formats of a live video of YouTube that yt-dlp itself could not fetch to their end */
  readonly incomplete: boolean;
  /** `direct`, `environment`, or the URL of a proxy */
  readonly proxy: string;
  /** seconds without a byte after which a connection counts as dead */
  readonly socketTimeout: number;
  /** path of a cookie file of its own, which it writes as well; `null` for none */
  readonly cookieFile: string | null;
  /** the user's own fields */
  readonly headers: readonly Header[];
  /** for the sign-in of the site */
  readonly auth: { readonly user: string; readonly password: string } | null;
  /** path of a Node, for versions that take one */
  readonly node: string | null;
}

/** What a run of yt-dlp is given. */
export interface YtDlpArguments {
  readonly args: readonly string[];
  /** for its standard input; `null` when it needs none */
  readonly input: string | null;
}

/**
 * How yt-dlp is asked (its README, "Usage and options"). It reads no settings of the user's, runs nothing of others, writes no file,
 * follows sites that it knows and no page in general. Secrets go through its standard input, since any program on this machine can
 * read the arguments of another.
 */
export function argumentsFor(question: YtDlpQuestion): YtDlpArguments {
  const secrets = secretOptions(question);
  const args = [
    '--ignore-config',
    ...(secrets.length === 0 ? [] : ['--config-locations', '-']),
    ...['--no-plugin-dirs', '--no-exec', '--no-cache-dir', '--no-update', '--color', 'never'],
    // `default` without the one that looks for media in any page: Sluice does that itself.
    ...['--use-extractors', 'default,-generic'],
    ...['--dump-single-json', '--simulate', '--flat-playlist'],
    ...(question.entries === null
      ? // Two are enough to see that it is a list.
        ['--no-playlist', '--playlist-items', '1:2']
      : ['--yes-playlist', '--playlist-items', `${question.entries.first}:${question.entries.last}`]),
    // Any format will do: the choice is made elsewhere, and none is tried out.
    ...['--format', 'b*', '--no-check-formats'],
    ...['--socket-timeout', String(question.socketTimeout)],
    ...(question.incomplete ? ['--extractor-args', 'youtube:formats=incomplete'] : []),
    ...(question.proxy === 'direct' ? ['--proxy', ''] : []),
    ...(question.cookieFile === null ? ['--no-cookies'] : ['--cookies', question.cookieFile]),
    ...(question.node === null ? [] : ['--js-runtimes', `node:${question.node}`]),
    ...['--', question.url],
  ];
  const input = secrets.map((line) => `${line.map(quoted).join(' ')}\n`).join('');
  return { args, input: secrets.length === 0 ? null : input };
}

function secretOptions({ proxy, headers, auth }: YtDlpQuestion): string[][] {
  const options: string[][] = [];
  if (proxy !== 'direct' && proxy !== 'environment') options.push(['--proxy', spelled(proxy)]);
  // yt-dlp sends these to every server that it asks.
  for (const { name, value } of headers.filter(isHarmless)) options.push(['--add-headers', `${name}:${value}`]);
  if (auth !== null) options.push(['--username', auth.user], ['--password', auth.password]);
  return options;
}

/** To yt-dlp `socks` is SOCKS 4, while here every kind of it is SOCKS 5 and looks up names at the proxy. */
function spelled(proxy: string): string {
  return proxy.replace(/^socks(?:5h?)?:/iu, 'socks5h:');
}

/** A word as `shlex.split` of Python reads it: nothing has a meaning in single quotes. */
function quoted(word: string): string {
  return `'${word.replaceAll("'", `'"'"'`)}'`;
}
