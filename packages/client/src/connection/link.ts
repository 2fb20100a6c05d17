/**
 * A link to a server that outlives its connections.
 *
 *   idle ──open──► connecting ──greeted──► ready ──close()──► closed
 *    ▲                │  ▲                   │
 *    │ gave up        │  └──── waiting ◄─────┘ lost
 *    └────────────────┴───────────┘
 *
 * Nothing is opened before it is needed: the first call, or connect(), does. Calls made while there is no
 * connection wait in line. When a connection is lost, calls that were not sent, and sent ones that only read,
 * go to the head of the line and out on the next connection; others are rejected, because nobody knows whether
 * the server carried them out. When it cannot be reached for a number of tries, the waiting calls are rejected,
 * and the link goes on trying. What a server refuses for good (a wrong password) makes it give up: it is idle
 * until it is used again.
 *
 * Limits: calls waiting for a connection and calls waiting for a reply, see options.ts.
 */

import type { Push } from '@redwing/protocol';
import { backoffDelayMs } from '../backoff.ts';
import type { Scheduled } from '../clock.ts';
import { Deferred } from '../deferred.ts';
import { ClosedError, ConnectionError, HandshakeError, QueueFullError } from '../errors.ts';
import type { Settings } from '../options.ts';
import { addressOf } from '../options.ts';
import type { Call, CallReply } from './call.ts';
import { Connection } from './connection.ts';
import { Fifo } from './fifo.ts';
import type { Session } from './handshake.ts';

export interface LinkHandler {
  /** A socket is connected; the greeting begins. */
  onConnect?(): void;
  /** A connection is greeted; what is sent on it now goes before the calls that wait. */
  onReady(connection: Connection): void;
  onPush?(push: Push): void;
  /** A reply that no call waits for; false if it means nothing. */
  onStrayReply?(reply: CallReply): boolean;
  /** A connection was lost or could not be made. */
  onError?(error: Error): void;
  /** The next try comes after this delay. */
  onWaiting?(failures: number, delayMs: number): void;
  /** There is no connection any more, and none will come by itself. */
  onIdle(error: Error): void;
}

type State = 'idle' | 'connecting' | 'waiting' | 'ready' | 'closed';

export class Link {
  state: State = 'idle';
  connection: Connection | undefined;

  private readonly settings: Settings;
  private readonly session: Session;
  private readonly handler: LinkHandler;
  private readonly messagesOnly: boolean;
  private readonly waiting = new Fifo<Call>();
  private readonly openers: { resolve(): void; reject(error: Error): void }[] = [];
  private failures = 0;
  private retry: Scheduled | undefined;
  private opening: Connection | undefined;
  private closing = false;
  private readonly ended = new Deferred<void>();
  /** Why it is closed, for the errors of calls. */
  private reason: unknown;

  constructor(settings: Settings, session: Session, handler: LinkHandler, messagesOnly = false) {
    this.settings = settings;
    this.session = session;
    this.handler = handler;
    this.messagesOnly = messagesOnly;
  }

  /** Opens a connection unless there is one; the promise is for the first that is greeted. */
  connect(): Promise<void> {
    if (this.state === 'ready') return Promise.resolve();
    if (this.state === 'closed' || this.closing) return Promise.reject(new ClosedError('connect'));
    const opened = new Promise<void>((resolve, reject) => this.openers.push({ resolve, reject }));
    this.open();
    return opened;
  }

  /** Opens a connection unless there is one or one is being made. */
  open(): void {
    if (this.state === 'idle') this.attempt();
  }

  send(call: Call): void {
    if (this.state === 'ready' && this.connection !== undefined) {
      if (this.connection.pending >= this.settings.replyLimit) call.fail(this.full('replyLimit'));
      else this.connection.send(call);
    } else if (this.state === 'closed') {
      call.fail(new ClosedError(call.name, this.reason));
    } else {
      this.enqueue(call);
    }
  }

  /** Ends once every call is answered. Calls made from now on are the caller's fault: refuse them first. */
  close(): Promise<void> {
    this.closing = true;
    if (this.state === 'closed') return this.ended.promise;
    if (this.state !== 'ready' && this.waiting.length === 0) this.destroy();
    else this.endWhenDone();
    return this.ended.promise;
  }

  /** Ends at once; calls without a reply are rejected with a ClosedError of that cause. */
  destroy(cause?: unknown): void {
    if (this.state === 'closed') return;
    this.state = 'closed';
    this.reason = cause;
    this.retry?.cancel();
    const connections = [this.connection, this.opening];
    this.connection = undefined;
    for (const connection of connections) connection?.destroy(new ClosedError('The connection', cause));
    for (const call of this.waiting.drain()) call.fail(new ClosedError(call.name, cause));
    for (const opener of this.openers.splice(0)) opener.reject(new ClosedError('connect', cause));
    this.ended.resolve();
  }

