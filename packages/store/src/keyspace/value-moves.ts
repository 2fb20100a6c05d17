/**
 * Values that change their place: to the entry of another key, or out of their own entry and back.
 *
 *     copyEntry    entry ── value ──┬──► entry of another key            COPY
 *                                   └──► stays
 *     moveEntry    entry ── value ─────► entry of another key            RENAME, MOVE, and what the workshop built
 *     moveOutside  entry ── root ──────► table, quicklist, tree, blocks  a value that has outgrown its small form
 *     moveInside   entry ◄── bytes                                       one that is small again
 *
 * A value that lies outside its entry moves by its root alone, however large it is; only a copy of it is made element
 * by element. A hash with fields that expire is told where its entry is, and leaves the order of the database it was in.
 *
 * As everything that writes, each of these may move entries: what it returns is where the value is now.
 */
import type { Database } from './database.ts';

/**
 * Gives a key of `target` a copy of the value of `ref`, over whatever was there. `expireAt` is in ms since the epoch, or
 * NO_EXPIRY. Returns the new entry, which has not been used yet.
 */
export function copyEntry(
  db: Database,
  ref: number,
  target: Database,
  bytes: Uint8Array,
  start: number,
  length: number,
  expireAt: number,
): number {
  const { entries, keyspace } = db;
  const kind = entries.kind(ref);
  const isOutside = entries.isOutside(ref);
  const root = isOutside ? keyspace.formOf(kind).clone(entries.root(ref)) : 0;
  const copy = target.put(bytes, start, length, kind, entries.valueLength(ref), expireAt);
  if (!isOutside) entries.copyValue(ref, copy);
  else giveRoot(target, copy, root);
  entries.setAccessClock(copy, keyspace.freshClock);
  return copy;
}

/** Gives all there is of `ref` to a key of `target`, over whatever was there; `ref` is gone then. Returns the new entry. */
export function moveEntry(
  db: Database,
  ref: number,
  target: Database,
  bytes: Uint8Array,
  start: number,
  length: number,
): number {
  const { entries } = db;
  const kind = entries.kind(ref);
  const moved = target.put(bytes, start, length, kind, entries.valueLength(ref), entries.expireAt(ref));
  if (!entries.isOutside(ref)) entries.copyValue(ref, moved);
  else {
    const root = entries.root(ref);
    if (entries.isExpiring(ref)) db.expiring.leave(root);
    giveRoot(target, moved, root);
  }
  entries.setAccessClock(moved, entries.accessClock(ref));
  db.vacate(ref);
  return moved;
}

/** The value of an entry lies outside, at `root`. */
function giveRoot(db: Database, ref: number, root: number): void {
  db.entries.setRoot(ref, root);
  if (db.entries.isExpiring(ref)) db.expiring.enter(root, ref);
}

/** The value of `ref` now lies outside, at `root`. Returns the entry, which may have moved. */
export function moveOutside(db: Database, ref: number, encoding: number, root: number): number {
  const { entries } = db;
  const target = db.resizeValue(ref, 0);
  entries.setEncoding(target, encoding);
  entries.setRoot(target, root);
  return target;
}

/**
 * The value of `ref`, which lay outside, lies in the entry now, in `length` bytes that are still to be written. What
 * lay outside is for the caller to give back. Returns the entry, which may have moved.
 */
export function moveInside(db: Database, ref: number, encoding: number, length: number): number {
  const { entries } = db;
  entries.setEncoding(ref, encoding);
  entries.setValueLength(ref, 0);
  return db.resizeValue(ref, length);
}
