import type { Socket } from 'node:net';
import { Failure } from '../../contract/errors.ts';
import { ChunkedDecoder } from './chunked.ts';
import { type Dialled, type DialTarget, dial } from './dial.ts';
import { netFailure } from './failure.ts';
import { type Framing, headEnd, MAX_HEAD_BYTES, parseHead, type ResponseHead } from './response-head.ts';

/** Takes the bytes of a body. The connection reads straight into the sink's own memory, so nothing is copied on the way. */
export interface BodySink {
  /** at least one byte of memory for what comes next; the same until `filled` was called */
  space(): Uint8Array;
  /** the first `count` bytes of `space()` hold data now; `false` asks to stop reading until `resume()` */
  filled(count: number): boolean;
}

/** Large enough for nearly every head in one read; what is behind the head is copied out of it. */
const HEAD_READ_BYTES = 16 * 1024;
const CHUNKED_READ_BYTES = 64 * 1024;

type Phase =
  | { readonly name: 'idle' }
  | { readonly name: 'head'; readonly done: (head: ResponseHead) => void; readonly fail: (error: unknown) => void }
  | { readonly name: 'held' }
  | {
      readonly name: 'body';
      readonly sink: BodySink;
      readonly done: () => void;
      readonly fail: (error: unknown) => void;
    }
  | { readonly name: 'closed'; readonly error: unknown };

/** One HTTP/1.1 connection: one request at a time, bodies read into a sink (RFC 9112). */
export class Connection {
  #socket: Socket | undefined;
  #phase: Phase = { name: 'idle' };
  /** head bytes of the running answer, then what came behind the head until a sink is there */
  #held = Buffer.alloc(0);
  #scratch: Buffer = Buffer.allocUnsafeSlow(HEAD_READ_BYTES);
  /** the memory the next read goes to, when it is the sink's */
  #lent: Uint8Array | undefined;
  #framing: Framing = { kind: 'none' };
  #left = 0;
  #chunked: ChunkedDecoder | undefined;
  #keepAlive = false;
  #answered = false;
  /** a sink asked to stop reading */
  #stopped = false;
  #bodyBytes = 0;
  /** the server has closed, while nobody took the body yet */
  #over = false;
  readonly #where: string;
  /** called once when the connection can no longer be used */
  onClosed: () => void = () => {};

  private constructor(where: string) {
    this.#where = where;
  }

  /**
   * @param idleMs milliseconds without a byte after which the connection counts as dead
   * @throws Failure see `dial`
   */
  static async open(target: Omit<DialTarget, 'onread'>, idleMs: number): Promise<Connection> {
    const connection = new Connection(target.url.host);
    const onread = {
      buffer: () => connection.#nextSpace(),
      callback: (count: number, buffer: Uint8Array) => connection.#received(buffer, count),
    };
    connection.#attach(await dial({ ...target, onread }), idleMs);
    return connection;
  }

  /** Whether the connection is open, has no request under way and may take one. */
  get idle(): boolean {
    return this.#phase.name === 'idle' && this.#keepAlive;
  }

  /** Whether any byte of an answer to the last request has come; if not, a reused connection may simply have been closed. */
  get answered(): boolean {
    return this.#answered;
  }

  /** The address at the other end, of the proxy if there is one. */
  get remoteAddress(): string | undefined {
    return this.#socket?.remoteAddress;
  }

