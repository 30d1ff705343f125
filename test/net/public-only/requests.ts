import { Failure } from '../../../contract/errors.ts';
import type { JobReach } from '../../../contract/worker-messages.ts';
import { HttpClient } from '../../../engine/net/client.ts';
import type { Outcome } from './outcome.ts';
import { farAddress, ownAddress } from './two-networks.ts';

/** What is asked for directly, and how. */
const direct = [
  ...['public', 'private', 'loopback', 'six', 'mapped', 'unique', 'metadata', 'own', 'hosted', 'both'].map(
    (name) => `http://${name}.example:8080/file`,
  ),
  `http://${farAddress}/file`,
  `http://${ownAddress}:8080/`,
  // its own public address once more, within others
  `http://[::ffff:${ownAddress}]:8080/`,
  'https://loopback.example:8080/',
];

/** What is asked for through a proxy. */
const proxied = [
  ...['public', 'unknown', 'private', 'both', 'own', 'hosted'].map((name) => `http://${name}.example/`),
  ...['http://127.0.0.1:8080/', 'http://[::1]:8080/', 'http://localhost/', 'http://nas/', 'http://nas.local./'],
  'https://loopback.example/',
];

/** Asks over clients for public addresses only. @param web and `socks`: proxies on this computer, which lead to a server that says yes */
export async function runRequests(web: string, socks: string): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const ask = async (reach: JobReach, url: string, proxy: string, what: string): Promise<void> => {
    // each time anew, so that no connection is kept
    const client = new HttpClient({}, reach);
    outcomes.push({ what: `${what} ${url}`, ...(await endOf(client, url, proxy)) });
    client.close();
  };
  for (const url of direct) await ask('public', url, 'direct', 'direct');
  await ask('public', 'http://rebind.example:8080/file', 'direct', 'first');
  await ask('public', 'http://rebind.example:8080/file', 'direct', 'second');
  for (const url of proxied) await ask('public', url, web, 'own proxy');
  for (const url of proxied) await ask('public', url, socks, 'own socks');
  const given = [
    'http://127.0.0.1:8080',
    'https://localhost:8080',
    'socks5://127.1:8080',
    'http://loopback.example:8080',
  ];
  for (const proxy of [
    ...given,
    'socks5://six.example:8080',
    `http://${farAddress}:8080`,
    'http://public.example:8080',
  ])
    await ask('public-proxy', 'http://public.example/file', proxy, `given ${proxy}`);
  return outcomes;
}

async function endOf(client: HttpClient, url: string, proxy: string): Promise<Omit<Outcome, 'what'>> {
  const signal = AbortSignal.timeout(20_000);
  try {
    const request = { url: new URL(url), headers: [], proxy, publicOnly: false, idleMs: 10_000, signal };
    const response = await client.get(request);
    response.cancel();
    return { code: null, detail: String(response.head.status) };
  } catch (error) {
    if (error instanceof Failure) return { code: error.code, detail: error.detail ?? '' };
    return { code: 'thrown', detail: String(error) };
  }
}
