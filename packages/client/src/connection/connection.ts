/**
 * One connection, from its opening to its end: calls go out in the order they were made, replies come back in
 * the same order.
 *
 *   send(call) ─► unsent ─(end of the turn: one write)─► unanswered ─(reply)─► settled
 *
 * Invariants
 * - Every call given to send() is either answered or handed back by onLost; none is forgotten.
 * - `unanswered` holds a call for each reply that is due, in order; one whose caller gave up stays in it.
 * - A connection ends once. It never reconnects: link.ts does, with another one.
 *
 * Messages. In RESP3 they are pushes and come between replies. In RESP2 they are arrays like any other, so they
 * are told from replies only on a connection that is used for nothing else (`messagesOnly`), where commands are
 * never answered by an array.
 */

import type { Socket } from 'node:net';
import type { ReplyHandler } from '@redwing/protocol';
import { encodeRequest, Push, ReplyParser } from '@redwing/protocol';
import type { Scheduled } from '../clock.ts';
import { Deferred } from '../deferred.ts';
import { ConnectionError, TimeoutError } from '../errors.ts';
import type { Settings } from '../options.ts';
import { addressOf } from '../options.ts';
import type { CallReply } from './call.ts';
import { Call } from './call.ts';
import { Fifo } from './fifo.ts';
import type { Greeting, Session } from './handshake.ts';
import { greet } from './handshake.ts';
import { openSocket } from './socket.ts';

export interface ConnectionHandler {
  /** The socket is connected; the greeting begins. */
  onConnect(): void;
  onPush(push: Push): void;
  /** A reply that no call waits for, as MONITOR sends them; false if it means nothing to the handler. */
  onStrayReply(reply: CallReply): boolean;
  /** After opening: the connection is gone, with these calls not answered, and these not even sent. */
  onLost(error: Error, unanswered: Call[], unsent: Call[]): void;
  /** A call was answered. */
  onAnswered(): void;
}

/** Text written in one piece at most, so that a burst of commands does not become one enormous string. */
const WRITE_CHARACTERS_MAX = 256 * 1024;

/** Taken when the program starts: a test that fakes the timers of its process must not stop the client in it. */
const atEndOfTurn: (run: () => void) => void = process.nextTick;

const SUBSCRIPTION_KINDS: ReadonlySet<string> = new Set(
  ['subscribe', 'psubscribe', 'ssubscribe'].flatMap((kind) => [kind, kind.replace('sub', 'unsub')]),
);

export class Connection implements ReplyHandler {
  /** What was agreed on; RESP2 until the greeting is over. */
  protocol: 2 | 3 = 2;
  /** The server's number for it, if it told. */
  id: number | undefined;
  /** What the server said of itself, RESP3 only. */
  greeting: Greeting | undefined;

  private readonly settings: Settings;
  private readonly handler: ConnectionHandler;
  private readonly messagesOnly: boolean;
  private readonly socket: Socket;
  private readonly parser: ReplyParser = new ReplyParser(this, { pushesAsBuffers: true });
  private readonly unanswered = new Fifo<Call>();
  private unsent: Call[] = [];
  private flushing = false;
  private readonly connected = new Deferred<void>();
  private isConnected = false;
  private isOpen = false;
  private lost = false;
  private ending = false;
  private endTimer: Scheduled | undefined;

  /** Begins to connect; opened() tells how that ends. */
  constructor(settings: Settings, handler: ConnectionHandler, messagesOnly: boolean) {
    this.settings = settings;
    this.handler = handler;
    this.messagesOnly = messagesOnly;
    this.socket = openSocket(settings, {
      onConnect: () => {
        this.isConnected = true;
        this.connected.resolve();
      },
      onBytes: (chunk, length) => this.receive(chunk, length),
      onDrain: () => this.flush(),
      onClose: (error) => this.lose(this.lossError(error)),
    });
  }

  /** Waits for the socket and greets the server. Rejects with ConnectionError, HandshakeError or TimeoutError. */
  async opened(session: Session): Promise<void> {
    const { clock, connectTimeoutMs } = this.settings;
    const timer = clock.schedule(connectTimeoutMs, () => {
      const server = addressOf(this.settings);
      const advice = 'Check host and port, or raise connectTimeoutMs.';
      this.destroy(new TimeoutError(`${server} did not answer within ${connectTimeoutMs} ms. ${advice}`));
    });
    try {
      await this.connected.promise;
      this.handler.onConnect();
      await greet(this, this.settings, session);
      this.isOpen = true;
    } catch (error) {
      this.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    } finally {
      timer.cancel();
    }
  }

  /** Sends a call with the others of this turn. */
  send(call: Call): void {
    if (this.lost) {
      call.fail(new ConnectionError(`${call.name} was not sent: the connection is lost`));
      return;
    }
    this.unsent.push(call);
    if (this.flushing) return;
    this.flushing = true;
    atEndOfTurn(this.flushLater);
  }

