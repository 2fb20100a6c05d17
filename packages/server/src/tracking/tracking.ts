/**
 * Client-side caching: clients that keep what they have read are told when it has changed (CLIENT TRACKING).
 *
 *     GET a, of a tracked client ──► after the command: table  a → client ids
 *     changed(a) ──► table: each client that holds a ──► invalidate [a]     and it holds a no longer
 *          └───────► broadcasts: prefixes that a begins with ── batch ends ──► invalidate [a, …]
 *     FLUSHALL ──► every tracked client ──► invalidate null                 and the table is empty
 *
 * Order, which is Redis's: others are told at the moment of the change; whose command it is, after the reply of the
 * unit. What broadcasting mode collects goes out when the requests that arrived together have been executed, and
 * before their replies leave. A message is a push; a RESP2 client can only be told through another connection, which it
 * names with REDIRECT and which subscribes to `__redis__:invalidate`.
 *
 * Invariant: a client that holds a key which is in the table is told of its next change, once. The other way round does
 * not hold: an id may be that of a client that is gone or is tracked otherwise by now, and is passed over then.
 *
 * Nothing listens to changes until a client is tracked, and again when no key is held by anybody. A client that is not
 * tracked pays nothing for those that are: the dispatcher comes here by `Session.plain`, which it asks anyhow.
 *
 * Limits: at most `tracking-table-max-keys` keys are held; beyond that those held for longest are invalidated (Redis
 * takes any). A key of KEY_BYTES_MAX or more is known by its beginning, and told as null, which is: forget everything.
 */
import type { Request } from '@redwing/protocol';
import { CommandFlag, KeyLocator } from '@redwing/protocol';
import type { Database } from '@redwing/store';
import type { Session } from '../connections/session.ts';
import { byteText } from '../effects/byte-text.ts';
import type { ChangeListener } from '../effects/effects.ts';
import type { EventName } from '../effects/event-names.ts';
import { changesValue } from '../effects/event-names.ts';
import type { Engine } from '../execution/engine.ts';
import type { CommandEntry } from '../execution/registry.ts';
import { soon } from '../soon.ts';
import { Broadcasts } from './broadcasts.ts';
import type { TrackingOptions } from './client-tracking.ts';
import { trackingOf } from './client-tracking.ts';
import { InvalidationTable } from './invalidation-table.ts';

const KEY_BYTES_MAX = 1024 * 1024;
/** A message is one string, which cannot grow without end. */
const MESSAGE_BYTES_MAX = 64 * 1024 * 1024;
/** So many keys are invalidated at once at most, the first time that there are too many; see `trim`. */
const TRIM_KEYS = 100;

export class Tracking implements ChangeListener {
  private readonly engine: Engine;
  private readonly table = new InvalidationTable();
  private readonly broadcasts = new Broadcasts();
  private readonly locator = new KeyLocator({ forTracking: true });
  private clients = 0;
  /** What the client whose command is executed is told after the reply: bodies of messages. */
  private pending: string[] = [];
  /** The broadcasts will be sent. */
  private scheduled = false;
  /** How often in a row `trim` has not got far enough. */
  private failedTrims = 0;

  constructor(engine: Engine) {
    this.engine = engine;
    engine.configuration.onChange('trackingTableMaxKeys', () => this.trim());
  }

  /** How many clients are tracked. */
  get clientCount(): number {
    return this.clients;
  }

  /** How many keys the table holds, and how many pairs of a key and a client. */
  get keyCount(): number {
    return this.table.keys;
  }

  get pairCount(): number {
    return this.table.pairs;
  }

  get prefixCount(): number {
    return this.broadcasts.size;
  }

  /** Tracks a session, or tracks it otherwise from now on. */
  begin(session: Session, options: TrackingOptions): void {
    if (session.tracking === undefined) this.clients++;
    const tracking = trackingOf(options, session.tracking);
    session.tracking = tracking;
    if (tracking.broadcast) {
      for (const prefix of options.prefixes.length === 0 ? [''] : options.prefixes) {
        tracking.prefixes.add(prefix);
        this.broadcasts.add(session, knownPart(prefix));
      }
    }
    // Who hears of keyspace events too is told in this order.
    this.engine.effects.listen(this, 'first');
  }

  /** Tracks a session no longer. What it holds stays in the table until it changes. */
  end(session: Session): void {
    const { tracking } = session;
    if (tracking === undefined) return;
    for (const prefix of tracking.prefixes) this.broadcasts.remove(session, knownPart(prefix));
    session.tracking = undefined;
    this.clients--;
    this.leaveIfIdle();
  }

  /** A tracked session has executed a command within a unit: what it has read is remembered. */
  remember(session: Session, entry: CommandEntry, request: Request): void {
    const { tracking } = session;
    const { readonly: reads, pubsub } = CommandFlag;
    if (tracking === undefined || tracking.broadcast || (entry.flags & (reads | pubsub)) !== reads) return;
    if ((tracking.optIn && !tracking.caching) || (tracking.optOut && tracking.caching)) return;
    const { locator } = this;
    if (!locator.locate(entry.facts, request)) return;
    for (let i = 0; i < locator.count; i++) {
      const index = locator.indexes[i] as number;
      this.table.add(keyText(request.bytes, request.start(index), request.length(index)), session.id);
    }
  }

