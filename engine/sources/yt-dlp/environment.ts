import { delimiter } from 'node:path';
import { type Environment, searchPath } from '../../programs/find.ts';

/**
 * Variables that would change what yt-dlp, its Python or the Node it starts load and do. Those of proxies are for the setting to
 * decide.
 */
const withheld = /^(?:python.*|ytdlp_.*|yt_dlp_.*|node_options|node_path|sluice_.*)$/iu;
const proxies = /^(?:https?|all|ftp|no)_proxy$/iu;

/**
 * The environment of yt-dlp: that of this program, without what could change how it works.
 * @param proxy as in `Access`
 * @param bound the proxy that everything has to go through, without its password; `null` where it may go as it likes
 */
export function environmentFor(own: Environment, proxy: string, bound: string | null = null): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [name, value] of Object.entries(own)) {
    if (
      value === undefined ||
      withheld.test(name) ||
      ((proxy !== 'environment' || bound !== null) && proxies.test(name))
    )
      continue;
    // What it starts (its Python, a runtime of JavaScript) is not to be what lies in the current folder.
    given[name] = /^path$/iu.test(name) ? searchPath({ PATH: value }).join(delimiter) : value;
  }
  return {
    ...given,
    ...(bound === null ? {} : allThrough(bound)),
    // What it says is read: in English, and in UTF-8 whatever the platform prefers.
    LC_ALL: 'C.UTF-8',
    PYTHONIOENCODING: 'utf-8',
    PYTHONUTF8: '1',
    // Plugins are programs of others; this holds also where the argument alone would come too late.
    YTDLP_NO_PLUGINS: '1',
    // Windows would look in the current folder before the PATH.
    NoDefaultCurrentDirectoryInExePath: '1',
  };
}

/**
 * Its own option says the same, with the password. But where the environment names no proxy, Python leaves it out for what the
 * system's settings exempt (macOS: `*.local` and 169.254/16), and what yt-dlp starts knows the environment alone.
 */
function allThrough(proxy: string): Record<string, string> {
  return { http_proxy: proxy, https_proxy: proxy, all_proxy: proxy };
}
