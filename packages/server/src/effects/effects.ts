/**
 * The one road for effects.
 *
 * Everything that changes the keyspace says so here, once: commands with `changed`, the keyspace itself when an
 * entry's time has passed. From here it reaches whoever must know: WATCH at once, and when the outermost execution
 * unit ends, in this order, the stream (which the AOF and the replicas read) and the subscribers of NOTIFY.
 *
 *     handler ── changed(key, event) ──► watchers flagged, journal entry
 *        │                                                    │
 *        └── propagateAs(…) or the request itself ──► queue ──┴── unit ends ──► stream, NOTIFY, keyspace events
 *
 * A unit is one command, or all of EXEC: what it propagates is wrapped in MULTI and EXEC when it is more than one
 * command, so that nobody sees half of it.
 *
 * While nobody listens, a change costs two additions and one branch.
 */
import type { Request } from '@redwing/protocol';
import type { Database, KeyspaceObserver } from '@redwing/store';
import type { Session } from '../connections/session.ts';
import type { EventName } from './event-names.ts';
import { EffectsStream } from './stream.ts';

/** Hears of each change as it happens; values can be read from the database. */
export interface ChangeListener {
  changed(
    database: Database,
    event: EventName,
    bytes: Uint8Array,
    start: number,
    length: number,
    origin: Session | undefined,
    revision: number,
  ): void;
  /**
   * All keys of a database are about to go (FLUSHDB, FLUSHALL), or to be exchanged for those of `replacement`
   * (SWAPDB): called for each database concerned, while both are as they were.
   */
  databaseChanging(database: Database, replacement: Database | undefined, origin: Session | undefined): void;
  /** Bytes of a value have changed that mean the same as before: see `Effects.refreshed`. */
  refreshed?(
    database: Database,
    bytes: Uint8Array,
    start: number,
    length: number,
    origin: Session | undefined,
  ): void;
  /** One database or all have been emptied: called once for FLUSHDB or FLUSHALL, however many there are. */
  flushed?(): void;
  /** The unit has ended: what it changed may be told to others. */
  settled(): void;
}

export class Effects implements KeyspaceObserver {
  /** The position in the server's history of changes: one more with each change. */
  revision: number;
  /** Changes since the last save, as INFO's rdb_changes_since_last_save has it. */
  dirty = 0;
  readonly stream: EffectsStream = new EffectsStream();
  /** Whose command is being executed; undefined for the server's own doing. */
  origin: Session | undefined;
  private listeners: readonly ChangeListener[] = [];
  private depth = 0;
  private unsettled = false;
  private replaced = false;
  private isOwed = false;
  private queue: QueuedEffect[] = [];

  constructor(revision: number) {
    this.revision = revision;
  }

  /**
   * Adds a listener, behind the others or before them; one that has nothing to hear should leave, so that changes
   * stay cheap.
   */
  listen(listener: ChangeListener, place: 'first' | 'last' = 'last'): void {
    if (this.listeners.includes(listener)) return;
    this.listeners = place === 'last' ? [...this.listeners, listener] : [listener, ...this.listeners];
  }

  leave(listener: ChangeListener): void {
    this.listeners = this.listeners.filter((one) => one !== listener);
  }

  /**
   * A command has changed a key. Called when the change is done, once for each key and event. `count` is how many changes
   * that is to `dirty`: each element is one, and what goes without saying (the expiry that SET gives, the key that goes
   * with its last element) is none.
   */
  changed(
    database: Database,
    event: EventName,
    bytes: Uint8Array,
    start: number,
    length: number,
    count = 1,
  ): void {
    this.revision++;
    this.dirty += count;
    if (this.listeners.length > 0) this.tell(database, event, bytes, start, length, this.origin);
  }

  /**
   * A command has changed bytes of a value, but nothing that they say: PFCOUNT keeps what it has counted. It is
   * propagated, and WATCH and tracked clients hear of it, as in Redis; it is no event and has no revision.
   */
  refreshed(database: Database, bytes: Uint8Array, start: number, length: number): void {
    this.dirty++;
    for (const listener of this.listeners) listener.refreshed?.(database, bytes, start, length, this.origin);
  }

  /** A command has changed something other than a key; `count` as in `changed`. */
  touched(count = 1): void {
    this.dirty += count;
  }

  /** See `ChangeListener.databaseChanging`. The caller counts what is `dirty`. */
  databaseChanging(database: Database, replacement: Database | undefined): void {
    // Each key is a change, whether or not somebody listens: a replica must come to the same revision.
    const revision = this.revision + database.size + (replacement?.size ?? 0);
    if (this.listeners.length > 0) {
      this.unsettled = true;
      for (const listener of this.listeners) listener.databaseChanging(database, replacement, this.origin);
    }
    this.revision = revision;
  }

