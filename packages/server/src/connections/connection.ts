/**
 * A connection: a socket on one side, a session on the other.
 *
 * Bytes that arrive are parsed where they lie; each request is executed at once, its reply written into the engine's
 * writer; when the chunk is used up, everything written goes out in one write, at the end of the turn: flush-queue.ts.
 * A small batch of replies leaves as a latin1 string, which Node.js hands to the socket faster than a Buffer; a large
 * one leaves at once, from the writer's own bytes.
 *
 * Limits: a client that does not read its replies is not read from either, above PAUSE_BYTES of unsent output, and
 * cut off where `client-output-buffer-limit` says; what it has sent but not completed is held to
 * `client-query-buffer-limit`.
 */
import type { Socket } from 'node:net';
import { ProtocolError, Request, RequestParser } from '@redwing/protocol';
import type { Engine } from '../execution/engine.ts';
import { soon } from '../soon.ts';
import { DirectWriter } from './direct-write.ts';
import type { Flushable } from './flush-queue.ts';
import type { Outbox, Session } from './session.ts';

/** Up to here a string is faster than bytes: it is what Node.js writes without asking for memory. */
const TEXT_BYTES_MAX = 16_384;
/** With more than this waiting to be sent, the connection's own requests wait too. */
const PAUSE_BYTES = 1024 * 1024;
/** As much of what was held up is worked off in one turn; then others have theirs. What is received at once is less. */
const TURN_BYTES = 128 * 1024;
/** Replies go out in parts of about this size while a long pipeline is worked off. */
const FLUSH_BYTES = 256 * 1024;
/** Texts are collected up to this size, because a string cannot grow without end; then they go to the socket. */
const QUEUED_BYTES_MAX = 1024 * 1024;

export class Connection implements Outbox, Flushable {
  readonly session: Session;
  readonly remoteAddress: string;
  readonly localAddress: string;
  readonly isLocal: boolean;
  readonly isUnixSocket: boolean;
  private readonly engine: Engine;
  private readonly socket: Socket;
  private readonly output: DirectWriter;
  private readonly parser = new RequestParser();
  private readonly request = new Request();
  /** Replies and messages that go out at the end of the turn. */
  private queued = '';
  private isWaiting = false;
  /** Messages that wait for the end of a reply that is sent in parts. */
  private heldBack = '';
  private isContinuing = false;
  private softLimitSince = 0;
  /** Takes over the bytes that arrive: a replica link after PSYNC. */
  private takeover: ((bytes: Uint8Array) => void) | undefined;

