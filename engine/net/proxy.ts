import ipaddr from 'ipaddr.js';
import { Failure } from '../../contract/errors.ts';

/** A proxy between us and every server. */
export interface ProxyServer {
  readonly kind: 'http' | 'socks5';
  /** TLS to the proxy itself */
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  readonly auth: { readonly user: string; readonly password: string } | undefined;
}

/**
 * Decides the proxy for a link.
 * @param setting `direct`, `environment`, or the URL of a proxy
 * @param environment variables as curl reads them: `https_proxy`, `http_proxy`, `all_proxy`, `no_proxy`
 * @throws Failure `invalid-input` when the URL of the proxy makes no sense
 */
export function proxyFor(
  url: URL,
  setting: string,
  environment: Readonly<Record<string, string | undefined>>,
): ProxyServer | undefined {
  if (setting === 'direct' || setting === '') return undefined;
  if (setting !== 'environment') return parseProxy(setting);
  const read = (name: string): string | undefined => environment[name] || environment[name.toUpperCase()];
  // HTTP_PROXY in capitals can be set by a request's own header in CGI, which is why curl reads only the small form.
  const own = url.protocol === 'https:' ? read('https_proxy') : environment['http_proxy'];
  const found = own || read('all_proxy');
  if (!found || exempt(url, read('no_proxy') ?? '')) return undefined;
  return parseProxy(found.includes('://') ? found : `http://${found}`);
}

function parseProxy(text: string): ProxyServer {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const scheme = url?.protocol.slice(0, -1) ?? '';
  if (url === undefined || !['http', 'https', 'socks5', 'socks5h', 'socks'].includes(scheme) || url.hostname === '') {
    throw new Failure('invalid-input', {
      detail: 'a proxy is given as http://, https:// or socks5:// with host and port',
    });
  }
  const socks = scheme.startsWith('socks');
  const auth = url.username === '' ? undefined : { user: decoded(url.username), password: decoded(url.password) };
  return {
    kind: socks ? 'socks5' : 'http',
    secure: scheme === 'https',
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (socks ? 1080 : scheme === 'https' ? 443 : 8080) : Number(url.port),
    auth,
  };
}

/** @throws Failure `invalid-input` for a `%` that escapes nothing; the text itself is a secret */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Failure('invalid-input', { detail: 'a % in the user or password of the proxy is written %25' });
  }
}

/** The rules of `no_proxy` as curl has them: `*`, host names with all their subdomains, addresses, address ranges. */
function exempt(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  return list
    .split(/[\s,]+/)
    .filter((rule) => rule !== '')
    .some((rule) => {
      if (rule === '*') return true;
      if (rule.includes('/')) return inRange(host, rule);
      const bare = rule
        .toLowerCase()
        .replace(/^\*?\./, '')
        .replace(/^\[|\](?=$|:)/g, '');
      const [name = '', port] = bare.split(/:(?=\d+$)/);
      if (port !== undefined && !bare.includes('::') && port !== url.port) return false;
      const plain = bare.includes('::') ? bare : name;
      return host === plain || host.endsWith(`.${plain}`);
    });
}

function inRange(host: string, rule: string): boolean {
  if (!ipaddr.isValid(host) || !ipaddr.isValidCIDR(rule)) return false;
  const address = ipaddr.parse(host);
  const [base, bits] = ipaddr.parseCIDR(rule);
  return address.kind() === base.kind() && address.match(base, bits);
}
