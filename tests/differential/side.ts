/**
 * One of the two servers of a run: its connections, and what came back on them.
 *
 * The hard question is where the replies to a request end, since SUBSCRIBE answers several times, EXEC may,
 * and messages come in between. Most requests are owed one frame, pushes of RESP3 aside. Behind those that
 * are owed any number goes a sentinel: a command that does not exist, with a name never used before. A server
 * refuses it whatever state the connection is in (but for MULTI, which it would spoil, and where every
 * request is owed exactly one frame anyhow), and everything before that refusal belongs to the request.
 */

import type { Target } from '../support/target.ts';
import type { WaitEnd } from '../support/wire.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';
import { resetServer } from './baseline.ts';
import { password } from './generator/connection.ts';
import type { Mode } from './mode.ts';
import type { Step } from './step.ts';
import { encodeStep } from './step.ts';

/**
 * A request and what it is owed: one frame, or all up to the refusal of the sentinel. Without a request,
 * whatever has arrived unasked.
 */
export interface Owed {
  readonly step?: Step;
  /** Index of the step in the run. */
  readonly at: number;
  readonly sentinel?: string;
}

/** The frames that answered each request of a batch; fewer than requests if the connection ended. */
export interface BatchReplies {
  readonly replies: Buffer[][];
  readonly end: WaitEnd;
}

/** First byte of a push of RESP3, which no request is owed. */
export const pushByte = 0x3e;

export class Side {
  readonly target: Target;
  readonly #mode: Mode;
  readonly #connections: (WireConnection | undefined)[] = [];
  readonly #ids: string[] = [];
  #control: WireConnection;

  private constructor(target: Target, mode: Mode, control: WireConnection) {
    this.target = target;
    this.#mode = mode;
    this.#control = control;
  }

  /** Resets the server and connects the clients of the mode. */
  static async open(target: Target, mode: Mode): Promise<Side> {
    const control = await WireConnection.open(target.port);
    await resetServer(control, mode);
    const side = new Side(target, mode, control);
    for (const client of mode.protocols.keys()) await side.connect(client);
    return side;
  }

  close(): void {
    for (const connection of [this.#control, ...this.#connections]) connection?.close();
  }

  /** Connects a client anew. */
  async connect(client: number): Promise<void> {
    this.#connections[client]?.close();
    const connection = await WireConnection.open(this.target.port, true);
    this.#connections[client] = connection;
    if (this.#mode.password) await connection.ask('AUTH', password);
    if (this.#mode.protocols[client] === 3) await connection.ask('HELLO', '3');
    const id = await connection.ask('CLIENT', 'ID');
    this.#ids[client] = id.toString('latin1').slice(1, -2);
  }

  /** A connection to look at the data with, which no step of the run has touched. */
  async inspect(): Promise<WireConnection> {
    this.#control.close();
    this.#control = await WireConnection.open(this.target.port);
    if (this.#mode.password) await this.#control.ask('AUTH', password);
    return this.#control;
  }

  /** Sends the requests of one client at once and gathers what comes back. */
  async exchange(client: number, batch: readonly Owed[], patienceMs: number): Promise<BatchReplies> {
    const connection = this.#connections[client];
    if (connection === undefined) throw new RangeError(`no client ${client}`);
    let bytes = '';
    for (const { step, sentinel } of batch) {
      if (step !== undefined) bytes += encodeStep(step, (other) => this.#ids[other] ?? '0');
      if (sentinel !== undefined) bytes += encodeRequest([sentinel]);
    }
    connection.send(bytes);
    const gathering = new Gathering(batch);
    const { end } = await connection.receive((frame) => gathering.take(frame), patienceMs);
    return { replies: gathering.replies, end };
  }
}

/** Deals the frames that arrive out to the requests of a batch. */
class Gathering {
  readonly replies: Buffer[][] = [[]];
  readonly #batch: readonly Owed[];

  constructor(batch: readonly Owed[]) {
    this.#batch = batch;
  }

  /** Takes the next frame; true if it was the last one owed. */
  take(frame: Buffer): boolean {
    const current = this.replies[this.replies.length - 1] ?? [];
    const sentinel = this.#batch[this.replies.length - 1]?.sentinel;
    const isSentinel = sentinel !== undefined && frame.includes(sentinel);
    if (!isSentinel) current.push(frame);
    const isSettled = isSentinel || (sentinel === undefined && frame[0] !== pushByte);
    if (!isSettled) return false;
    if (this.replies.length === this.#batch.length) return true;
    this.replies.push([]);
    return false;
  }
}