  /** See `ChangeListener.flushed`. */
  flushed(): void {
    for (const listener of this.listeners) listener.flushed?.();
  }

  /** Whether a command is being executed, whose reply may be half written. */
  get isInUnit(): boolean {
    return this.depth > 0;
  }

  /** Has the listeners' `settled` called at the end of the unit, although nothing changed. */
  settleAtEnd(): void {
    this.unsettled = true;
  }

  /** The keyspace removed an entry whose time had passed: replicas hear of it as a DEL. */
  expired(database: Database, bytes: Uint8Array, start: number, length: number): void {
    this.vanished(database, 'expired', bytes, start, length);
  }

  /** The keyspace removed an entry to make room. */
  evicted(database: Database, bytes: Uint8Array, start: number, length: number): void {
    this.vanished(database, 'evicted', bytes, start, length);
  }

  /** An entry was removed without a command asking for it: it expired or was evicted. */
  vanished(
    database: Database,
    event: 'expired' | 'evicted',
    bytes: Uint8Array,
    start: number,
    length: number,
  ): void {
    this.revision++;
    if (this.stream.active) {
      this.queue.push({ database: database.id, parts: ['DEL', bytes.slice(start, start + length)] });
      this.unsettled = true;
    }
    if (this.listeners.length > 0) this.tell(database, event, bytes, start, length, undefined);
    if (this.depth === 0) this.settle();
  }

  /** The keyspace removed fields of a hash whose time had passed: replicas hear of it as an HDEL. */
  fieldsExpired(database: Database, key: Uint8Array, fields: readonly Uint8Array[], isGone: boolean): void {
    if (this.stream.active) {
      this.queue.push({ database: database.id, parts: ['HDEL', key, ...fields] });
      this.unsettled = true;
    }
    for (const event of isGone ? FIELDS_AND_KEY_EXPIRED : FIELDS_EXPIRED) {
      this.revision++;
      if (this.listeners.length > 0) this.tell(database, event, key, 0, key.length, undefined);
    }
    if (this.depth === 0) this.settle();
  }

  /** The command at hand is propagated as it is, although it fails and nothing that is counted has changed. */
  propagateAnyhow(): void {
    this.isOwed = this.stream.active;
  }

  /** See `Call.propagateAs`. */
  replaceWith(database: Database, parts: readonly (string | Uint8Array)[]): void {
    this.replaced = true;
    if (parts.length > 0 && this.stream.active) this.queue.push({ database: database.id, parts });
  }

  /** Opens a unit, or a part of one. */
  begin(): void {
    this.depth++;
  }

  /** A command inside the unit has ended; `before` is what `dirty` was when it began. */
  executed(database: Database, request: Request, before: number): void {
    if (this.replaced) {
      this.replaced = false;
      this.unsettled = true;
    } else if (this.isOwed || (this.dirty !== before && this.stream.active)) {
      this.unsettled = true;
      this.isOwed = false;
      // Inside a larger unit the request will be gone by the time the unit is written out.
      if (this.depth === 1 && this.queue.length === 0) this.stream.appendRequest(database.id, request);
      else this.queue.push({ database: database.id, parts: partsOf(request) });
    }
  }

  /** Forgets what a failed command wanted to propagate instead of itself. */
  abandon(): void {
    this.replaced = false;
  }

  /** Closes a unit; with the outermost one, its effects go out. */
  end(): void {
    if (--this.depth === 0 && this.unsettled) this.settle();
  }

  private tell(
    database: Database,
    event: EventName,
    bytes: Uint8Array,
    start: number,
    length: number,
    origin: Session | undefined,
  ): void {
    this.unsettled = true;
    const { revision } = this;
    for (const listener of this.listeners) {
      listener.changed(database, event, bytes, start, length, origin, revision);
    }
  }

  private settle(): void {
    this.unsettled = false;
    const { queue, stream } = this;
    if (queue.length > 0) {
      this.queue = [];
      const several = queue.length > 1;
      if (several) stream.append(queue[0]?.database ?? 0, ['MULTI']);
      for (const { database, parts } of queue) stream.append(database, parts);
      if (several) stream.append(queue[0]?.database ?? 0, ['EXEC']);
    }
    for (const listener of this.listeners) listener.settled();
  }
}

/** What is told when fields of a hash have expired, and when the key has gone with the last of them. */
const FIELDS_EXPIRED = ['hexpired'] as const;
const FIELDS_AND_KEY_EXPIRED = ['hexpired', 'del'] as const;

interface QueuedEffect {
  readonly database: number;
  readonly parts: readonly (string | Uint8Array)[];
}

function partsOf(request: Request): Uint8Array[] {
  return Array.from({ length: request.count }, (_, index) => request.copy(index));
}