  /**
   * Sends a request and waits for the head of its answer.
   * @param body what comes behind the head, which has announced it
   * @param deadlineMs milliseconds until the whole head must be there
   */
  request(head: string, body: Uint8Array | null, deadlineMs: number): Promise<ResponseHead> {
    this.#held = Buffer.alloc(0);
    this.#answered = false;
    return new Promise((resolve, reject) => {
      if (this.#phase.name === 'closed') return reject(this.#phase.error);
      const timer = setTimeout(
        () => this.close(new Failure('timeout', { detail: `${this.#where}: no answer within ${deadlineMs / 1000} s` })),
        deadlineMs,
      );
      this.#phase = {
        name: 'head',
        done: (answer) => {
          clearTimeout(timer);
          resolve(answer);
        },
        fail: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.#socket?.write(body === null ? head : Buffer.concat([Buffer.from(head, 'utf8'), body]), 'utf8');
    });
  }

  /** Reads the body to its end. Rejects with `network` when the connection ends before the body does. */
  body(sink: BodySink): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#phase.name === 'closed') return reject(this.#phase.error);
      this.#phase = { name: 'body', sink, done: resolve, fail: reject };
      const early = this.#held;
      this.#held = Buffer.alloc(0);
      const more = early.length === 0 || this.#consume(early);
      if (this.#framing.kind === 'none') this.#finishBody();
      else if (this.#over) this.#ended();
      else if (more) this.resume();
    });
  }