  /** `path` is that of the unix socket the client came through; undefined for TCP. */
  constructor(engine: Engine, socket: Socket, authenticated: boolean, path?: string) {
    this.engine = engine;
    this.socket = socket;
    this.output = new DirectWriter(socket, () => this.resume());
    this.isUnixSocket = path !== undefined;
    const atPath = this.isUnixSocket ? `${path}:0` : undefined;
    this.remoteAddress = atPath ?? addressText(socket.remoteAddress, socket.remotePort);
    this.localAddress = atPath ?? addressText(socket.localAddress, socket.localPort);
    this.isLocal = this.isUnixSocket || isLoopback(socket.remoteAddress);
    this.session = engine.sessions.open(this, engine.surroundings.now(), authenticated);
    socket.on('drain', () => this.resume());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => engine.sessions.close(this.session));
  }

  get pendingBytes(): number {
    return this.queued.length + this.heldBack.length + this.output.pendingBytes;
  }

  get queryBytes(): number {
    return this.parser.pendingBytes;
  }

  push(text: string): void {
    if (this.session.closing) return;
    if (this.session.rest === undefined) this.enqueue(text);
    else this.heldBack += text;
    if (!this.overLimit()) this.engine.clientEviction.note(this.session);
  }

  /** The end of the turn. */
  flush(): void {
    this.isWaiting = false;
    this.flushQueued();
    this.overLimit();
  }

  close(): void {
    this.session.closing = true;
    if (this.engine.current !== this.session) this.finish();
  }

  destroy(): void {
    this.session.closing = true;
    this.socket.destroy();
  }

  enforceLimit(): void {
    // What a replica may have is reckoned where its stream is: see Replicas.
    if (!this.session.closing && this.session.kind !== 'replica') this.overLimit();
  }

  resume(): void {
    // Within another connection's turn the writer holds that connection's replies.
    if (this.engine.current !== undefined) {
      soon(() => this.resume());
      return;
    }
    if (this.session.blocked || this.isChoked) return;
    if (this.session.rest !== undefined) {
      this.continueLater();
      return;
    }
    if (this.session.closing) return;
    if (this.socket.isPaused()) this.socket.resume();
    if (this.parser.pendingBytes > 0 || this.session.postponed !== undefined) this.receive(EMPTY, 0, 0);
  }

  /** The bytes that arrive from now on go to `receiver`, not to the parser. */
  handOver(receiver: (bytes: Uint8Array) => void): void {
    this.takeover = receiver;
  }

  /** Sends bytes that are no reply, such as a snapshot. False when the socket's buffer is full: wait for `drain`. */
  sendBytes(bytes: Uint8Array): boolean {
    this.flushQueued();
    this.engine.statistics.outputBytes += bytes.length;
    this.engine.statistics.writes++;
    return this.socket.write(bytes);
  }

  /** Takes in what has arrived; the bytes need to last only as long as the call. */
  receive(bytes: Uint8Array, start: number, end: number): void {
    const { engine, parser, session, request } = this;
    if (session.closing) return;
    engine.statistics.inputBytes += end - start;
    if (end > start) engine.statistics.reads++;
    if (this.takeover !== undefined) {
      this.takeover(bytes.subarray(start, end));
      return;
    }
    parser.authenticated = session.authenticated;
    parser.bulkBytesMax = engine.configuration.values.protoMaxBulkLen;
    parser.feed(bytes, start, end);
    if (session.blocked || session.rest !== undefined) {
      this.hold();
      this.limitQuery();
      return;
    }
    const { dispatcher, upcoming, writer } = engine;
    const outer = engine.current;
    engine.current = session;
    writer.length = 0;
    writer.resp3 = session.resp3;
    dispatcher.beginBatch(session);
    session.lastCommandAt = engine.keyspace.now;
    try {
      if (session.postponed === undefined || this.executePostponed(session.postponed)) this.executeAll();
    } catch (failure) {
      this.refuse(failure);
    } finally {
      upcoming.release(parser);
      dispatcher.endBatch();
      dispatcher.release();
      // An unfinished request has its first arguments marked in it.
      if (parser.pendingBytes === 0) request.trim();
      engine.current = outer;
    }
    this.flushReplies();
    engine.clientEviction.turnEnded(session);
    if (session.rest !== undefined) this.continueLater();
    if (session.closing) this.finishWhenWhole();
    else this.limitQuery();
  }

  /** Executes the requests that are there, until none is or something holds them up. */
  private executeAll(): void {
    const { engine, parser, session } = this;
    const { upcoming } = engine;
    const rest = parser.pendingBytes - TURN_BYTES;
    for (;;) {
      if (parser.pendingBytes < rest) {
        parser.hold();
        soon(() => this.resume());
        return;
      }
      if (upcoming.fill(parser, engine.databaseOf(session))) {
        for (let request = upcoming.next(); request !== undefined; request = upcoming.next()) {
          if (!this.execute(request)) return;
        }
        upcoming.release(parser);
      } else if (!parser.next(this.request) || !this.execute(this.request)) {
        return;
      }
      parser.authenticated = session.authenticated;
    }
  }

  /** Executes a request. False if the next one must not be executed, or not yet. */
  private execute(request: Request): boolean {
    const { engine, parser, session } = this;
    engine.dispatcher.execute(session, request);
    if (session.closing) return false;
    if (engine.writer.length > FLUSH_BYTES) this.flushReplies();
    const mayGoOn = !session.blocked && session.rest === undefined;
    if (mayGoOn && this.takeover === undefined && !this.isChoked) return true;
    engine.upcoming.release(parser);
    this.hold();
    return false;
  }

  /** What a pause held back comes before anything that was sent after it. False if that has to wait on. */
  private executePostponed(request: Request): boolean {
    const { session } = this;
    session.postponed = undefined;
    this.engine.dispatcher.execute(session, request);
    const isHeld = session.blocked || session.rest !== undefined;
    if (isHeld) this.hold();
    return !isHeld && !session.closing;
  }

  /** Has the next part of a reply sent, when others have had their turn and the client has read what it has. */
  private continueLater(): void {
    if (this.isContinuing) return;
    this.isContinuing = true;
    soon(() => {
      this.isContinuing = false;
      this.continueReply();
    });
  }

  private continueReply(): void {
    const { session, engine } = this;
    const { writer } = engine;
    if (session.rest === undefined || !this.socket.writable || this.isChoked) return;
    writer.length = 0;
    const isMore = session.rest(writer);
    this.flushReplies();
    if (!isMore) {
      session.rest = undefined;
      const { heldBack } = this;
      this.heldBack = '';
      if (heldBack !== '') this.enqueue(heldBack);
    }
    if (session.closing) this.finishWhenWhole();
    this.resume();
  }

  /** Whether its requests wait until it has read its replies. What a replica gets is no reply to what it sends. */
  private get isChoked(): boolean {
    return this.output.pendingBytes > PAUSE_BYTES && this.session.kind !== 'replica';
  }

  /**
   * Takes no request for now; `resume` goes on with what was held. A client that waits is read from all the same, as
   * far as `client-query-buffer-limit` goes, or nobody would notice that it has gone.
   */
  private hold(): void {
    this.parser.hold();
    if (!this.session.blocked) this.socket.pause();
  }

  private refuse(failure: unknown): void {
    if (!(failure instanceof ProtocolError)) throw failure;
    this.engine.surroundings.log.debug(`${failure.message} from client ${this.remoteAddress}`);
    this.engine.statistics.countError('ERR');
    this.engine.writer.error(`ERR ${failure.message}`);
    this.session.closing = true;
  }

  /** Cuts the connection off when it has sent more than it may that could not be executed yet. */
  private limitQuery(): void {
    const { log } = this.engine.surroundings;
    if (this.parser.heldBytes <= this.engine.configuration.values.clientQueryBufferLimit) return;
    log.warn(`Closing client ${this.remoteAddress}: its request is larger than client-query-buffer-limit`);
    this.engine.statistics.queryBufferDisconnections++;
    this.destroy();
  }

  private flushReplies(): void {
    const { writer } = this.engine;
    const { length } = writer;
    if (length === 0) return;
    if (length <= TEXT_BYTES_MAX) {
      this.enqueue(writer.buffer.latin1Slice(0, length));
      writer.reset();
      return;
    }
    this.flushQueued();
    this.engine.statistics.outputBytes += length;
    this.engine.statistics.writes++;
    if (!this.output.writeBytes(writer.buffer.subarray(0, length))) writer.giveAway();
    writer.reset();
    this.overLimit();
  }

  /** Has a text sent at the end of the turn, behind those that wait already. */
  private enqueue(text: string): void {
    if (this.queued.length + text.length > QUEUED_BYTES_MAX) this.flushQueued();
    this.queued += text;
    if (this.isWaiting) return;
    this.isWaiting = true;
    this.engine.flushQueue.add(this);
  }

  private flushQueued(): void {
    const text = this.queued;
    if (text === '') return;
    this.queued = '';
    this.engine.statistics.outputBytes += text.length;
    this.engine.statistics.writes++;
    if (this.socket.writable) this.output.write(text);
  }

  /** A client that has ended its connection itself is still owed the reply that is being sent in parts. */
  private finishWhenWhole(): void {
    if (this.session.rest === undefined) this.finish();
  }

  private finish(): void {
    this.flushQueued();
    if (this.socket.destroyed) return;
    // A peer that does not read must not keep a closed connection alive: what it gets now is the end.
    this.socket.end();
    this.socket.once('finish', () => this.socket.destroySoon());
  }

  /** Cuts the connection off when more waits to be sent than its class may have; true when it did. */
  private overLimit(): boolean {
    const limit = this.engine.configuration.values.clientOutputBufferLimit[limitClass(this.session)];
    const pending = this.pendingBytes;
    if (limit.hardBytes === 0 && limit.softBytes === 0) return false;
    const now = this.engine.keyspace.now;
    if (limit.softBytes > 0 && pending >= limit.softBytes) {
      if (this.softLimitSince === 0) this.softLimitSince = now;
    } else {
      this.softLimitSince = 0;
    }
    const softly = this.softLimitSince > 0 && now - this.softLimitSince > limit.softSeconds * 1000;
    if (!softly && (limit.hardBytes === 0 || pending < limit.hardBytes)) return false;
    const { log } = this.engine.surroundings;
    log.warn(
      `Closing client ${this.remoteAddress}: ${pending} bytes wait for it, over client-output-buffer-limit`,
    );
    this.engine.statistics.outputBufferDisconnections++;
    this.queued = '';
    this.destroy();
    return true;
  }
}

const EMPTY = new Uint8Array(0);

function limitClass(session: Session): 'normal' | 'replica' | 'pubsub' {
  if (session.kind === 'replica') return 'replica';
  const subscribed = session.subscriptions > 0 || session.notifications > 0;
  return session.kind === 'pubsub' || subscribed ? 'pubsub' : 'normal';
}

function addressText(address: string | undefined, port: number | undefined): string {
  if (address === undefined) return '?:0';
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  return plain.includes(':') ? `[${plain}]:${port}` : `${plain}:${port}`;
}

function isLoopback(address: string | undefined): boolean {
  return (
    address === undefined ||
    address === '::1' ||
    address.startsWith('127.') ||
    address.startsWith('::ffff:127.')
  );
}
