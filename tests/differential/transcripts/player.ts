/** Plays a transcript on a server and says what came back. */

import type { Target } from '../../support/target.ts';
import { encodeRequest, WireConnection } from '../../support/wire.ts';
import { renderFrame } from './rendering.ts';
import type { Exchange, ExpectedReply, Protocol, Transcript } from './transcript.ts';
import { isExpected } from './transcript.ts';

/** A reply that is expected and has not come for so long will not come. */
const patienceMs = 3000;

/** What the server says to each exchange, and what it says on top of everything expected. */
export interface Performance {
  readonly exchanges: ExpectedReply[][];
  readonly surplus: ExpectedReply[];
}

export async function play(target: Target, transcript: Transcript, protocol: Protocol): Promise<Performance> {
  const stage = new Stage(target.port, protocol);
  const exchanges: ExpectedReply[][] = [];
  for (const exchange of transcript.exchanges) {
    await stage.send(exchange);
    exchanges.push(await stage.hear(exchange.expected[protocol]));
  }
  return { exchanges, surplus: await stage.leave() };
}

/** The connections of one performance. */
export class Stage {
  readonly #port: number;
  readonly #protocol: Protocol;
  readonly #connections = new Map<string, WireConnection>();
  readonly #ids = new Map<string, string>();

  constructor(port: number, protocol: Protocol) {
    this.#port = port;
    this.#protocol = protocol;
  }

  get clients(): IterableIterator<string> {
    return this.#connections.keys();
  }

  async send({ sendings }: Exchange): Promise<void> {
    const ready: (readonly [client: string, bytes: string])[] = [];
    for (const sending of sendings) {
      const bytes = 'bytes' in sending ? sending.bytes : encodeRequest(await this.#resolve(sending.words));
      ready.push([sending.client, bytes]);
    }
    // An id is asked for while nothing else is under way.
    for (const [client, bytes] of ready) (await this.connection(client)).send(bytes);
  }

  /** The words of a request, with the ids of clients in place. */
  async #resolve(words: readonly string[]): Promise<string[]> {
    const resolved: string[] = [];
    for (const word of words) {
      const [, client] = /^<id:(\w+)>$/.exec(word) ?? [];
      resolved.push(client === undefined ? word : await this.#idOf(client));
    }
    return resolved;
  }

  async #idOf(client: string): Promise<string> {
    const known = this.#ids.get(client);
    if (known !== undefined) return known;
    const reply = await (await this.connection(client)).ask('CLIENT', 'ID');
    const id = reply.toString('latin1').slice(1, -2);
    this.#ids.set(client, id);
    return id;
  }

  async connection(client: string): Promise<WireConnection> {
    const known = this.#connections.get(client);
    if (known !== undefined) return known;
    const connection = await WireConnection.open(this.#port);
    // Where a password is wanted this fails, and what the transcript does about it is its own business.
    if (this.#protocol === 'RESP3') await connection.ask('HELLO', '3');
    this.#connections.set(client, connection);
    return connection;
  }

  /** Waits for as many replies as are expected; those that match come back as they were expected. */
  async hear(expected: readonly ExpectedReply[]): Promise<ExpectedReply[]> {
    const replies: ExpectedReply[] = [];
    for (const reply of expected) {
      const text = await this.#hearOne(reply.client, reply.text === '(closed)');
      replies.push({ client: reply.client, text: isExpected(reply.text, text) ? reply.text : text });
    }
    return replies;
  }

  async #hearOne(client: string, isEnd: boolean): Promise<string> {
    const connection = await this.connection(client);
    const { frames, end } = await connection.receiveCount(1, patienceMs);
    const frame = frames[0];
    if (frame !== undefined && end === 'enough') return renderFrame(frame);
    return isEnd || end !== 'silent' ? `(${end})` : '(silence)';
  }

  /** Says on every connection that nothing more comes, and waits until the server has closed it too. */
  async leave(): Promise<ExpectedReply[]> {
    const surplus: ExpectedReply[] = [];
    for (const [client, connection] of this.#connections) {
      connection.endSending();
      const { frames } = await connection.receiveAll(patienceMs);
      surplus.push(...frames.map((frame) => ({ client, text: renderFrame(frame) })));
      connection.close();
    }
    return surplus;
  }
}
