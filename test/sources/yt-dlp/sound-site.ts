import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that came through the proxy. */
interface ProxyRequest {
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface SoundSite extends AsyncDisposable {
  /** of the proxy behind which it lies, `127.0.0.1:1234` */
  readonly address: string;
  readonly requests: readonly ProxyRequest[];
}

/** A sound on a site that yt-dlp knows besides YouTube. */
export const soundUrl = 'http://freesound.org/people/somebody/sounds/12345/';

const page = `<html><head>
<meta property="og:audio" content="https://cdn.freesound.org/previews/12/12345-lq.mp3">
<meta property="og:audio:title" content="gulls &amp; waves $(reboot)">
<meta property="og:audio:artist" content="somebody">
</head><body><span class="duration">130233</span></body></html>`;

/**
 * A proxy for plain HTTP that leads to one site only.
 * @param onRequest is waited for before anything is answered
 */
export async function startSoundSite(onRequest: () => Promise<void> = async () => {}): Promise<SoundSite> {
  const requests: ProxyRequest[] = [];
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', headers: request.headers });
    void onRequest().then(() => {
      const known = request.url === soundUrl;
      response.writeHead(known ? 200 : 404, { 'Content-Type': 'text/html', 'Set-Cookie': 'visit=fresh; Path=/' });
      response.end(known ? page : 'nothing here');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
