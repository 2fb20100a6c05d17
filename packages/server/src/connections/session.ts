/**
 * A session: what the server knows of a client, whatever carries its bytes.
 *
 * Handlers read and change sessions; sockets live in connection.ts. A session speaks to its carrier only through
 * `Outbox`, so that commands can be run without any (effects from a primary, tests).
 */
import type { ReplyWriter, Request } from '@redwing/protocol';
import type { Waiter } from '../blocking/waiter.ts';
import type { CommandEntry } from '../execution/registry.ts';
import type { ClientTracking } from '../tracking/client-tracking.ts';

/** How a session sends what answers no request, and how it ends. */
export interface Outbox {
  /** Sends bytes that are already RESP, between replies. `text` has one character a byte (latin1). */
  push(text: string): void;
  /** Sends bytes that are no reply, such as a snapshot. False when much waits already: see `pendingBytes`. */
  sendBytes(bytes: Uint8Array): boolean;
  /** Ends the connection once what was written has gone out. */
  close(): void;
  /** Ends the connection at once. */
  destroy(): void;
  /** Goes on with the requests that waited while the session was blocked. */
  resume(): void;
  /** Ends the connection if more waits to be sent than it may have, or has for too long. */
  enforceLimit(): void;
  /** Bytes that wait to be sent. */
  readonly pendingBytes: number;
  /** Bytes of requests that are not complete. */
  readonly queryBytes: number;
  /** "127.0.0.1:50412", of the other side and of ours. */
  readonly remoteAddress: string;
  readonly localAddress: string;
  /** Whether the other side is on this machine. */
  readonly isLocal: boolean;
  /** Whether it came through a unix socket. */
  readonly isUnixSocket: boolean;
}

/** Those with whom sessions wait. One object serves all: a closure for each wait would keep the wait alive for long. */
export interface Unblocker {
  /** Ends the wait of a session before its time (CLIENT UNBLOCK). */
  unblock(session: Session, reason: 'timeout' | 'error'): void;
}

/** Which limits and rules apply to a session. */
export type SessionKind = 'normal' | 'replica' | 'primary' | 'pubsub';

/** What CLIENT REPLY asked for. `skip` ends with the next command, `skipping` is that next command. */
export type ReplyMode = 'on' | 'off' | 'skip' | 'skipping';

/** The commands between MULTI and EXEC. */
export interface Transaction {
  readonly queue: { readonly entry: CommandEntry; readonly request: Request }[];
  /** Bytes of the requests in the queue. */
  queuedBytes: number;
  /** A command was refused while queueing: EXEC will refuse too. */
  failed: boolean;
  /** EXEC is under way: what would wait does not. */
  executing: boolean;
}

export class Session {
  readonly id: number;
  readonly outbox: Outbox;
  /** When it connected and when it last sent a command, in ms since the epoch. */
  readonly connectedAt: number;
  lastCommandAt: number;
  kind: SessionKind = 'normal';
  /** The database selected. */
  database = 0;
  resp3 = false;
  authenticated: boolean;
  /** The name of the user; there is only "default". */
  user = 'default';
  name = '';
  libraryName = '';
  libraryVersion = '';
  lastCommand: CommandEntry | undefined;
  commands = 0;
  noEvict = false;
  noTouch = false;
  /** Sees every command (MONITOR). */
  monitoring = false;
  transaction: Transaction | undefined;
  /** A watched key has changed: EXEC will do nothing. */
  watchedKeyChanged = false;
  /** No request is taken until whoever set this calls `outbox.resume()`. */
  blocked = false;
  /** With whom a blocking command waits; undefined while none does. */
  unblocker: Unblocker | undefined;
  /** What it waits for, while it waits for keys: see BlockedClients. */
  waiter: Waiter | undefined;
  /** A request that a pause held back: it is executed before any other (client-pause.ts). */
  postponed: Request | undefined;
  /**
   * What is left of a reply that is sent in parts: writes the next of them and says whether there are more. Requests, and
   * messages, wait until it is whole.
   */
  rest: ((reply: ReplyWriter) => boolean) | undefined;
  /** The connection closes when the replies so far have gone out. */
  closing = false;
  /** How many channels, patterns and shard channels it subscribes to. */
  subscriptions = 0;
  /** How many keys and patterns it is notified of. */
  notifications = 0;
  /** Whether nothing is left to do for a request once it is answered: see `Dispatcher.complete`. */
  plain = true;
  private mode: ReplyMode = 'on';
  private trackedAs: ClientTracking | undefined;

  constructor(id: number, outbox: Outbox, now: number, authenticated: boolean) {
    this.id = id;
    this.outbox = outbox;
    this.connectedAt = now;
    this.lastCommandAt = now;
    this.authenticated = authenticated;
  }

  /** Whether it is there to be told what happens: it may not touch keys itself. */
  get isOnlooker(): boolean {
    return this.monitoring || this.kind === 'replica';
  }

  get replyMode(): ReplyMode {
    return this.mode;
  }

  set replyMode(mode: ReplyMode) {
    this.mode = mode;
    this.refreshPlain();
  }

  /** How it is tracked for its cache; undefined if it is not. */
  get tracking(): ClientTracking | undefined {
    return this.trackedAs;
  }

  set tracking(tracking: ClientTracking | undefined) {
    this.trackedAs = tracking;
    this.refreshPlain();
  }

  private refreshPlain(): void {
    this.plain = this.mode === 'on' && this.trackedAs === undefined;
  }

  /** Whether only commands of publish/subscribe are allowed: RESP2 could not tell messages from replies. */
  get inSubscribedMode(): boolean {
    return this.subscriptions > 0 && !this.resp3;
  }
}