  /** Sends a command of the client's own. */
  ask(args: readonly (string | number | Buffer)[]): Promise<CallReply> {
    const call = new Call(String(args[0]), encodeRequest(args));
    this.send(call);
    return call.promise;
  }

  /** Calls that have no reply yet. */
  get pending(): number {
    return this.unanswered.length + this.unsent.length;
  }

  /** Ends in good order: what was sent has been answered, so the server may close. */
  end(): void {
    if (this.ending) return;
    this.ending = true;
    this.socket.end();
    const { clock, connectTimeoutMs } = this.settings;
    this.endTimer = clock.schedule(connectTimeoutMs, () => this.socket.destroy());
  }

  destroy(error: Error): void {
    this.socket.destroy();
    this.lose(error);
  }

  // ReplyHandler: what the parser reads.

  onReply(reply: CallReply): void {
    if (this.lost) return;
    if (this.messagesOnly && this.protocol === 2 && Array.isArray(reply)) {
      this.onPush(new Push(String(reply[0]), reply.slice(1)));
      return;
    }
    const call = this.unanswered.first;
    if (call !== undefined) {
      if (!call.deliver(reply)) return;
      this.unanswered.shift();
      this.handler.onAnswered();
    } else if (!this.handler.onStrayReply(reply)) {
      this.destroy(
        new ConnectionError(`${addressOf(this.settings)} sent a reply that nothing had asked for`, {
          cause: reply,
        }),
      );
    }
  }

  onPush(push: Push): void {
    if (this.lost) return;
    if (SUBSCRIPTION_KINDS.has(push.kind)) {
      const call = this.unanswered.first;
      if (call?.confirmedBy === push.kind && call.deliver(null)) {
        this.unanswered.shift();
        this.handler.onAnswered();
      }
    }
    this.handler.onPush(push);
  }

  asBuffers(): boolean {
    if (this.messagesOnly && this.protocol === 2) return true;
    return this.unanswered.first?.buffers ?? false;
  }

  private receive(chunk: Uint8Array, length: number): void {
    if (this.lost) return;
    try {
      this.parser.write(chunk, length);
    } catch (error) {
      const cause = error instanceof Error ? error.message : String(error);
      this.destroy(
        new ConnectionError(`${addressOf(this.settings)} does not speak RESP: ${cause}`, { cause: error }),
      );
    }
  }

  private readonly flushLater = (): void => {
    this.flushing = false;
    this.flush();
  };

  private flush(): void {
    // While the kernel takes no more, calls gather here and go out together when it drains.
    if (this.unsent.length === 0 || this.lost || !this.isConnected || this.socket.writableNeedDrain) return;
    const calls = this.unsent;
    this.unsent = [];
    let text = '';
    this.socket.cork();
    for (const call of calls) {
      if (call.settled || this.refused(call)) continue;
      call.noteSent();
      this.unanswered.push(call);
      if (typeof call.encoded === 'string') {
        text += call.encoded;
        if (text.length > WRITE_CHARACTERS_MAX) text = this.write(text);
        continue;
      }
      for (const piece of call.encoded) {
        if (typeof piece === 'string') text += piece;
        else {
          text = this.write(text);
          this.socket.write(piece);
        }
      }
    }
    this.write(text);
    this.socket.uncork();
  }

  /** A command answered by messages would be taken for an answer to something else where there are no pushes. */
  private refused(call: Call): boolean {
    if (!call.needsPushes || this.protocol === 3 || this.messagesOnly) return false;
    call.fail(
      new ConnectionError(
        `${call.name} needs RESP3, which this server does not speak. Use subscribe() or notify() instead.`,
      ),
    );
    return true;
  }

  private write(text: string): '' {
    if (text !== '') this.socket.write(text, 'latin1');
    return '';
  }

  private lose(error: Error): void {
    if (this.lost) return;
    this.lost = true;
    this.endTimer?.cancel();
    const unanswered = this.unanswered.drain();
    const unsent = this.unsent;
    this.unsent = [];
    if (this.isOpen) {
      this.handler.onLost(error, unanswered, unsent);
      return;
    }
    this.connected.reject(error);
    for (const call of [...unanswered, ...unsent]) call.fail(error);
  }

  private lossError(cause: Error | undefined): Error {
    const server = addressOf(this.settings);
    const options = cause === undefined ? {} : { cause };
    if (this.ending) return new ConnectionError(`The connection to ${server} was ended`, options);
    const reason = cause === undefined ? 'the server closed it' : reasonOf(cause);
    if (this.isConnected)
      return new ConnectionError(`The connection to ${server} was lost: ${reason}`, options);
    return new ConnectionError(
      `Cannot connect to ${server}: ${reason}. Start the server, or check host and port.`,
      options,
    );
  }
}

/** Node.js tries all addresses of a name and then throws an error without a message. */
function reasonOf(error: Error): string {
  if (!(error instanceof AggregateError)) return error.message;
  return error.errors
    .map((each: unknown) => (each instanceof Error ? each.message : String(each)))
    .join(', ');
}
