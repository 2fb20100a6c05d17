/**
 * A database: the entries of one number (SELECT n), by key.
 *
 * All its memory is in the arena it shares with its siblings. It knows time only as `keyspace.now`, which whoever
 * runs commands sets once for each of them, so that nothing expires between two looks of one command.
 *
 * A reference to an entry is good until the next call that can write: writing may move the entry.
 *
 * Here is what the path of a command goes through, in this order: an entry is looked up, and gone if its time has passed;
 * it is written, resized and given an expiry; it is removed; all of them are walked through. What is made of these steps is
 * in files of its own: values that change their place (value-moves.ts), parts of strings (string-entry.ts), a key chosen
 * by chance (random-entry.ts), what a value takes (value-measures.ts).
 */
import type { Arena } from '../memory/arena.ts';
import { PLACE_MASK } from '../memory/arena.ts';
import { copyBytes } from '../memory/copy.ts';
import type { HashTable } from '../memory/hash-table.ts';
import { Slice } from '../memory/slice.ts';
import { randomRecord, scanTable, tableBytes, tableChains, visitTable } from '../memory/table-walks.ts';
import { Entries, kindOf, STRING } from './entry.ts';
import { ExpiringHashes } from './expiring-hashes.ts';
import type { Keyspace } from './keyspace.ts';
import { encodingOf } from './string-entry.ts';
import { VolatileSet } from './volatile-set.ts';

/** For `setString`: leave the expiry as it is. */
export const KEEP_EXPIRY: number = Number.NaN;
/** For `setString` and `setExpiry`: no expiry. */
export const NO_EXPIRY: number = -1;

export class Database {
  /** The number clients SELECT it by; SWAPDB exchanges it. */
  id: number;
  readonly keyspace: Keyspace;
  readonly entries: Entries;
  readonly volatile: VolatileSet;
  /** The hashes with fields that expire. */
  readonly expiring: ExpiringHashes;
  private readonly table: HashTable;
  /** The root of the index; 0 while there is no key. */
  private root = 0;
  private readonly arena: Arena;
  private readonly scratch = new Slice();

  constructor(id: number, keyspace: Keyspace) {
    this.id = id;
    this.keyspace = keyspace;
    this.arena = keyspace.arena;
    this.entries = keyspace.entries;
    this.table = keyspace.table;
    this.volatile = new VolatileSet(this.arena, this.entries);
    this.expiring = new ExpiringHashes(this);
  }

  /** How many keys there are, expired ones that are still to be removed included. */
  get size(): number {
    return this.root === 0 ? 0 : this.table.count(this.root);
  }

  /** The entry of a key for reading, or 0: expired ones are gone, the access is counted and the entry touched. */
  read(bytes: Uint8Array, start: number, length: number): number {
    const ref = this.find(bytes, start, length);
    const { keyspace } = this;
    if (ref === 0) {
      keyspace.misses++;
      keyspace.whenMissed?.(this, bytes, start, length);
      return 0;
    }
    keyspace.hits++;
    if (keyspace.touching) this.touch(ref);
    return ref;
  }

  /** The entry of a key that is only asked about, or 0: as `read`, but not touched. */
  look(bytes: Uint8Array, start: number, length: number): number {
    const ref = this.inspect(bytes, start, length);
    if (ref === 0) this.keyspace.whenMissed?.(this, bytes, start, length);
    return ref;
  }

  /** The entry of a key whose inside is asked about, or 0: as `look`, but nobody is told that it is missing. */
  inspect(bytes: Uint8Array, start: number, length: number): number {
    const ref = this.find(bytes, start, length);
    if (ref === 0) this.keyspace.misses++;
    else this.keyspace.hits++;
    return ref;
  }

  /** The entry of a key for writing, or 0: as `read`, but not counted. */
  write(bytes: Uint8Array, start: number, length: number): number {
    const ref = this.find(bytes, start, length);
    if (ref !== 0 && this.keyspace.touching) this.touch(ref);
    return ref;
  }

