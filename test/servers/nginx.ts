/**
 * A real nginx on a free port of 127.0.0.1 that serves a folder, with everything it writes in a folder of its own.
 *
 *     await using nginx = await startNginx({ root: folder, limitRate: 20_000_000 });
 *     … nginx.url('/a.bin') …
 *     expect(await nginx.requests()).toMatchObject([{ path: '/a.bin', status: 206 }]);
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

export interface NginxOptions {
  /** the folder it serves */
  readonly root: string;
  /** bytes a second of one connection */
  readonly limitRate?: number;
  readonly auth?: { readonly user: string; readonly password: string };
  /** `false` answers every range with the whole file */
  readonly ranges?: boolean;
}

/** A line of its log: a request whose answer has ended. */
interface LoggedRequest {
  readonly connection: number;
  readonly method: string;
  readonly path: string;
  /** the Range header, or `-` */
  readonly range: string;
  readonly status: number;
  /** bytes of the body that were sent */
  readonly sent: number;
  /** milliseconds since the epoch at which its first byte was read, and its answer had ended */
  readonly began: number;
  readonly ended: number;
}

export interface Nginx extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
  url(path: string): string;
  requests(): Promise<LoggedRequest[]>;
  close(): Promise<void>;
}

/** The most connections over which it was sending in the same moment. */
export function mostAtOnce(requests: readonly Pick<LoggedRequest, 'connection' | 'began' | 'ended'>[]): number {
  const openAt = (moment: number): number =>
    new Set(requests.flatMap(({ connection, began, ended }) => (began <= moment && moment < ended ? [connection] : [])))
      .size;
  return Math.max(0, ...requests.map(({ began }) => openAt(began)));
}

/** Starts nginx and waits until it answers. Throws with its error log when it does not come up. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-nginx-'));
  try {
    const { child, port } = await runNginx(folder, (free) => configuration(folder, free, options));
    return running(child, folder, port);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Runs nginx by a configuration that listens on a free port, and waits until it answers there. What nginx writes by itself goes into the
 * folder. Throws with its error log when it does not come up.
 */
export async function runNginx(
  folder: string,
  configured: (port: number) => Promise<string>,
): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  // Between finding a free port and binding it somebody else may take it.
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    await writeFile(join(folder, 'nginx.conf'), await configured(port));
    const child = spawn(await nginxPath(), ['-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')], {
      stdio: 'ignore',
    });
    if (await answers(child, port)) return { child, port };
    if (attempt < 5) continue;
    throw new Error(
      `nginx did not start: ${await readFile(join(folder, 'error.log'), 'utf8').catch(() => 'no error log')}`,
    );
  }
}

function running(child: ChildProcess, folder: string, port: number): Nginx {
  const close = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGTERM');
      await exit;
    }
    await rm(folder, { recursive: true, force: true });
  };
  return {
    port,
    pid: child.pid ?? 0,
    url: (path) => `http://127.0.0.1:${port}${path}`,
    requests: async () => (await readFile(join(folder, 'access.log'), 'utf8')).split('\n').flatMap(logged),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function logged(line: string): LoggedRequest[] {
  const [connection, method, status, sent, range, at, lasted, path] = line.split('\t');
  if (method === undefined || path === undefined || range === undefined) return [];
  const ended = Math.round(Number(at) * 1000);
  const began = ended - Math.round(Number(lasted) * 1000);
  return [
    { connection: Number(connection), method, path, range, status: Number(status), sent: Number(sent), began, ended },
  ];
}

/** Debian puts it where an ordinary user's PATH does not look. */
async function nginxPath(): Promise<string> {
  for (const path of ['nginx', '/usr/sbin/nginx']) {
    const there = await promisify(execFile)(path, ['-v']).catch(() => undefined);
    if (there !== undefined) return path;
  }
  throw new Error('nginx is not installed (apt-get install nginx-light)');
}

async function answers(child: ChildProcess, port: number): Promise<boolean> {
  let gone = false;
  child.once('exit', () => {
    gone = true;
  });
  child.once('error', () => {
    gone = true;
  });
  while (!gone) {
    const socket = connect(port, '127.0.0.1');
    const open = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open && !gone) return true;
    await wait(10);
  }
  return false;
}

async function configuration(folder: string, port: number, options: NginxOptions): Promise<string> {
  const { root, limitRate, auth, ranges = true } = options;
  const lines = [
    ...(limitRate === undefined ? [] : [`limit_rate ${limitRate};`]),
    ...(ranges ? [] : ['max_ranges 0;']),
    ...(auth === undefined ? [] : ['auth_basic "test";', `auth_basic_user_file ${quoted(join(folder, 'users'))};`]),
  ];
  if (auth !== undefined) await writeFile(join(folder, 'users'), `${auth.user}:{PLAIN}${auth.password}\n`);
  return aroundHttp(
    folder,
    `
  log_format seen "$connection\\t$request_method\\t$status\\t$body_bytes_sent\\t$http_range\\t$msec\\t$request_time\\t$request_uri";
  access_log ${quoted(join(folder, 'access.log'))} seen;
  default_type application/octet-stream;
  types { text/html html; text/plain txt; video/mp4 mp4; application/zip zip; }
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000;
  server {
    listen 127.0.0.1:${port};
    location / { root ${quoted(root)}; ${lines.join(' ')} }
  }
`,
  );
}

/** A whole configuration around what stands in its `http`; everything nginx keeps is in the folder. */
export function aroundHttp(folder: string, inHttp: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
daemon off;
master_process off;
pid ${quoted(join(folder, 'pid'))};
events { worker_connections 1024; }
http {
  ${temporary.map((name) => `${name}_temp_path ${quoted(join(folder, name))};`).join('\n  ')}
${inHttp}
}
`;
}

function quoted(path: string): string {
  return JSON.stringify(path);
}
