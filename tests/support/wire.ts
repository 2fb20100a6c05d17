/**
 * A bare connection for tests: sends any bytes, hands out whole frames as they arrived, notices the end.
 *
 * Waiting is always for something said beforehand (so many frames, a frame that looks so, the end), never for
 * a time: the only clock is `patienceMs`, after which a server that owes a reply counts as silent.
 */

import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { FrameSplitter, MalformedReply } from './frames.ts';

/** Why a wait was over: it got what it waited for, the server closed, said nothing, or spoke no RESP. */
export type WaitEnd = 'enough' | 'closed' | 'silent' | 'malformed';

export interface Received {
  readonly frames: Buffer[];
  readonly end: WaitEnd;
}

const patienceMsDefault = 20_000;

export class WireConnection {
  readonly #socket: Socket;
  readonly #splitter: FrameSplitter;
  #arrived: Buffer[] = [];
  #ended: 'closed' | 'malformed' | undefined;
  #wake: (() => void) | undefined;

  private constructor(socket: Socket, setsApart: boolean) {
    this.#socket = socket;
    this.#splitter = new FrameSplitter(setsApart);
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#take(chunk));
    socket.on('error', () => this.#finish('closed'));
    socket.on('end', () => this.#finish('closed'));
    socket.on('close', () => this.#finish('closed'));
  }

  /** `setsApart`: see FrameSplitter. */
  static async open(port: number, setsApart = false): Promise<WireConnection> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    await once(socket, 'connect');
    return new WireConnection(socket, setsApart);
  }

  /** Whether the server has closed the connection or sent what is no RESP. */
  get ended(): boolean {
    return this.#ended !== undefined;
  }

  /** Bytes of a frame that has begun and not ended. */
  get unfinished(): Buffer {
    return this.#splitter.rest;
  }

  send(bytes: Buffer | string): void {
    if (!this.#socket.writable) return;
    this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
  }

  /** Says that nothing more will be sent; replies can still be read. */
  endSending(): void {
    this.#socket.end();
  }

  /** Stops reading from the socket, as a client does that is too slow or gone. */
  stopReading(): void {
    this.#socket.pause();
  }

  startReading(): void {
    this.#socket.resume();
  }

  /**
   * Waits for frames, in order, until `isLast` says of one that it is the last; frames behind it stay for the
   * next wait.
   */
  receive(isLast: (frame: Buffer) => boolean, patienceMs: number = patienceMsDefault): Promise<Received> {
    const frames: Buffer[] = [];
    let read = 0;
    const enough = (): boolean => {
      while (read < this.#arrived.length) {
        const frame = this.#arrived[read++] as Buffer;
        frames.push(frame);
        if (isLast(frame)) return true;
      }
      return false;
    };
    return new Promise((resolve) => {
      const settle = (end: WaitEnd): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        this.#arrived = this.#arrived.slice(read);
        resolve({ frames, end });
      };
      const look = (): void => {
        if (enough()) settle('enough');
        else if (this.#ended !== undefined) settle(this.#ended);
      };
      const timer = setTimeout(settle, patienceMs, 'silent');
      this.#wake = look;
      look();
    });
  }

  /** The next `count` frames. */
  receiveCount(count: number, patienceMs?: number): Promise<Received> {
    if (count === 0) return Promise.resolve({ frames: [], end: 'enough' });
    let left = count;
    return this.receive(() => --left === 0, patienceMs);
  }

  /** All frames up to the end of the connection. */
  receiveAll(patienceMs?: number): Promise<Received> {
    return this.receive(() => false, patienceMs);
  }

  /** Sends a request and waits for one frame. Throws if there is none. */
  async ask(...words: readonly string[]): Promise<Buffer> {
    this.send(encodeRequest(words));
    const { frames, end } = await this.receiveCount(1);
    const frame = frames[0];
    if (frame === undefined) throw new Error(`${words.join(' ')}: no reply, the connection is ${end}`);
    return frame;
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Ends the connection as a crash does: with a reset, whatever is under way. */
  vanish(): void {
    this.#socket.resetAndDestroy();
  }

  #take(chunk: Buffer): void {
    if (this.#ended !== undefined) return;
    try {
      this.#splitter.push(chunk, (frame) => this.#arrived.push(frame));
    } catch (error) {
      if (!(error instanceof MalformedReply)) throw error;
      this.#arrived.push(error.rest);
      this.#finish('malformed');
    }
    this.#wake?.();
  }

  #finish(reason: 'closed' | 'malformed'): void {
    this.#ended ??= reason;
    this.#wake?.();
  }
}

/** A request as an array of bulk strings; words are latin1, a character a byte. */
export function encodeRequest(words: readonly string[]): string {
  let request = `*${words.length}\r\n`;
  for (const word of words) request += `$${word.length}\r\n${word}\r\n`;
  return request;
}