  /** The entry of a key, or 0: neither counted nor touched. Expired ones are gone. */
  find(bytes: Uint8Array, start: number, length: number): number {
    const { keyspace } = this;
    const ref = this.lookUp(bytes, start, length);
    if (ref === 0 || !this.entries.isVolatile(ref)) return ref;
    return this.entries.expireAt(ref) > keyspace.now || !this.vanish(ref) ? ref : 0;
  }

  /** The entry of a key as it stands in the table, expired or not; 0 if there is none. */
  lookUp(bytes: Uint8Array, start: number, length: number): number {
    if (this.root === 0) return 0;
    const hash = this.keyspace.lookahead.hashOf(bytes, start, length);
    return this.table.find(this.root, hash, bytes, start, length);
  }

  /** Whether the entry's time has passed. */
  hasExpired(ref: number): boolean {
    return this.entries.isVolatile(ref) && this.entries.expireAt(ref) <= this.keyspace.now;
  }

  /**
   * Removes an entry whose time has passed, and says so to the keyspace's observer. True when the entry must be
   * taken for gone; it stays in memory where another server decides about expiry.
   */
  vanish(ref: number): boolean {
    const { keyspace } = this;
    if (!keyspace.expiring) return keyspace.hidesExpired;
    const { bytes, start, length } = this.entries.key(ref, this.scratch);
    this.unlink(ref);
    keyspace.expired++;
    keyspace.observer.expired(this, bytes, start, length);
    this.letGo(ref);
    this.arena.free(ref);
    return true;
  }

  /**
   * The entry `ref` of a hash, after fields of it whose time has passed were removed, `limit` of them at most; 0 if that
   * were all there were. A hash without such fields costs a look at its encoding.
   */
  sweep(ref: number, limit: number): number {
    return this.entries.isExpiring(ref) ? this.expiring.sweep(ref, limit) : ref;
  }

  /**
   * Sets a key to a string, whatever it was. `expireAt` is in ms since the epoch, NO_EXPIRY or KEEP_EXPIRY.
   * Returns the entry.
   */
  setString(
    bytes: Uint8Array,
    start: number,
    length: number,
    from: Uint8Array,
    fromStart: number,
    fromLength: number,
    expireAt: number,
  ): number {
    // Where uses are counted, writing over a key is one.
    if (this.keyspace.countsUses) this.write(bytes, start, length);
    const encoding = encodingOf(from, fromStart, fromLength);
    return this.putString(bytes, start, length, from, fromStart, fromLength, encoding, expireAt);
  }

  /** As `setString`, with the encoding given: what APPEND and INCRBYFLOAT leave is never an "int". */
  putString(
    bytes: Uint8Array,
    start: number,
    length: number,
    from: Uint8Array,
    fromStart: number,
    fromLength: number,
    encoding: number,
    expireAt: number,
  ): number {
    const ref = this.put(bytes, start, length, kindOf(STRING, encoding), fromLength, expireAt);
    copyBytes(from, fromStart, this.entries.bytes(ref), this.entries.valueStart(ref), fromLength);
    return ref;
  }

  /**
   * Makes the entry of a key anew, whatever the key held: of this kind, with room for a value of `valueLength` bytes
   * that is still to be written. `expireAt` as for `setString`. Returns the entry.
   */
  put(
    bytes: Uint8Array,
    start: number,
    length: number,
    kind: number,
    valueLength: number,
    expireAt: number,
  ): number {
    const { entries, keyspace } = this;
    const hash = keyspace.lookahead.hashOf(bytes, start, length);
    let old = this.root === 0 ? 0 : this.table.find(this.root, hash, bytes, start, length);
    // What has expired is gone first, with its own event, and leaves no expiry to keep.
    if (old !== 0 && this.hasExpired(old) && this.vanish(old)) old = this.lookUp(bytes, start, length);
    const keep = Number.isNaN(expireAt);
    const wasVolatile = old !== 0 && entries.isVolatile(old);
    const isVolatile = keep ? wasVolatile : expireAt >= 0;
    const size = Entries.bytesFor(length, valueLength, isVolatile);
    if (old !== 0 && wasVolatile === isVolatile && this.arena.fits(old, size)) {
      this.letGo(old);
      entries.setKind(old, kind, this.clockAfter(old));
      entries.setValueLength(old, valueLength);
      if (isVolatile && !keep) entries.setExpireAt(old, expireAt);
      return old;
    }
    const ref = this.arena.allocate(size);
    entries.create(ref, kind, bytes, start, length, valueLength, isVolatile);
    entries.setAccessClock(ref, this.clockAfter(old));
    if (isVolatile) entries.setExpireAt(ref, keep ? entries.expireAt(old) : expireAt);
    if (old === 0) this.enter(hash, ref);
    else this.table.replace(this.root, hash, old, ref);
    this.volatile.replace(old, ref);
    if (old !== 0) {
      this.letGo(old);
      this.arena.free(old);
    }
    return ref;
  }

