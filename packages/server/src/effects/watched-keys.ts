/**
 * Watched keys: what WATCH asked for and EXEC goes by.
 *
 * A session watches keys of numbered databases; a change of one of them, by whomever, marks the session
 * (`watchedKeyChanged`) and ends its watches, since one change is enough. Nothing listens to changes while nobody
 * watches, so that a write costs nothing for it.
 *
 * A key whose time had passed already when it was watched, and which is still in memory, counts as missing: that it
 * is removed afterwards is no change. A key whose time passes after WATCH is one, even before it is removed.
 */
import type { Database, Keyspace } from '@redwing/store';
import type { Session } from '../connections/session.ts';
import { byteText, textBytes } from './byte-text.ts';
import type { ChangeListener, Effects } from './effects.ts';
import { changesValue } from './event-names.ts';
import { locate } from './locate.ts';

interface Watch {
  readonly session: Session;
  readonly database: number;
  readonly key: string;
  /** The key was there, but its time had passed. */
  expired: boolean;
}

export class WatchedKeys implements ChangeListener {
  /** For each database, the watches of each key. */
  private readonly byKey = new Map<number, Map<string, Watch[]>>();
  private readonly bySession = new Map<Session, Watch[]>();
  private readonly effects: Effects;
  private readonly keyspace: Keyspace;

  constructor(effects: Effects, keyspace: Keyspace) {
    this.effects = effects;
    this.keyspace = keyspace;
  }

  /** How many sessions watch keys. */
  get sessions(): number {
    return this.bySession.size;
  }

  /** How many keys a session watches. */
  countOf(session: Session): number {
    return this.bySession.get(session)?.length ?? 0;
  }

  watch(session: Session, database: Database, bytes: Uint8Array, start: number, length: number): void {
    const key = byteText(bytes, start, length);
    const watches = this.bySession.get(session) ?? [];
    if (watches.some((watch) => watch.key === key && watch.database === database.id)) return;
    const entry = locate(this.keyspace, database, bytes, start, length);
    const watch = { session, database: database.id, key, expired: entry !== 0 && database.hasExpired(entry) };
    watches.push(watch);
    this.bySession.set(session, watches);
    const keys = getOrAdd(this.byKey, database.id, () => new Map<string, Watch[]>());
    getOrAdd(keys, key, () => []).push(watch);
    this.effects.listen(this);
  }

  /** Ends a session's watches. What has been marked stays marked. */
  unwatch(session: Session): void {
    const watches = this.bySession.get(session);
    if (watches === undefined) return;
    this.bySession.delete(session);
    for (const watch of watches) this.remove(watch);
    if (this.bySession.size === 0) this.effects.leave(this);
  }

  /** Whether the time of a watched key has passed since it was watched. */
  hasExpiredKey(session: Session): boolean {
    const watches = this.bySession.get(session);
    return watches?.some((watch) => !watch.expired && this.isExpired(watch)) ?? false;
  }

  changed(database: Database, event: string, bytes: Uint8Array, start: number, length: number): void {
    const keys = this.byKey.get(database.id);
    const watches = keys?.get(byteText(bytes, start, length));
    if (watches === undefined || !changesValue(event)) return;
    for (const watch of [...watches]) {
      if (watch.expired && event === 'expired') watch.expired = false;
      else this.mark(watch.session);
    }
  }

  refreshed(database: Database, bytes: Uint8Array, start: number, length: number): void {
    this.changed(database, 'set', bytes, start, length);
  }

  databaseChanging(database: Database, replacement: Database | undefined): void {
    const keys = this.byKey.get(database.id);
    if (keys === undefined) return;
    for (const watches of [...keys.values()]) {
      for (const watch of [...watches])
        if (this.isTouched(watch, database, replacement)) this.mark(watch.session);
    }
  }

  settled(): void {
    // Sessions are marked at once: EXEC looks at the mark in the middle of a batch.
  }

  /** Whether a watched key is another one once `replacement` (nothing, if undefined) has taken the place of `database`. */
  private isTouched(watch: Watch, database: Database, replacement: Database | undefined): boolean {
    const before = this.stateIn(database, watch.key);
    const after = replacement === undefined ? 'missing' : this.stateIn(replacement, watch.key);
    if (before === 'missing' && after === 'missing') return false;
    if (watch.expired) {
      if (after === 'missing') watch.expired = false;
      return after === 'there';
    }
    if (before === 'missing' && after === 'expired') {
      watch.expired = true;
      return false;
    }
    return true;
  }

  private stateIn(database: Database, key: string): 'missing' | 'expired' | 'there' {
    const bytes = textBytes(key);
    const entry = locate(this.keyspace, database, bytes, 0, bytes.length);
    if (entry === 0) return 'missing';
    return database.hasExpired(entry) ? 'expired' : 'there';
  }

  private isExpired(watch: Watch): boolean {
    const database = this.keyspace.databases[watch.database] as Database;
    return this.stateIn(database, watch.key) === 'expired';
  }

  private mark(session: Session): void {
    session.watchedKeyChanged = true;
    this.unwatch(session);
  }

  private remove(watch: Watch): void {
    const keys = this.byKey.get(watch.database);
    const watches = keys?.get(watch.key);
    if (keys === undefined || watches === undefined) return;
    if (watches.length > 1) watches.splice(watches.indexOf(watch), 1);
    else keys.delete(watch.key);
    if (keys.size === 0) this.byKey.delete(watch.database);
  }
}

function getOrAdd<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}
