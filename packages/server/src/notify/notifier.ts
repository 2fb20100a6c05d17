/**
 * NOTIFY: subscribers are told of every change of their keys, in order, none lost and none twice.
 *
 *     changed ──► record (key, event, value as it is now, revision) ──► journal
 *                    └── who asked for the key? ──► waiting ── unit ends ──► one string each, to all of them
 *
 * The first NOTIFY makes this a listener of the effects; from then on the journal records the changes of all keys,
 * until `notify-backlog-ttl` seconds after the last subscriber has left. Before and after that a write costs nothing.
 *
 * Invariants: messages leave in the order of their revisions; what NOTIFY answers as the revision divides what SINCE
 * replays (up to it) from what comes live (after it); nothing leaves before the unit has ended, so that nobody is
 * told of half a transaction.
 *
 * A message is encoded once for each of its four forms (RESP2 or RESP3, with or without the value) and the same
 * string goes to everyone. Limits: keys above KEY_BYTES_MAX cannot be subscribed to and are not recorded.
 */

import { dataTypeOf } from '@redwing/protocol';
import type { Database, Keyspace } from '@redwing/store';
import { Slice, STRING } from '@redwing/store';
import { typeName } from '../commands/generic/keys.ts';
import type { Configuration } from '../configuration/index.ts';
import type { Session } from '../connections/session.ts';
import { byteText, textBytes } from '../effects/byte-text.ts';
import type { ChangeListener, Effects } from '../effects/effects.ts';
import { locate } from '../effects/locate.ts';
import type { Change } from './change.ts';
import { messageOf } from './change.ts';
import { CHANGE_BYTES, Journal } from './journal.ts';
import type { Interest, InterestKind } from './subscribers.ts';
import { keyTest, Subscribers, wants } from './subscribers.ts';

/** Longer keys cannot be subscribed to. */
export const KEY_BYTES_MAX: number = 1024 * 1024;
/** Whatever `notify-max-value-bytes` says: a message is one string. */
const VALUE_BYTES_MAX = 256 * 1024 * 1024;

export interface NotifyOptions {
  readonly self: boolean;
  readonly noValue: boolean;
  /** Changes after this revision are replayed. */
  readonly since: number | undefined;
}

interface Notification {
  readonly change: Change;
  readonly interests: readonly Interest[];
}

export class Notifier implements ChangeListener {
  readonly journal: Journal = new Journal();
  readonly subscribers: Subscribers = new Subscribers();
  private listening = false;
  /** When the last subscriber left, in ms since the epoch. */
  private lonelySince = 0;
  private waiting: Notification[] = [];
  private readonly slice = new Slice();
  private readonly effects: Effects;
  private readonly keyspace: Keyspace;
  private readonly configuration: Configuration;
  private readonly push: (session: Session, text: string) => void;

  constructor(
    effects: Effects,
    keyspace: Keyspace,
    configuration: Configuration,
    push: (session: Session, text: string) => void,
  ) {
    this.effects = effects;
    this.keyspace = keyspace;
    this.configuration = configuration;
    this.push = push;
  }

  /** Whether changes are recorded. */
  get isListening(): boolean {
    return this.listening;
  }

  /** Whether everything that was changed after `revision` can be told. */
  reaches(revision: number): boolean {
    const floor = this.listening ? this.journal.floor : this.effects.revision;
    return revision >= floor && revision <= this.effects.revision;
  }

  /** The revisions are those of another server from here on: what was recorded before cannot be told to anybody. */
  beginHistory(): void {
    if (!this.listening) return;
    const { revision } = this.effects;
    this.journal.restart(revision);
    for (const database of this.keyspace.databases) {
      const { id } = database;
      this.forEachWanted(database, (bytes, start, length) => {
        const entry = locate(this.keyspace, database, bytes, start, length);
        if (entry === 0 || length > KEY_BYTES_MAX) return;
        const key = byteText(bytes, start, length);
        const state = this.stateOf(database, entry);
        const change = { ...state, database: id, key, event: 'loaded', revision, origin: 0 };
        this.announce(change, bytes, start, length);
      });
    }
    this.settled();
  }

  /** Begins to tell a session; `options.since` must be one that `reaches`. Messages follow when the unit ends. */
  subscribe(
    session: Session,
    kind: InterestKind,
    database: number,
    name: string,
    options: NotifyOptions,
  ): void {
    this.listen();
    const interest: Interest = { session, self: options.self, noValue: options.noValue };
    if (options.since !== undefined) this.replay(interest, kind, database, name, options.since);
    this.subscribers.set(kind, database, name, interest);
  }

  unsubscribe(session: Session, kind: InterestKind, database: number, name: string): void {
    if (session.notifications === 0) return;
    this.subscribers.delete(kind, database, name, session);
    this.noteLoneliness();
  }

  /** Ends what a session asked for: all keys, all patterns, or (undefined) everything. */
  unsubscribeAll(session: Session, kind: InterestKind | undefined): void {
    if (session.notifications === 0) return;
    this.subscribers.deleteAll(session, kind);
    this.noteLoneliness();
  }

  /** Stops recording once nobody has wanted it for long enough. To be called now and then. */
  tick(): void {
    if (!this.listening || this.subscribers.size > 0) return;
    const { notifyBacklogTtl } = this.configuration.values;
    if (notifyBacklogTtl === 0 || this.keyspace.now - this.lonelySince < notifyBacklogTtl * 1000) return;
    this.listening = false;
    this.effects.leave(this);
    this.journal.restart(0);
  }