  /**
   * Makes the value in the entry `ref` `length` bytes long; bytes it gained are undefined. A block that has to grow
   * gets `slack` bytes more than it needs, and one of which less than half is left in use is exchanged for a smaller one.
   * Returns the entry, which may have moved.
   */
  resizeValue(ref: number, length: number, slack = 0): number {
    const { entries, arena } = this;
    const size = Entries.bytesFor(entries.keyLength(ref), length, entries.isVolatile(ref));
    const held = arena.sizeOf(ref);
    let target = ref;
    const isRoomy = length < entries.valueLength(ref) && size * 2 < held;
    if (size > held || isRoomy) {
      target = arena.allocate(size + slack);
      const kept = Math.min(entries.valueLength(ref), length);
      const used = Entries.bytesFor(entries.keyLength(ref), kept, entries.isVolatile(ref));
      copyBytes(entries.bytes(ref), blockStart(ref), entries.bytes(target), blockStart(target), used);
      this.adopt(ref, target);
    }
    entries.setValueLength(target, length);
    return target;
  }

  /** Gives an entry an expiry (ms since the epoch), or takes it away with NO_EXPIRY. Returns the entry, which may have moved. */
  setExpiry(ref: number, at: number): number {
    const { entries } = this;
    const isVolatile = at >= 0;
    if (entries.isVolatile(ref) === isVolatile) {
      if (isVolatile) entries.setExpireAt(ref, at);
      return ref;
    }
    const size = Entries.bytesFor(entries.keyLength(ref), entries.valueLength(ref), isVolatile);
    const target = this.arena.allocate(size);
    entries.copy(ref, target, isVolatile);
    if (isVolatile) entries.setExpireAt(target, at);
    this.adopt(ref, target);
    return target;
  }

  /** Removes a key. False when there was none. */
  delete(bytes: Uint8Array, start: number, length: number): boolean {
    const ref = this.find(bytes, start, length);
    if (ref === 0) return false;
    this.drop(ref);
    return true;
  }

  /**
   * Removes a key, also one whose time has passed, and says nothing of that: whoever puts something in its place, or would
   * if there were anything to put. False when there was none.
   */
  discard(bytes: Uint8Array, start: number, length: number): boolean {
    const ref = this.lookUp(bytes, start, length);
    if (ref === 0) return false;
    this.drop(ref);
    return true;
  }

  /** Takes an entry out whose value belongs to another now. */
  vacate(ref: number): void {
    this.unlink(ref);
    this.arena.free(ref);
  }

  /** Removes an entry to make room, and says so to the keyspace's observer. */
  evict(ref: number): void {
    const { keyspace } = this;
    const { bytes, start, length } = this.entries.key(ref, this.scratch);
    this.unlink(ref);
    keyspace.evicted++;
    keyspace.observer.evicted(this, bytes, start, length);
    this.letGo(ref);
    this.arena.free(ref);
  }

  /** Removes everything; memory is given back bit by bit. Returns how many keys there were. */
  clear(): number {
    const count = this.size;
    if (this.root !== 0) this.keyspace.reclaimer.take(this.keyspace.index, this.root);
    this.root = 0;
    this.volatile.clear();
    this.expiring.clear();
    return count;
  }

