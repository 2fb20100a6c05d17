/**
 * A person's session with a server, over the client's connections.
 *
 * The client reconnects, pipelines and speaks the protocol. What is added here is what a session has and a shared
 * connection has not: the database and the transaction it is in, credentials given by AUTH, messages asked for
 * by SUBSCRIBE and NOTIFY (asked for again after a reconnect, see interests.ts), and commands that change the
 * connection itself. For those (RESET, HELLO with another protocol, AUTH where the server let nobody in
 * without) the client is replaced by one with other options.
 */
import { EventEmitter } from 'node:events';
import type { ClientOptions, Push, Redwing } from '@redwing/client';
import { createClient, HandshakeError, ReplyError, waitsForData } from '@redwing/client';
import { Interests } from './interests.ts';
import { textOf } from './rendering/quoted.ts';
import type { BytesReply } from './rendering/reply.ts';
import type { Word } from './words.ts';
import { bringsMessages, capitals } from './words.ts';

export interface SessionEvents {
  /** Connected, for the first time or again. */
  ready: [];
  /** The connection was lost, or the first one could not be made. Told once until it is `ready`. */
  lost: [error: Error];
  push: [push: Push];
  /** A line of MONITOR. */
  monitor: [line: string];
  /** Something to tell the person. */
  notice: [text: string];
}

/** A request that is answered by messages alone. */
export const NO_REPLY: unique symbol = Symbol('no reply');

export type Outcome = BytesReply | typeof NO_REPLY;

export class Session extends EventEmitter<SessionEvents> {
  database: number;
  inTransaction = false;
  /** The requests of the transaction, of the last one after EXEC: they tell what its replies are. */
  readonly queued: (readonly Word[])[] = [];
  private options: ClientOptions;
  /** The options the present client was made with; AUTH changes `options` alone. */
  private clientOptions: ClientOptions;
  private client: Redwing;
  private readonly interests = new Interests();
  private wasLost = false;
  private monitoring: AbortController | undefined;
  /** Ends the command that waits for data. */
  private waiting: AbortController | undefined;

  constructor(options: ClientOptions) {
    super();
    this.options = options;
    this.clientOptions = options;
    this.client = this.attach(createClient(options));
    this.database = options.database ?? 0;
  }

  get connected(): boolean {
    return this.client.isReady && !this.wasLost;
  }

  get isMonitoring(): boolean {
    return this.monitoring !== undefined;
  }

  /** Rejects when no connection can be made. */
  connect(): Promise<void> {
    return this.client.connect();
  }

  /** Carries out a request. An error the server answers is thrown as ReplyError. */
  async run(words: readonly Word[]): Promise<Outcome> {
    const name = capitals(words[0]);
    if (name === 'MONITOR') return this.startMonitor();
    if (name === 'RESET') return this.reset();
    if (name === 'AUTH' && !this.connected && words.length > 1) return this.enter(words);
    if (name === 'HELLO') await this.changeProtocol(words);
    if (bringsMessages(words) && (this.options.protocol === 2 || this.client.protocol === 2)) {
      throw new Error(`${name} needs RESP3 here, and this connection speaks RESP2`);
    }
    // The client recognises commands by name, which it does not look for in bytes.
    const args = words.map((word) => (typeof word === 'string' ? word : (textOf(word) ?? word)));
    const reply = await this.ask(args);
    this.noteReply(name, words, reply);
    return name.endsWith('SUBSCRIBE') && reply === null ? NO_REPLY : reply;
  }

  private async ask(args: readonly Word[]): Promise<BytesReply> {
    // In line, because a person has one connection, and lines typed ahead or piped are carried out in their order.
    const options = { buffers: true, inLine: true } as const;
    if (!waitsForData(args)) return this.client.call(args, options);
    const waiting = new AbortController();
    this.waiting = waiting;
    try {
      return await this.client.call(args, { ...options, signal: waiting.signal });
    } finally {
      if (this.waiting === waiting) this.waiting = undefined;
    }
  }

  stopMonitor(): void {
    this.monitoring?.abort();
    this.monitoring = undefined;
  }

  /**
   * Gives up on whatever the server is busy with. It is asked to end a command that waits for data, and the connection
   * stays as it is; anything else is left behind with its connection.
   */
  interrupt(): void {
    const { waiting } = this;
    if (waiting !== undefined) {
      this.waiting = undefined;
      waiting.abort();
      return;
    }
    this.leave();
  }

  /** Leaves the connection for another one. */
  private leave(): void {
    this.replace({});
    this.client.connect().catch(ignore);
  }

  async close(): Promise<void> {
    this.stopMonitor();
    await this.client.close();
  }

  /** Ends at once, whatever is still unanswered. */
  destroy(): void {
    this.stopMonitor();
    this.client.destroy();
  }

