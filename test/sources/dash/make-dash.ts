import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Every version of the manifest that ffmpeg writes of a live stream, in their order; much faster than the stream plays. The
 * last one is static: the stream has ended.
 * @param options of the DASH muxer
 */
export async function manifestVersions(seconds: number, options: readonly string[]): Promise<string[]> {
  const versions: Promise<string>[] = [];
  const last = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const body = text(request);
    // In the order they were sent in, not the one they came to an end in.
    if (request.url?.endsWith('.mpd') === true) versions.push(body);
    body
      .then((version) => {
        response.end();
        if (version.includes('type="static"')) last.resolve();
      })
      .catch(last.reject);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await run('ffmpeg', [
    ...['-hide_banner', '-v', 'error', '-nostdin'],
    ...['-f', 'lavfi', '-i', `testsrc=size=160x120:rate=10:duration=${seconds}`],
    ...['-f', 'lavfi', '-i', `sine=440:sample_rate=44100:duration=${seconds}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10', '-keyint_min', '10', '-sc_threshold', '0'],
    ...['-c:a', 'aac', '-b:a', '32k', '-f', 'dash', '-seg_duration', '1', ...options],
    ...['-method', 'PUT', `http://127.0.0.1:${port}/live.mpd`],
  ]);
  // It may end before its last request has been read.
  await last.promise;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  return Promise.all(versions);
}