  /** Reads what the look-ups of keys with these hashes will read: see Lookahead. */
  prefetch(hashes: Int32Array, count: number): void {
    if (this.root !== 0) this.table.prefetch(this.root, hashes, count);
  }

  /** Any entry, each with about the same chance, whether or not it has expired; 0 if there is none. */
  draw(): number {
    return this.root === 0 ? 0 : randomRecord(this.arena, this.root, this.keyspace.random);
  }

  /** Visits entries from a scan position; returns the next position, or 0 at the end. Expired ones are not filtered. */
  scan(position: number, visit: (ref: number) => void): number {
    return this.root === 0 ? 0 : scanTable(this.arena, this.root, position, visit);
  }

  visitAll(visit: (ref: number) => void): void {
    if (this.root !== 0) visitTable(this.arena, this.root, visit);
  }

  /** Bytes of the index of keys. */
  get indexBytes(): number {
    return this.root === 0 ? 0 : tableBytes(this.arena, this.root);
  }

  /** The chains of the index of keys: see `tableChains`. */
  chains(): number[] {
    return this.root === 0 ? [] : tableChains(this.arena, this.root);
  }

  /** The entry's value, if it lies outside, belongs to nobody any more. */
  private letGo(ref: number): void {
    const { entries } = this;
    if (!entries.isOutside(ref)) return;
    const root = entries.root(ref);
    if (entries.isExpiring(ref)) this.expiring.leave(root);
    this.keyspace.reclaimer.take(this.keyspace.formOf(entries.kind(ref)), root);
  }

  /** Takes an entry out of the database and frees it, value and all. */
  private drop(ref: number): void {
    this.unlink(ref);
    this.letGo(ref);
    this.arena.free(ref);
  }

  /** Puts the entry of a key that was not there into the table. */
  private enter(hash: number, ref: number): void {
    if (this.root === 0) this.root = this.table.create();
    this.table.add(this.root, hash, ref);
    const { whenAdded } = this.keyspace;
    if (whenAdded === undefined || this === this.keyspace.workshop) return;
    const { bytes, start, length } = this.entries.key(ref, this.scratch);
    whenAdded(this, bytes, start, length);
  }

  /** Leaves the mark of a use in an entry: the time, or one use more. */
  private touch(ref: number): void {
    const { keyspace, entries } = this;
    if (!keyspace.countsUses) entries.setAccessClock(ref, keyspace.accessClock);
    else entries.setAccessClock(ref, keyspace.useCounter.used(entries.accessClock(ref)));
  }

  /** The access clock of what takes the place of `old` (0: of nothing). Uses that were counted stay counted. */
  private clockAfter(old: number): number {
    const { keyspace } = this;
    return keyspace.countsUses && old !== 0 ? this.entries.accessClock(old) : keyspace.freshClock;
  }

  /** Takes an entry out of the table and the volatile set; its block stays. */
  private unlink(ref: number): void {
    const { entries, keyspace } = this;
    const { bytes, start, length } = entries.key(ref, this.scratch);
    this.table.remove(this.root, keyspace.lookahead.hashOf(bytes, start, length), ref);
    if (entries.isVolatile(ref)) this.volatile.remove(ref);
    if (this.size > 0) return;
    this.table.destroy(this.root);
    this.root = 0;
  }

  /** The entry in block `ref` now lives in `target`. */
  private adopt(ref: number, target: number): void {
    const { bytes, start, length } = this.entries.key(target, this.scratch);
    const hash = this.keyspace.lookahead.hashOf(bytes, start, length);
    this.table.replace(this.root, hash, ref, target);
    if (this.entries.isExpiring(target)) this.expiring.enter(this.entries.root(target), target);
    this.volatile.replace(ref, target);
    this.arena.free(ref);
  }
}

function blockStart(ref: number): number {
  return (ref & PLACE_MASK) << 3;
}