  private enqueue(call: Call): void {
    if (this.waiting.length >= this.settings.offlineLimit) this.dropSettled();
    if (this.waiting.length >= this.settings.offlineLimit) {
      call.fail(this.full('offlineLimit'));
      return;
    }
    this.waiting.push(call);
    this.open();
  }

  /** Calls whose caller gave up need no place in the line. */
  private dropSettled(): void {
    for (const call of this.waiting.drain()) {
      if (!call.settled) this.waiting.push(call);
    }
  }

  private full(limit: 'offlineLimit' | 'replyLimit'): QueueFullError {
    const what = limit === 'offlineLimit' ? 'for a connection' : 'for their replies';
    return new QueueFullError(
      `${this.settings[limit]} commands wait ${what}, which is the limit. Await some before making more, ` +
        `or raise ${limit}.`,
    );
  }

  private attempt(): void {
    this.state = 'connecting';
    const connection = new Connection(
      this.settings,
      {
        onConnect: () => this.handler.onConnect?.(),
        onPush: (push) => this.handler.onPush?.(push),
        onStrayReply: (reply) => this.handler.onStrayReply?.(reply) ?? false,
        onLost: (error, unanswered, unsent) => this.onLost(error, unanswered, unsent),
        onAnswered: () => this.endWhenDone(),
      },
      this.messagesOnly,
    );
    this.opening = connection;
    connection.opened(this.session).then(
      () => this.onGreeted(connection),
      (error: Error) => this.onFailure(error),
    );
  }

  private onGreeted(connection: Connection): void {
    this.opening = undefined;
    if (this.state === 'closed') {
      connection.destroy(new ClosedError('The connection'));
      return;
    }
    this.state = 'ready';
    this.failures = 0;
    this.connection = connection;
    this.handler.onReady(connection);
    for (const call of this.waiting.drain()) connection.send(call);
    for (const opener of this.openers.splice(0)) opener.resolve();
    this.endWhenDone();
  }

  private onFailure(error: Error): void {
    this.opening = undefined;
    if (this.state === 'closed') return;
    this.tryAgain(error);
  }

  private onLost(error: Error, unanswered: Call[], unsent: Call[]): void {
    if (this.state === 'closed') {
      for (const call of [...unanswered, ...unsent]) call.fail(new ClosedError(call.name, this.reason));
      return;
    }
    this.connection = undefined;
    const repeated = unanswered.filter((call) => call.mayRepeat);
    for (const call of unanswered) {
      if (!call.mayRepeat) call.fail(unknownOutcome(call, error));
    }
    const later = this.waiting.drain();
    for (const call of [...repeated, ...unsent, ...later]) this.waiting.push(call);
    if (this.closing && this.waiting.length === 0) this.destroy(error);
    else this.tryAgain(error);
  }

  private tryAgain(error: Error): void {
    const { reconnect, clock, randomness } = this.settings;
    this.failures++;
    this.handler.onError?.(error);
    if (
      reconnect === undefined ||
      error instanceof HandshakeError ||
      this.failures >= reconnect.maxAttempts
    ) {
      this.giveUp(error);
      return;
    }
    if (this.failures >= reconnect.failCommandsAfter) this.rejectWaiting(this.unreachable(error));
    if (this.closing && this.waiting.length === 0) {
      this.destroy(error);
      return;
    }
    this.state = 'waiting';
    const delayMs = backoffDelayMs(this.failures, reconnect, randomness);
    this.retry = clock.schedule(delayMs, () => this.attempt());
    this.handler.onWaiting?.(this.failures, delayMs);
  }

  private giveUp(error: Error): void {
    this.failures = 0;
    if (this.closing) {
      this.destroy(error);
      return;
    }
    this.state = this.settings.reconnect === undefined ? 'closed' : 'idle';
    if (this.state === 'closed') this.ended.resolve();
    this.rejectWaiting(error);
    this.handler.onIdle(error);
  }

  private rejectWaiting(error: Error): void {
    for (const call of this.waiting.drain()) call.fail(error);
    for (const opener of this.openers.splice(0)) opener.reject(error);
  }

  private unreachable(error: Error): ConnectionError {
    return new ConnectionError(
      `${addressOf(this.settings)} could not be reached in ${this.failures} tries: ${error.message} ` +
        'The client goes on trying.',
      { cause: error },
    );
  }

  private endWhenDone(): void {
    if (!this.closing || this.state !== 'ready' || this.connection === undefined) return;
    if (this.connection.pending > 0) return;
    this.connection.end();
  }
}

function unknownOutcome(call: Call, error: Error): ConnectionError {
  return new ConnectionError(
    `${call.name} has no reply, so it may or may not have been carried out. ${error.message}`,
    { cause: error },
  );
}