  /** Reads on after a sink asked to stop. */
  resume(): void {
    this.#stopped = false;
    // The silence so far was our own.
    if (this.#socket?.timeout) this.#socket.setTimeout(this.#socket.timeout);
    this.#socket?.resume();
  }

  /** Ends the connection at once; what is under way fails with `reason`. */
  close(reason: unknown): void {
    const phase = this.#phase;
    if (phase.name === 'closed') return;
    this.#phase = { name: 'closed', error: reason };
    this.#socket?.destroy();
    if (phase.name === 'head' || phase.name === 'body') phase.fail(reason);
    this.onClosed();
  }

  #attach({ socket, direct }: Dialled, idleMs: number): void {
    this.#socket = socket;
    socket.on('error', (error) => this.close(netFailure(error, this.#where)));
    socket.on('end', () => this.#ended());
    socket.on('close', () => this.#ended());
    socket.setTimeout(idleMs);
    // Not as its callback, which is called once only.
    socket.on('timeout', () => {
      // While a sink holds us up, silence is our own doing.
      if (this.#phase.name === 'held' || (this.#phase.name === 'body' && this.#stopped)) {
        socket.setTimeout(idleMs);
        return;
      }
      this.close(new Failure('timeout', { detail: `${this.#where}: silent for ${idleMs / 1000} s` }));
    });
    if (!direct) {
      socket.on('data', (chunk: Buffer) => {
        if (!this.#received(chunk, chunk.length)) socket.pause();
      });
    }
    this.#keepAlive = true;
    socket.resume();
  }

  #nextSpace(): Uint8Array {
    this.#lent = undefined;
    if (this.#phase.name !== 'body') return this.#scratch;
    if (this.#framing.kind === 'chunked') {
      if (this.#scratch.length < CHUNKED_READ_BYTES) this.#scratch = Buffer.allocUnsafeSlow(CHUNKED_READ_BYTES);
      return this.#scratch;
    }
    const space = this.#phase.sink.space();
    this.#lent = this.#framing.kind === 'length' && space.length > this.#left ? space.subarray(0, this.#left) : space;
    return this.#lent;
  }

  /** Handles one read; the result says whether to go on reading. */
  #received(buffer: Uint8Array, count: number): boolean {
    const more = this.#take(buffer, count);
    this.#stopped = !more;
    return more;
  }

  #take(buffer: Uint8Array, count: number): boolean {
    if (this.#phase.name === 'body' && buffer === this.#lent) return this.#filled(count);
    const bytes = Buffer.from(buffer.buffer, buffer.byteOffset, count);
    if (this.#phase.name === 'body') return this.#consume(bytes);
    if (this.#phase.name === 'head') return this.#consumeHead(bytes);
    if (this.#phase.name === 'held') {
      this.#held = Buffer.concat([this.#held, bytes]);
      return false;
    }
    // Nobody asked: the server is confused, or says goodbye (408) on an idle connection.
    this.close(new Failure('network', { detail: `${this.#where}: unexpected data on an idle connection` }));
    return false;
  }

  #consumeHead(bytes: Buffer): boolean {
    this.#answered = true;
    const seen = this.#held.length;
    this.#held = Buffer.concat([this.#held, bytes]);
    for (let from = seen; ; from = 0) {
      const end = headEnd(this.#held, from);
      if (end < 0) {
        if (this.#held.length <= MAX_HEAD_BYTES) return true;
        this.close(
          new Failure('source-unavailable', { detail: `${this.#where}: a head without end`, retryable: false }),
        );
        return false;
      }
      try {
        const head = parseHead(this.#held.toString('latin1', 0, end));
        this.#held = this.#held.subarray(end);
        // 1xx answers only announce the real one (RFC 9110 section 15.2); 101 is never asked for.
        if (head.status >= 200) return this.#finishHead(head);
      } catch (error) {
        this.close(error);
        return false;
      }
    }
  }

  #finishHead(head: ResponseHead): false {
    if (this.#phase.name !== 'head') return false;
    const { done } = this.#phase;
    this.#framing = head.framing;
    this.#left = head.framing.kind === 'length' ? head.framing.length : 0;
    this.#chunked = head.framing.kind === 'chunked' ? new ChunkedDecoder() : undefined;
    this.#keepAlive = head.keepAlive;
    this.#bodyBytes = 0;
    this.#held = Buffer.from(this.#held);
    this.#phase = { name: 'held' };
    done(head);
    return false;
  }

  #filled(count: number): boolean {
    if (this.#phase.name !== 'body') return false;
    const more = this.#phase.sink.filled(count);
    this.#bodyBytes += count;
    if (this.#framing.kind !== 'length') return more;
    this.#left -= count;
    if (this.#left > 0) return more;
    this.#finishBody();
    return true;
  }

  /**
   * Copies bytes that are not in the sink's memory yet; never stops half-way, the sink has to make room. After the last of
   * a body it reads on whatever the sink asked for: a connection left standing would never hear the next answer.
   */
  #consume(bytes: Buffer): boolean {
    const phase = this.#phase;
    if (phase.name !== 'body') return false;
    let more = true;
    const put = (data: Uint8Array): void => {
      for (let at = 0; at < data.length; ) {
        const space = phase.sink.space();
        const part = data.subarray(at, at + space.length);
        space.set(part);
        more = phase.sink.filled(part.length);
        at += part.length;
      }
      this.#bodyBytes += data.length;
    };
    if (this.#chunked !== undefined) {
      try {
        this.#chunked.decode(bytes, put);
      } catch (error) {
        this.close(error);
        return false;
      }
      if (!this.#chunked.done) return more;
      this.#finishBody();
      return true;
    }
    const mine = this.#framing.kind === 'length' ? bytes.subarray(0, this.#left) : bytes;
    put(mine);
    if (this.#framing.kind !== 'length') return more;
    this.#left -= mine.length;
    if (this.#left > 0) return more;
    this.#finishBody();
    return true;
  }

  #finishBody(): void {
    if (this.#phase.name !== 'body') return;
    const { done } = this.#phase;
    this.#lent = undefined;
    if (this.#keepAlive) {
      this.#phase = { name: 'idle' };
      this.#socket?.resume();
    } else {
      this.#phase = {
        name: 'closed',
        error: new Failure('network', { detail: `${this.#where}: closed after the answer` }),
      };
      this.#socket?.destroy();
      this.onClosed();
    }
    done();
  }

  #ended(): void {
    // With TLS the end may be read together with the head; what came before it is in `#held`.
    if (this.#phase.name === 'held') {
      this.#over = true;
      this.#keepAlive = false;
      return;
    }
    if (this.#phase.name === 'body' && this.#framing.kind === 'until-close') {
      this.#finishBody();
      return;
    }
    const got = this.#phase.name === 'body' ? ` after ${this.#bodyBytes} bytes` : '';
    this.close(new Failure('network', { detail: `${this.#where}: the server closed the connection${got}` }));
  }
}
