/**
 * What every client has: commands, subscriptions, notifications, and an end.
 *
 *   method / call() ──► Call ──► main link ──► connection
 *   blpop() …               ──► Call ──► a link of its own (blocking-links.ts)
 *   subscribe(), notify() ──► feed ──► main link, or a link of its own (feeds.ts)
 *
 * Calls made in the same turn of the event loop go out in one write, and replies are matched to them in order:
 * there is no pipeline to open. A client connects when it is first used.
 */

import type { EncodedRequest, ParsedReply, ReplyText } from '@redwing/protocol';
import { encodeRequest } from '@redwing/protocol';
import type { CallOptions, CommandView } from './command-base.ts';
import { viewOf } from './command-base.ts';
import type { Method } from './commands/method.ts';
import { selectedDatabase, traitsOf } from './commands/raw-call.ts';
import type { Argument, MethodArgument } from './commands/words.ts';
import { wordsOf } from './commands/words.ts';
import { BlockingLinks } from './connection/blocking-links.ts';
import type { CallReply, CallTraits } from './connection/call.ts';
import { Call } from './connection/call.ts';
import type { Greeting, Session } from './connection/handshake.ts';
import { Link } from './connection/link.ts';
import { AbortedError, ClosedError, TimeoutError } from './errors.ts';
import { Feeds } from './messages/feeds.ts';
import type { MonitorOptions } from './messages/monitor.ts';
import { monitor } from './messages/monitor.ts';
import type { Change, NotifyKind, NotifyOptions } from './messages/notifications.ts';
import { Notifications } from './messages/notifications.ts';
import type { Subscription } from './messages/subscription.ts';
import type { Message, SubscribeOptions, SubscriptionKind } from './messages/subscriptions.ts';
import { Subscriptions } from './messages/subscriptions.ts';
import type { ClientOptions, Settings } from './options.ts';
import { settingsOf } from './options.ts';
import { ScanningBase } from './scanning-base.ts';

type Buffered = { readonly buffers: true };
type Names = Argument | readonly Argument[];

export abstract class BaseClient extends ScanningBase implements AsyncDisposable {
  protected readonly options: ClientOptions;
  protected readonly settings: Settings;
  protected readonly session: Session;
  private readonly main: Link;
  private readonly blocking: BlockingLinks;
  private readonly feeds: Feeds;
  private readonly subscriptions = new Subscriptions();
  private readonly notifications = new Notifications(false);
  private readonly ownNotifications = new Notifications(true);
  private readonly monitors = new Set<Subscription<string>>();
  private finished = false;
  private closed: Promise<void> | undefined;
  private readonly onAbort: () => void;

