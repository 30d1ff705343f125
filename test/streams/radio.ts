import { createServer, type Server, type Socket } from 'node:net';

/** How a station answers. */
export interface RadioOptions {
  /** the whole status line: `ICY 200 OK` as SHOUTcast 1 says, `HTTP/1.0 200 OK` as Icecast does */
  readonly status: string;
  readonly headers: readonly string[];
  /** bytes of sound between two blocks of metadata, which this station mixes in whether asked to or not; `null`: none */
  readonly metaint: number | null;
  /** bytes of what was played last that every listener is given first (burst-on-connect) */
  readonly burst?: number;
}

/** A radio station that plays what a test has it play, to whoever listens, over plain sockets: its answers need not be HTTP. */
export class Radio {
  /** heads of all requests */
  readonly requests: string[] = [];
  status: string;
  readonly #options: RadioOptions;
  readonly #sound: Buffer;
  readonly #server: Server;
  readonly #listeners = new Map<Socket, { untilMeta: number }>();
  readonly #sockets = new Set<Socket>();
  #played = 0;
  #title = '';
  #port = 0;

  /** @param sound all it will ever play */
  constructor(sound: Buffer, options: RadioOptions) {
    this.#sound = sound;
    this.#options = options;
    this.status = options.status;
    this.#server = createServer((socket) => this.#connected(socket));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  url(path = ''): string {
    return `http://127.0.0.1:${this.#port}/${path}`;
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Bytes of all it will ever play. */
  get size(): number {
    return this.#sound.length;
  }

  /** Bytes that were played. */
  get played(): number {
    return this.#played;
  }

  title(title: string): void {
    this.#title = title;
  }

  /** Plays on; who does not listen misses it. @returns whether there is more */
  play(count: number): boolean {
    const part = this.#sound.subarray(this.#played, this.#played + count);
    this.#played += part.length;
    for (const socket of this.#listeners.keys()) this.#send(socket, part);
    return this.#played < this.#sound.length;
  }

  /** Breaks all connections off. */
  drop(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Ends all answers in order. */
  end(): void {
    for (const socket of this.#sockets) socket.end();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #connected(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#listeners.delete(socket);
    });
    let head = '';
    socket.on('data', (bytes) => {
      const known = head.includes('\r\n\r\n');
      head += bytes.toString('latin1');
      if (known || !head.includes('\r\n\r\n')) return;
      this.requests.push(head);
      this.#answer(socket);
    });
  }

  #answer(socket: Socket): void {
    const { headers, metaint, burst = 0 } = this.#options;
    const lines = [this.status, ...headers, ...(metaint === null ? [] : [`icy-metaint:${metaint}`])];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    if (!/ 200 /u.test(this.status)) return void socket.end();
    this.#listeners.set(socket, { untilMeta: metaint ?? Number.POSITIVE_INFINITY });
    this.#send(socket, this.#sound.subarray(Math.max(0, this.#played - burst), this.#played));
  }

  #send(socket: Socket, sound: Buffer): void {
    const listener = this.#listeners.get(socket);
    if (listener === undefined) return;
    for (let at = 0; at < sound.length; ) {
      const part = sound.subarray(at, at + Math.min(sound.length - at, listener.untilMeta));
      socket.write(part);
      at += part.length;
      listener.untilMeta -= part.length;
      if (listener.untilMeta > 0) continue;
      socket.write(metadata(this.#title));
      listener.untilMeta = this.#options.metaint ?? Number.POSITIVE_INFINITY;
    }
  }
}

/** A block of metadata: its length in units of sixteen bytes, and its text. */
function metadata(title: string): Buffer {
  const text = Buffer.from(title === '' ? '' : `StreamTitle='${title}';`);
  const units = Math.ceil(text.length / 16);
  return Buffer.concat([Buffer.from([units]), text, Buffer.alloc(units * 16 - text.length)]);
}