  changed(
    database: Database,
    event: string,
    bytes: Uint8Array,
    start: number,
    length: number,
    origin: Session | undefined,
    revision: number,
  ): void {
    if (length > KEY_BYTES_MAX) return;
    const key = byteText(bytes, start, length);
    const entry = locate(this.keyspace, database, bytes, start, length);
    this.record(
      {
        ...this.stateOf(database, entry),
        database: database.id,
        key,
        event,
        revision,
        origin: origin?.id ?? 0,
      },
      bytes,
      start,
      length,
    );
  }

  /** Every key that vanishes is told of as `del`; one that is exchanged by SWAPDB as `swapdb`, with its new value. */
  databaseChanging(database: Database, replacement: Database | undefined, origin: Session | undefined): void {
    const event = replacement === undefined ? 'del' : 'swapdb';
    const { id } = database;
    const before = this.effects.revision;
    let last = before;
    const tell = (bytes: Uint8Array, start: number, length: number): void => {
      if (length > KEY_BYTES_MAX) return;
      const key = byteText(bytes, start, length);
      const entry = replacement === undefined ? 0 : locate(this.keyspace, replacement, bytes, start, length);
      const state = this.stateOf(replacement ?? database, entry);
      const revision = ++last;
      this.record(
        { ...state, database: id, key, event, revision, origin: origin?.id ?? 0 },
        bytes,
        start,
        length,
      );
    };
    const size = database.size + (replacement?.size ?? 0);
    if (
      this.subscribers.hasPatterns(id) ||
      size * CHANGE_BYTES <= this.configuration.values.notifyBacklogSize
    ) {
      this.forEachKey(database, replacement, tell);
      return;
    }
    // More than the journal could hold: only who is here is told, who comes back later finds a gap.
    for (const key of this.subscribers.keysOf(id)) {
      const bytes = textBytes(key);
      const isThere = (one: Database): boolean => locate(this.keyspace, one, bytes, 0, bytes.length) !== 0;
      if (isThere(database) || (replacement !== undefined && isThere(replacement)))
        tell(bytes, 0, bytes.length);
    }
    this.journal.restart(before + size);
  }

  settled(): void {
    const { waiting } = this;
    if (waiting.length === 0) return;
    this.waiting = [];
    for (const { change, interests } of waiting) this.send(change, interests);
  }

  private send(change: Change, interests: readonly Interest[]): void {
    const forms: (string | undefined)[] = [];
    for (const { session, noValue } of interests) {
      const form = (session.resp3 ? 2 : 0) + (noValue ? 1 : 0);
      forms[form] ??= messageOf(change, session.resp3, noValue);
      this.push(session, forms[form]);
    }
  }

  private record(change: Change, bytes: Uint8Array, start: number, length: number): void {
    this.journal.append(change, this.configuration.values.notifyBacklogSize);
    this.announce(change, bytes, start, length);
  }

  private announce(change: Change, bytes: Uint8Array, start: number, length: number): void {
    const { database, key, origin } = change;
    const interests = this.subscribers.of(database, key, bytes, start, length, origin);
    if (interests.length > 0) this.waiting.push({ change, interests });
  }

  /** What a change says of a key's value; `entry` 0 is none. */
  private stateOf(database: Database, entry: number): Pick<Change, 'dataType' | 'value'> {
    if (entry === 0) return GONE;
    const type = database.entries.type(entry);
    if (type !== STRING) return { dataType: typeName(type), value: null };
    const { bytes, start, length } = database.entries.value(entry, this.slice);
    const lengthMax = Math.min(this.configuration.values.notifyMaxValueBytes, VALUE_BYTES_MAX);
    if (length > lengthMax) return { dataType: dataTypeOf(bytes, start, length), value: null };
    return { dataType: undefined, value: byteText(bytes, start, length) };
  }

  private replay(
    interest: Interest,
    kind: InterestKind,
    database: number,
    name: string,
    since: number,
  ): void {
    const matches = kind === 'patterns' ? keyTest(name) : undefined;
    for (const change of this.journal.after(since)) {
      if (change.database !== database || !wants(interest, change.origin)) continue;
      const { key } = change;
      const isWanted = matches === undefined ? key === name : matches(textBytes(key), 0, key.length);
      if (isWanted) this.waiting.push({ change, interests: [interest] });
    }
    // The answer to NOTIFY goes out first.
    this.effects.settleAtEnd();
  }

  private listen(): void {
    if (this.listening) return;
    this.listening = true;
    this.journal.restart(this.effects.revision);
    this.effects.listen(this);
  }

  private noteLoneliness(): void {
    if (this.subscribers.size === 0) this.lonelySince = this.keyspace.now;
  }

  /** Visits the keys of a database that somebody could be subscribed to; with patterns, that is all there are. */
  private forEachWanted(
    database: Database,
    visit: (bytes: Uint8Array, start: number, length: number) => void,
  ): void {
    if (this.subscribers.hasPatterns(database.id)) {
      this.forEachKey(database, undefined, visit);
      return;
    }
    for (const key of this.subscribers.keysOf(database.id)) visit(textBytes(key), 0, key.length);
  }

  private forEachKey(
    database: Database,
    replacement: Database | undefined,
    visit: (bytes: Uint8Array, start: number, length: number) => void,
  ): void {
    const key = new Slice();
    database.visitAll((entry) => {
      const { bytes, start, length } = database.entries.key(entry, key);
      visit(bytes, start, length);
    });
    replacement?.visitAll((entry) => {
      const { bytes, start, length } = replacement.entries.key(entry, key);
      if (locate(this.keyspace, database, bytes, start, length) === 0) visit(bytes, start, length);
    });
  }
}

const GONE: Pick<Change, 'dataType' | 'value'> = { dataType: 'none', value: null };
