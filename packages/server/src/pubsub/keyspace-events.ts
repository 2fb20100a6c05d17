/**
 * Keyspace events: `notify-keyspace-events` has what happens to keys published as messages.
 *
 *     changed(key, event) ──► class wanted? ──► K: __keyspace@<db>__:<key>    says <event>
 *                                          └──► E: __keyevent@<db>__:<event>  says <key>
 *
 * A message goes out at the moment of the change, as in Redis, and not when the unit ends: within a transaction it
 * stands between the replies for a client that hears of itself. Emptying a database is no event of its keys.
 *
 * Two events are no changes: a key has come into being (`new`), a key was looked for in vain (`keymiss`). The keyspace
 * tells of them itself, through hooks that are undefined unless their class is asked for. A value that takes another's
 * place is new where Redis deletes the old one first (RENAME, COPY, RESTORE), and is not where it overwrites (SET).
 *
 * While the directive asks for nothing, nothing here listens, and a change costs nothing. Limit: a message is one
 * string, so keys above KEY_BYTES_MAX have no events.
 */
import type { Database, KeyListener, Keyspace } from '@redwing/store';
import { eventClasses } from '../configuration/syntax/event-classes.ts';
import { byteText } from '../effects/byte-text.ts';
import type { ChangeListener, Effects } from '../effects/effects.ts';
import type { EventName } from '../effects/event-names.ts';
import { classOfEvent } from '../effects/event-names.ts';
import type { PubSub } from './pubsub.ts';

const KEY_BYTES_MAX = 128 * 1024 * 1024;

const CHANNELS = eventClasses.keyspace | eventClasses.keyevent;

export class KeyspaceEvents implements ChangeListener {
  private classes = 0;
  private readonly effects: Effects;
  private readonly keyspace: Keyspace;
  private readonly pubsub: PubSub;
  private readonly isLoading: () => boolean;

  /** What comes from a file or a primary's image (`isLoading`) is not new. */
  constructor(effects: Effects, keyspace: Keyspace, pubsub: PubSub, isLoading: () => boolean) {
    this.effects = effects;
    this.keyspace = keyspace;
    this.pubsub = pubsub;
    this.isLoading = isLoading;
  }

  /** Publishes the events of these classes from now on: bits of `eventClasses`. */
  choose(classes: number): void {
    const { effects, keyspace } = this;
    this.classes = (classes & CHANNELS) === 0 ? 0 : classes;
    const { newKey, keyMiss } = eventClasses;
    keyspace.whenAdded = this.wants(newKey) ? this.teller('new') : undefined;
    keyspace.whenMissed = this.wants(keyMiss) ? this.teller('keymiss') : undefined;
    if (this.wants(~(CHANNELS | newKey | keyMiss))) effects.listen(this);
    else effects.leave(this);
  }

  changed(database: Database, event: EventName, bytes: Uint8Array, start: number, length: number): void {
    if (this.wants(classOfEvent.get(event) ?? 0)) this.publish(database, event, bytes, start, length);
  }

  databaseChanging(): void {
    // Redis has no event for it.
  }

  settled(): void {
    // Everything is told at once.
  }

  private wants(classes: number): boolean {
    return (this.classes & classes) !== 0;
  }

  private teller(event: string): KeyListener {
    return (database, bytes, start, length) => {
      if (!this.isLoading()) this.publish(database, event, bytes, start, length);
    };
  }

  private publish(database: Database, event: string, bytes: Uint8Array, start: number, length: number): void {
    const { pubsub } = this;
    if (!pubsub.hasSubscribers || length > KEY_BYTES_MAX) return;
    const key = byteText(bytes, start, length);
    const { id } = database;
    if (this.wants(eventClasses.keyspace)) pubsub.publishText(`__keyspace@${id}__:${key}`, event);
    if (this.wants(eventClasses.keyevent)) pubsub.publishText(`__keyevent@${id}__:${event}`, key);
  }
}