  /** A request of a tracked session has been dealt with; `executed` if it was not refused or queued. */
  completed(session: Session, executed: CommandEntry | undefined, request: Request): void {
    if (executed !== undefined) this.remember(session, executed, request);
    this.trim();
    // CLIENT CACHING is about the next command, or about all of a transaction; commands of CLIENT do not count.
    const { tracking, lastCommand, transaction } = session;
    if (tracking !== undefined && transaction === undefined && !isClientCommand(lastCommand))
      tracking.caching = false;
  }

  changed(
    database: Database,
    event: EventName,
    bytes: Uint8Array,
    start: number,
    length: number,
    origin: Session | undefined,
  ): void {
    if (changesValue(event)) this.refreshed(database, bytes, start, length, origin);
  }

  refreshed(
    _database: Database,
    bytes: Uint8Array,
    start: number,
    length: number,
    origin: Session | undefined,
  ): void {
    const key = keyText(bytes, start, length);
    if (this.broadcasts.note(key, origin)) this.schedule();
    this.invalidate(key);
  }

  databaseChanging(): void {
    // What was exchanged (SWAPDB) is not told of, as in Redis; what was emptied is by `flushed`.
  }

  flushed(): void {
    const { engine } = this;
    for (const session of engine.sessions) {
      if (session.tracking === undefined) continue;
      this.tell(session, session.resp3 ? '_\r\n' : '$-1\r\n');
    }
    this.table.clear();
    this.leaveIfIdle();
  }

  settled(): void {
    const { pending } = this;
    if (pending.length === 0) return;
    this.pending = [];
    const { current } = this.engine;
    if (current !== undefined) for (const body of pending) this.send(current, body);
    this.leaveIfIdle();
  }

  private invalidate(key: string): void {
    const { sessions, current } = this.engine;
    for (const id of this.table.take(key)) {
      const session = sessions.find(id);
      const tracking = session?.tracking;
      if (session === undefined || tracking === undefined || tracking.broadcast) continue;
      if (tracking.noLoop && session === current) continue;
      this.tell(session, keysText([key], session.resp3));
    }
    this.leaveIfIdle();
  }

  /** Tells a session, but the one whose command is executed after its reply only. */
  private tell(session: Session, body: string): void {
    const { current, effects } = this.engine;
    if (session !== current || !effects.isInUnit) {
      this.send(session, body);
      return;
    }
    this.pending.push(body);
    effects.settleAtEnd();
  }

  private send(session: Session, body: string): void {
    const { engine } = this;
    const { tracking } = session;
    const redirect = tracking?.redirect ?? 0;
    const receiver = redirect === 0 ? session : engine.sessions.find(redirect);
    if (receiver === undefined) {
      if (tracking !== undefined) tracking.redirectBroken = true;
      if (session.resp3) engine.push(session, `>2\r\n$21\r\ntracking-redir-broken\r\n:${redirect}\r\n`);
    } else if (receiver.resp3) {
      engine.push(receiver, `>2\r\n$10\r\ninvalidate\r\n${body}`);
    } else if (redirect !== 0 && receiver.subscriptions > 0) {
      engine.push(receiver, `*3\r\n$7\r\nmessage\r\n$20\r\n__redis__:invalidate\r\n${body}`);
    }
  }

  /** Broadcasts wait for the end of the batch, so that what changes together is told together. */
  private schedule(): void {
    if (this.broadcasts.waitingBytes > MESSAGE_BYTES_MAX) this.broadcast();
    if (this.scheduled) return;
    this.scheduled = true;
    const { current, dispatcher } = this.engine;
    if (current === undefined) soon(() => this.broadcast());
    else dispatcher.atBatchEnd(() => this.broadcast());
  }

  private broadcast(): void {
    this.scheduled = false;
    for (const { sessions, keys } of this.broadcasts.take()) {
      const all = keys.map(([key]) => key);
      for (const session of sessions) {
        const wanted =
          session.tracking?.noLoop === true
            ? keys.filter(([, origin]) => origin !== session).map(([key]) => key)
            : all;
        if (wanted.length > 0) this.send(session, keysText(wanted, session.resp3));
      }
    }
  }

  /** Invalidates the oldest keys when there are too many; more of them each time that it was not enough. */
  private trim(): void {
    const { trackingTableMaxKeys: keysMax } = this.engine.configuration.values;
    let effort = TRIM_KEYS * (this.failedTrims + 1);
    while (keysMax > 0 && this.table.keys > keysMax) {
      if (effort-- === 0) {
        this.failedTrims++;
        return;
      }
      this.invalidate(this.table.oldest() as string);
    }
    this.failedTrims = 0;
  }

  private leaveIfIdle(): void {
    if (this.clients === 0 && this.table.keys === 0 && this.pending.length === 0)
      this.engine.effects.leave(this);
  }
}

function isClientCommand(entry: CommandEntry | undefined): boolean {
  return entry?.facts.container?.name === 'client';
}

function keyText(bytes: Uint8Array, start: number, length: number): string {
  return byteText(bytes, start, Math.min(length, KEY_BYTES_MAX));
}

function knownPart(prefix: string): string {
  return prefix.length < KEY_BYTES_MAX ? prefix : prefix.slice(0, KEY_BYTES_MAX);
}

/** The keys as RESP; null, which stands for all keys, where one of them is not known to its end. */
function keysText(keys: readonly string[], resp3: boolean): string {
  if (keys.some((key) => key.length === KEY_BYTES_MAX)) return resp3 ? '_\r\n' : '$-1\r\n';
  return `*${keys.length}\r\n${keys.map((key) => `$${key.length}\r\n${key}\r\n`).join('')}`;
}