  constructor(options: ClientOptions) {
    super();
    this.options = options;
    this.settings = settingsOf(options);
    this.session = { database: this.settings.database };
    this.main = new Link(this.settings, this.session, {
      onConnect: () => this.emit('connect'),
      onReady: (connection) => {
        this.feeds.onMainReady(connection);
        this.emit('ready');
      },
      onPush: (push) => {
        if (!this.feeds.take(push)) this.emit('push', push);
      },
      onStrayReply: () => false,
      onError: (error) => this.emitError(error),
      onWaiting: (failures, delayMs) => this.emit('reconnecting', { failures, delayMs }),
      onIdle: (error) => {
        this.feeds.onMainIdle(error);
        this.emit('end');
      },
    });
    this.blocking = new BlockingLinks(this.settings, this.session, this.main);
    this.feeds = new Feeds(this.settings, this.session, this.main, (error) => this.emitError(error));
    this.feeds.add(this.subscriptions, false);
    this.feeds.add(this.notifications, false);
    this.feeds.add(this.ownNotifications, true);
    const { signal } = options;
    this.onAbort = () => this.destroy(signal?.reason);
    if (signal?.aborted === true) this.destroy(signal.reason);
    else signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  /** Connects now rather than with the first command; rejects when that fails. */
  connect(): Promise<void> {
    return this.main.connect();
  }

  /** Whether commands go out at once. */
  get isReady(): boolean {
    return this.main.state === 'ready';
  }

  /** The protocol agreed on, while there is a connection. */
  get protocol(): 2 | 3 | undefined {
    return this.main.connection?.protocol;
  }

  /** What the server said of itself, while there is a connection and it speaks RESP3. */
  get server(): Greeting | undefined {
    return this.main.connection?.greeting;
  }

  // Commands.

  /** Any command, its words as they are: `call(['SET', 'k', 'v'])`. The reply is as the server sent it. */
  call(args: readonly Argument[], options: CallOptions & Buffered): Promise<ParsedReply<Buffer>>;
  call(args: readonly Argument[], options?: CallOptions): Promise<ParsedReply>;
  override async call(args: readonly Argument[], options: CallOptions = {}): Promise<ParsedReply<ReplyText>> {
    const encoded = encodeRequest(args);
    const traits = { ...traitsOf(args), buffers: options.buffers ?? false };
    const database = selectedDatabase(args);
    const onSettled = database === undefined ? undefined : this.noteDatabase(database);
    try {
      return await this.submit(
        String(args[0]),
        encoded,
        onSettled ? { ...traits, onSettled } : traits,
        options,
      );
    } catch (error) {
      throw retraced(error);
    }
  }

  /** Selects the database of this client's commands, on the connections to come too. */
  async select(database: number): Promise<'OK'> {
    await this.call(['SELECT', database]);
    return 'OK';
  }

  /** The same commands with bulk strings as Buffers. */
  get buffers(): CommandView<Buffer> {
    return this.with({ buffers: true });
  }

  /** The same commands with options for all of them: `client.with({ timeoutMs: 500 }).get('k')`. */
  with(options: CallOptions & Buffered): CommandView<Buffer>;
  with(options: CallOptions): CommandView<string>;
  with(options: CallOptions): unknown {
    return viewOf(this, (args, callOptions) => this.call(args, callOptions), options);
  }

  /** What the command methods do. */
  async execute(
    method: Method,
    args: readonly MethodArgument[],
    options: CallOptions = {},
  ): Promise<unknown> {
    const words = wordsOf(method.words, args);
    const encoded = encodeRequest(words);
    const traits = {
      repeatable: method.repeatable,
      buffers: options.buffers ?? false,
      blocks: method.blocks(words),
    };
    try {
      const reply = await this.submit(method.title, encoded, traits, options);
      const shape = method.shapeFor(words);
      return shape === undefined ? reply : shape(reply);
    } catch (error) {
      throw retraced(error);
    }
  }

  protected submit(
    name: string,
    encoded: EncodedRequest,
    traits: CallTraits,
    options: Omit<CallOptions, 'buffers'>,
  ): Promise<CallReply> {
    if (this.finished) return Promise.reject(new ClosedError(name, this.options.signal?.reason));
    const { signal } = options;
    if (signal?.aborted === true) return Promise.reject(new AbortedError(name, signal.reason));
    const call = new Call(name, encoded, traits);
    const waits = traits.blocks === true;
    const inLine = !waits || this.isAlone || options.inLine === true;
    const giveUp = (error: Error): void => {
      if (!waits) call.fail(error);
      else if (inLine) void this.blocking.giveUpOnMain(call, error);
      else this.blocking.giveUp(call, error);
    };
    const timeoutMs = options.timeoutMs ?? (waits ? 0 : this.settings.commandTimeoutMs);
    if (timeoutMs > 0 || signal !== undefined) this.guard(call, timeoutMs, signal, giveUp);
    if (inLine) this.main.send(call);
    else this.blocking.send(call);
    return call.promise;
  }

  /** Whether commands that wait hold up nobody here, because one caller has the connection to itself. */
  protected get isAlone(): boolean {
    return false;
  }

  private guard(
    call: Call,
    timeoutMs: number,
    signal: AbortSignal | undefined,
    giveUp: (error: Error) => void,
  ): void {
    const onAbort = (): void => giveUp(new AbortedError(call.name, signal?.reason));
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer =
      timeoutMs > 0
        ? this.settings.clock.schedule(timeoutMs, () => giveUp(late(call, timeoutMs)))
        : undefined;
    call.release = () => {
      timer?.cancel();
      signal?.removeEventListener('abort', onAbort);
    };
  }

  private noteDatabase(database: number): (reply: CallReply, error: Error | undefined) => void {
    return (_, error) => {
      if (error === undefined) this.session.database = database;
    };
  }

  // Messages.

  /** Messages published to channels: `for await (const { message } of client.subscribe('news'))`. */
  subscribe(channels: Names, options: SubscribeOptions & Buffered): Subscription<Message<Buffer>>;
  subscribe(channels: Names, options?: SubscribeOptions): Subscription<Message>;
  subscribe(channels: Names, options?: SubscribeOptions): Subscription<Message<string | Buffer>> {
    return this.openSubscription('subscribe', channels, options);
  }

  /** Messages published to channels whose name matches a pattern. */
  psubscribe(patterns: Names, options: SubscribeOptions & Buffered): Subscription<Message<Buffer>>;
  psubscribe(patterns: Names, options?: SubscribeOptions): Subscription<Message>;
  psubscribe(patterns: Names, options?: SubscribeOptions): Subscription<Message<string | Buffer>> {
    return this.openSubscription('psubscribe', patterns, options);
  }

  /** Messages published to shard channels. */
  ssubscribe(channels: Names, options: SubscribeOptions & Buffered): Subscription<Message<Buffer>>;
  ssubscribe(channels: Names, options?: SubscribeOptions): Subscription<Message>;
  ssubscribe(channels: Names, options?: SubscribeOptions): Subscription<Message<string | Buffer>> {
    return this.openSubscription('ssubscribe', channels, options);
  }

  /** Changes of keys as they happen: `for await (const change of client.notify('config'))`. */
  notify(keys: Names, options: NotifyOptions & Buffered): Subscription<Change<Buffer>>;
  notify(keys: Names, options?: NotifyOptions): Subscription<Change>;
  notify(keys: Names, options?: NotifyOptions): Subscription<Change<string | Buffer>> {
    return this.openNotification('notify', keys, options);
  }

  /** Changes of all keys whose name matches a pattern. */
  pnotify(patterns: Names, options: NotifyOptions & Buffered): Subscription<Change<Buffer>>;
  pnotify(patterns: Names, options?: NotifyOptions): Subscription<Change>;
  pnotify(patterns: Names, options?: NotifyOptions): Subscription<Change<string | Buffer>> {
    return this.openNotification('pnotify', patterns, options);
  }

  /** Every command the server carries out, as a line of text. */
  monitor(options: MonitorOptions = {}): Subscription<string> {
    const lines = monitor(this.settings, this.session, options);
    this.monitors.add(lines);
    return this.begun(lines, 'monitor', options.signal);
  }

  private openSubscription(
    kind: SubscriptionKind,
    names: Names,
    options: SubscribeOptions = {},
  ): Subscription<Message<string | Buffer>> {
    const limit = options.limit ?? this.settings.messageLimit;
    const subscription = this.subscriptions.subscribe(kind, listOf(kind, names), limit, options);
    if (!this.finished) this.feeds.wake(this.subscriptions);
    return this.begun(subscription, kind, options.signal);
  }

  private openNotification(
    kind: NotifyKind,
    names: Names,
    options: NotifyOptions = {},
  ): Subscription<Change<string | Buffer>> {
    const limit = options.limit ?? this.settings.messageLimit;
    const feed = options.self === true ? this.ownNotifications : this.notifications;
    const subscription = feed.notify(kind, listOf(kind, names), limit, options);
    if (!this.finished) this.feeds.wake(feed);
    return this.begun(subscription, kind, options.signal);
  }

  /** A subscription that may be over before it began. */
  private begun<T>(
    subscription: Subscription<T>,
    name: string,
    signal: AbortSignal | undefined,
  ): Subscription<T> {
    if (this.finished) subscription.leave(new ClosedError(name));
    else if (signal?.aborted === true) subscription.leave(new AbortedError(name, signal.reason));
    return subscription;
  }

  // The end.

  /**
   * Waits until every command is answered, ends subscriptions and disconnects. What waits for data (BLPOP …) is ended,
   * with a ClosedError unless it got some just before.
   */
  close(): Promise<void> {
    this.closed ??= this.endInOrder();
    return this.closed;
  }

  private async endInOrder(): Promise<void> {
    const first = this.finish();
    await this.blocking.close();
    await this.main.close();
    if (first) this.emit('end');
  }

  /** Disconnects at once; commands without a reply are rejected with a ClosedError, of this cause if given. */
  destroy(cause?: unknown): void {
    const first = this.finish(cause === undefined ? undefined : new ClosedError('The subscription', cause));
    this.blocking.destroy(cause);
    this.main.destroy(cause);
    if (first) this.emit('end');
  }

  /** close(), at the end of an `await using` block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  private finish(error?: Error): boolean {
    if (this.finished) return false;
    this.finished = true;
    this.options.signal?.removeEventListener('abort', this.onAbort);
    this.feeds.end(error);
    for (const lines of this.monitors) lines.leave(error);
    return true;
  }

  private emitError(error: Error): void {
    // An emitter throws for an error nobody listens to; here the calls concerned are told as well.
    if (this.listenerCount('error') > 0) this.emit('error', error);
  }
}

function listOf(kind: string, names: Names): readonly Argument[] {
  const list: readonly Argument[] =
    typeof names === 'object' && !(names instanceof Uint8Array) ? names : [names];
  if (list.length === 0) throw new TypeError(`${kind}() needs at least one name`);
  return list;
}

/** An error is made where the reply is read; of use is where the command was called, which is awaiting now. */
function retraced(error: unknown): unknown {
  if (error instanceof Error) Error.captureStackTrace(error, retraced);
  return error;
}

function late(call: Call, timeoutMs: number): TimeoutError {
  return new TimeoutError(
    `${call.name} was not answered within ${timeoutMs} ms. If it was sent, the server may have carried it out. ` +
      'Raise commandTimeoutMs, or timeoutMs for this call.',
  );
}
