/**
 * A connection to the server that keys go to: requests are written, lines come back.
 *
 * All that is asked there (AUTH, SELECT, RESTORE) is answered by one line. A limit of time is for each step, connecting, a
 * part that is written, a line that is read, so that it says how long the other side may be silent and not how large the
 * values may be.
 */
import type { Socket } from 'node:net';
import { connect } from 'node:net';

const CHUNK_BYTES = 64 * 1024;
/** No answer of a server is longer. */
const LINE_BYTES_MAX = 16 * 1024;

export type Step = 'connecting' | 'writing' | 'reading';

/** The other side has gone, or was silent for too long. */
export class TargetFailure extends Error {
  override readonly name = 'TargetFailure';
  readonly step: Step;
  readonly isTimeout: boolean;

  constructor(step: Step, isTimeout: boolean) {
    super(`${isTimeout ? 'timeout' : 'error'} while ${step}`);
    this.step = step;
    this.isTimeout = isTimeout;
  }
}

export class TargetConnection {
  /** The database it has selected; -1 where that is not known. */
  database = -1;
  /** When it was last used, in ms since the epoch. */
  usedAt = 0;
  private readonly socket: Socket;
  private readonly lines: string[] = [];
  private partial = '';
  /** What fails where nobody listens: Redis finds that out only when it writes, and says so. */
  private refusedStep: Step = 'writing';
  /** Looks again whether what is waited for is there, or never will be. */
  private wake: () => void = () => {};

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => this.take(text));
    socket.on('connect', () => this.wake());
    socket.on('error', ({ syscall }: NodeJS.ErrnoException) => {
      if (syscall === 'getaddrinfo') this.refusedStep = 'connecting';
      socket.destroy();
    });
    socket.on('close', () => this.wake());
  }

  /** @throws TargetFailure, also where it is known already that writing would fail */
  static async open(host: string, port: number, milliseconds: number): Promise<TargetConnection> {
    const socket = connect({ host, port, noDelay: true });
    const connection = new TargetConnection(socket);
    try {
      await connection.until('connecting', milliseconds, () => !socket.connecting);
    } catch (failure) {
      socket.destroy();
      throw failure;
    }
    return connection;
  }

  get isOpen(): boolean {
    return !this.socket.destroyed && this.socket.readyState === 'open';
  }

  /** Nobody uses it: it shall not keep the process alive. */
  rest(now: number): void {
    this.usedAt = now;
    this.socket.unref();
  }

  /** @throws TargetFailure */
  async write(bytes: Uint8Array, milliseconds: number): Promise<void> {
    this.socket.ref();
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
      let isWritten = false;
      this.socket.write(bytes.subarray(at, at + CHUNK_BYTES), () => {
        isWritten = true;
        this.wake();
      });
      await this.until('writing', milliseconds, () => isWritten);
    }
  }

  /** The next line that came, without its end. @throws TargetFailure */
  async readLine(milliseconds: number): Promise<string> {
    await this.until('reading', milliseconds, () => this.lines.length > 0);
    return this.lines.shift() as string;
  }

  close(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    const parts = (this.partial + text).split('\r\n');
    this.partial = parts.pop() as string;
    this.lines.push(...parts);
    if (this.partial.length > LINE_BYTES_MAX) this.socket.destroy();
    this.wake();
  }

  /** Resolves when `isDone`; rejects when the connection is gone or the time is up. */
  private until(step: Step, milliseconds: number, isDone: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (failure?: TargetFailure): void => {
        clearTimeout(timer);
        this.wake = () => {};
        if (failure === undefined) resolve();
        else reject(failure);
      };
      const look = (): void => {
        if (this.socket.destroyed && !(step === 'reading' && isDone())) {
          settle(new TargetFailure(step === 'connecting' ? this.refusedStep : step, false));
        } else if (isDone()) settle();
      };
      const timer = setTimeout(
        () => settle(new TargetFailure(step, true)),
        Math.min(milliseconds, 2 ** 31 - 1),
      );
      this.wake = look;
      look();
    });
  }
}