  private attach(client: Redwing): Redwing {
    const isCurrent = (): boolean => client === this.client;
    client.on('ready', () => {
      if (isCurrent()) this.onReady();
    });
    client.on('error', (error) => {
      if (isCurrent()) this.onLost(error);
    });
    client.on('push', (push) => {
      this.interests.notePush(push);
      this.emit('push', push);
    });
    return client;
  }

  private replace(changes: ClientOptions): void {
    const old = this.client;
    this.options = { ...this.options, database: this.database, ...changes };
    this.clientOptions = this.options;
    this.inTransaction = false;
    this.client = this.attach(createClient(this.options));
    old.destroy();
  }

  private onReady(): void {
    this.wasLost = false;
    this.emit('ready');
    if (!this.interests.isEmpty) this.resume().catch((error: Error) => this.emit('notice', error.message));
  }

  private onLost(error: Error): void {
    this.inTransaction = false;
    if (!this.wasLost) {
      this.wasLost = true;
      this.emit('lost', error);
    }
    // It knows nothing of a password that was typed later.
    if (error instanceof HandshakeError && this.clientOptions !== this.options) this.leave();
  }

  /** Asks for all messages again. */
  private async resume(): Promise<void> {
    const { client, database } = this;
    if (client.protocol === 2) {
      this.interests.clear();
      this.emit('notice', 'Subscriptions and notifications have ended: they need RESP3.');
      return;
    }
    for (const words of this.interests.subscriptions()) await client.call(words);
    let selected = database;
    for (const watch of this.interests.notifications()) {
      if (watch.database !== selected) await client.call(['SELECT', watch.database]);
      selected = watch.database;
      try {
        await client.call([...watch.words, 'SINCE', watch.revision]);
      } catch (error) {
        if (!(error instanceof ReplyError) || error.code !== 'NOTIFYGAP') throw error;
        watch.revision = Number(await client.call(watch.words));
        const name = Buffer.from(watch.words[1] ?? '').toString();
        this.emit(
          'notice',
          `Changes of ${name} may have been missed: the server does not know them any more.`,
        );
      }
    }
    if (selected !== database) await client.call(['SELECT', database]);
  }

  private noteReply(name: string, words: readonly Word[], reply: BytesReply): void {
    this.interests.noteReply(words, reply, this.database);
    if (name === 'EXEC' || name === 'DISCARD') this.inTransaction = false;
    if (reply === 'QUEUED') this.queued.push(words);
    if (reply !== 'OK') return;
    if (name === 'MULTI') {
      this.inTransaction = true;
      this.queued.length = 0;
    }
    if (name === 'SELECT') this.database = Number(capitals(words[1]));
    if (name === 'AUTH') this.options = { ...this.options, ...this.credentialsOf(words.slice(1)) };
  }

  private async enter(words: readonly Word[]): Promise<BytesReply> {
    this.replace(this.credentialsOf(words.slice(1)));
    try {
      await this.client.connect();
      return 'OK';
    } catch (error) {
      // The server's own words say it best.
      throw error instanceof HandshakeError && error.cause instanceof ReplyError ? error.cause : error;
    }
  }

  private credentialsOf(words: readonly Word[]): Pick<ClientOptions, 'username' | 'password'> {
    const [first = '', second] = words.map((word) => Buffer.from(word).toString());
    if (second !== undefined) return { username: first, password: second };
    return this.options.username === undefined
      ? { password: first }
      : { username: 'default', password: first };
  }

  private async reset(): Promise<BytesReply> {
    this.interests.clear();
    this.stopMonitor();
    this.database = 0;
    this.replace({});
    await this.client.connect();
    return 'RESET';
  }

  private async changeProtocol(words: readonly Word[]): Promise<void> {
    const version = Number(capitals(words[1]));
    if ((version !== 2 && version !== 3) || version === this.client.protocol) return;
    const auth = words.findIndex((word) => capitals(word) === 'AUTH');
    const credentials = auth === -1 ? {} : this.credentialsOf(words.slice(auth + 1, auth + 3));
    this.replace({ protocol: version, ...credentials });
    await this.client.connect();
  }

  private async startMonitor(): Promise<BytesReply> {
    if (this.monitoring !== undefined) return 'OK';
    const monitoring = new AbortController();
    this.monitoring = monitoring;
    const lines = this.client.monitor({ signal: monitoring.signal });
    try {
      await lines.ready;
    } catch (error) {
      this.monitoring = undefined;
      throw error;
    }
    this.readMonitor(lines).catch((error: Error) => {
      if (!monitoring.signal.aborted) this.emit('notice', error.message);
      if (this.monitoring === monitoring) this.monitoring = undefined;
    });
    return 'OK';
  }

  private async readMonitor(lines: AsyncIterable<string>): Promise<void> {
    for await (const line of lines) this.emit('monitor', line);
  }
}

function ignore(): void {
  // What went wrong is told by the event `lost`.
}
