/**
 * A database: the entries of one number (SELECT n), by key.
 *
 * All its memory is in the arena it shares with its siblings. It knows time only as `keyspace.now`, which whoever
 * runs commands sets once for each of them, so that nothing expires between two looks of one command.
 *
 * A reference to an entry is good until the next call that can write: writing may move the entry.
 */
import type { Arena } from '../memory/arena.ts';
import { PLACE_MASK } from '../memory/arena.ts';
import { hashBytes } from '../memory/hash.ts';
import { HashTable } from '../memory/hash-table.ts';
import { isCanonicalInt64 } from '../numbers/integer.ts';
import { copyBytes, EMBSTR, Entries, INT, RAW, Slice, STRING } from './entry.ts';
import type { Keyspace } from './keyspace.ts';
import { VolatileSet } from './volatile-set.ts';

/** For `setString`: leave the expiry as it is. */
export const KEEP_EXPIRY: number = Number.NaN;
/** For `setString` and `setExpiry`: no expiry. */
export const NO_EXPIRY: number = -1;

/** Longer strings are "raw" to OBJECT ENCODING. */
const EMBSTR_BYTES_MAX = 44;
const STRING_BYTES_MAX_SLACK = 2 ** 20;

export class Database {
  /** The number clients SELECT it by; SWAPDB exchanges it. */
  id: number;
  readonly entries: Entries;
  readonly volatile: VolatileSet;
  private readonly table: HashTable;
  private readonly arena: Arena;
  private readonly keyspace: Keyspace;
  private readonly scratch = new Slice();

  constructor(id: number, keyspace: Keyspace) {
    this.id = id;
    this.keyspace = keyspace;
    this.arena = keyspace.arena;
    this.entries = new Entries(this.arena);
    this.table = new HashTable(this.arena, this.entries);
    this.volatile = new VolatileSet(this.arena, this.entries);
  }

  /** How many keys there are, expired ones that are still to be removed included. */
  get size(): number {
    return this.table.count;
  }

  /** The entry of a key for reading, or 0: expired ones are gone, the access is counted and the entry touched. */
  read(bytes: Uint8Array, start: number, length: number): number {
    const ref = this.find(bytes, start, length);
    const { keyspace } = this;
    if (ref === 0) {
      keyspace.misses++;
      return 0;
    }
    keyspace.hits++;
    if (keyspace.touching) this.entries.setAccessClock(ref, keyspace.accessClock);
    return ref;
  }

  /** The entry of a key that is only asked about, or 0: as `read`, but not touched. */
  look(bytes: Uint8Array, start: number, length: number): number {
    const ref = this.find(bytes, start, length);
    if (ref === 0) this.keyspace.misses++;
    else this.keyspace.hits++;
    return ref;
  }

  /** The entry of a key for writing, or 0: as `read`, but not counted. */
  write(bytes: Uint8Array, start: number, length: number): number {
    const ref = this.find(bytes, start, length);
    if (ref !== 0 && this.keyspace.touching) this.entries.setAccessClock(ref, this.keyspace.accessClock);
    return ref;
  }

  /** The entry of a key, or 0: neither counted nor touched. Expired ones are gone. */
  find(bytes: Uint8Array, start: number, length: number): number {
    const { keyspace } = this;
    const ref = this.table.find(
      hashBytes(bytes, start, length, keyspace.hashKey0, keyspace.hashKey1),
      bytes,
      start,
      length,
    );
    if (ref === 0 || !this.entries.isVolatile(ref)) return ref;
    return this.entries.expireAt(ref) > keyspace.now || !this.vanish(ref) ? ref : 0;
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
    const { entries, keyspace } = this;
    const hash = hashBytes(bytes, start, length, keyspace.hashKey0, keyspace.hashKey1);
    let old = this.table.find(hash, bytes, start, length);
    // What has expired is gone first, with its own event, and leaves no expiry to keep.
    if (old !== 0 && this.hasExpired(old) && this.vanish(old))
      old = this.table.find(hash, bytes, start, length);
    const keep = Number.isNaN(expireAt);
    const wasVolatile = old !== 0 && entries.isVolatile(old);
    const isVolatile = keep ? wasVolatile : expireAt >= 0;
    const size = Entries.bytesFor(length, fromLength, isVolatile);
    const kind = STRING | (encoding << 4);
    if (old !== 0 && wasVolatile === isVolatile && this.arena.fits(old, size)) {
      copyBytes(from, fromStart, entries.bytes(old), entries.valueStart(old), fromLength);
      entries.setKind(old, kind, keyspace.accessClock);
      entries.setValueLength(old, fromLength);
      if (isVolatile && !keep) entries.setExpireAt(old, expireAt);
      return old;
    }
    const ref = this.arena.allocate(size);
    entries.create(ref, kind, bytes, start, length, fromLength, isVolatile);
    entries.setAccessClock(ref, keyspace.accessClock);
    copyBytes(from, fromStart, entries.bytes(ref), entries.valueStart(ref), fromLength);
    if (isVolatile) entries.setExpireAt(ref, keep ? entries.expireAt(old) : expireAt);
    if (old === 0) this.table.add(hash, ref);
    else this.table.replace(hash, old, ref);
    this.moveExpiry(old, ref);
    if (old !== 0) this.arena.free(old);
    return ref;
  }

  /**
   * Makes the string of `ref` `length` bytes long, zeroes where it grew, with room to spare for the next growth.
   * Returns the entry, which may have moved.
   */
  resizeString(ref: number, length: number): number {
    const { entries } = this;
    const before = entries.valueLength(ref);
    const keyLength = entries.keyLength(ref);
    const size = Entries.bytesFor(keyLength, length, entries.isVolatile(ref));
    let target = ref;
    if (size > this.arena.sizeOf(ref)) {
      const slack = before === 0 ? 0 : Math.min(length, STRING_BYTES_MAX_SLACK);
      target = this.arena.allocate(size + slack);
      const used = Entries.bytesFor(keyLength, before, entries.isVolatile(ref));
      copyBytes(entries.bytes(ref), blockStart(ref), entries.bytes(target), blockStart(target), used);
      this.adopt(ref, target);
    }
    const start = entries.valueStart(target);
    if (length > before) entries.bytes(target).fill(0, start + before, start + length);
    entries.setValueLength(target, length);
    return target;
  }

  /** Removes a key. False when there was none. */
  delete(bytes: Uint8Array, start: number, length: number): boolean {
    const ref = this.find(bytes, start, length);
    if (ref === 0) return false;
    this.unlink(ref);
    this.arena.free(ref);
    return true;
  }

  /** Removes a key, also one whose time has passed, and says nothing of that. False when there was none. */
  discard(bytes: Uint8Array, start: number, length: number): boolean {
    const { hashKey0, hashKey1 } = this.keyspace;
    const ref = this.table.find(hashBytes(bytes, start, length, hashKey0, hashKey1), bytes, start, length);
    if (ref === 0) return false;
    this.unlink(ref);
    this.arena.free(ref);
    return true;
  }

  /** Gives an entry an expiry (ms since the epoch), or takes it away with NO_EXPIRY. Returns the entry, which may have moved. */
  setExpiry(ref: number, at: number): number {
    const { entries } = this;
    const isVolatile = at >= 0;
    if (entries.isVolatile(ref) === isVolatile) {
      if (isVolatile) entries.setExpireAt(ref, at);
      return ref;
    }
    const keyLength = entries.keyLength(ref);
    const valueLength = entries.valueLength(ref);
    const target = this.arena.allocate(Entries.bytesFor(keyLength, valueLength, isVolatile));
    const clock = entries.accessClock(ref);
    entries.create(
      target,
      entries.kind(ref),
      entries.bytes(ref),
      entries.keyStart(ref),
      keyLength,
      valueLength,
      isVolatile,
    );
    entries.setAccessClock(target, clock);
    copyBytes(
      entries.bytes(ref),
      entries.valueStart(ref),
      entries.bytes(target),
      entries.valueStart(target),
      valueLength,
    );
    if (isVolatile) entries.setExpireAt(target, at);
    this.adopt(ref, target);
    return target;
  }

  /** Copies the value (and expiry) of `ref` to a key of `target`, over whatever was there. */
  copyTo(
    ref: number,
    target: Database,
    bytes: Uint8Array,
    start: number,
    length: number,
    expireAt: number,
  ): void {
    // The copy is taken first: writing into the target may move `ref`, and bytes in the arena stay put.
    const value = this.entries.value(ref, this.scratch);
    const { bytes: from, start: fromStart, length: fromLength } = value;
    const encoding = this.entries.encoding(ref);
    target.putString(bytes, start, length, from, fromStart, fromLength, encoding, expireAt);
  }

  /** A random key's entry that has not expired, or 0. */
  randomEntry(): number {
    const { keyspace } = this;
    for (let attempt = 0; this.size > 0; attempt++) {
      const ref = this.table.random(keyspace.random);
      if (!this.entries.isVolatile(ref) || this.entries.expireAt(ref) > keyspace.now) return ref;
      // Where expired keys are not removed on access, a database of nothing else must still answer.
      if (!keyspace.expiring && attempt >= 100) return ref;
      this.vanish(ref);
    }
    return 0;
  }

  /** Visits entries from a scan position; returns the next position, or 0 at the end. Expired ones are not filtered. */
  scan(position: number, visit: (ref: number) => void): number {
    return this.table.scan(position, visit);
  }

  visitAll(visit: (ref: number) => void): void {
    this.table.visitAll(visit);
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
    const key = this.entries.key(ref, this.scratch);
    const { bytes, start, length } = key;
    this.unlink(ref);
    keyspace.expired++;
    keyspace.observer.expired(this, bytes, start, length);
    this.arena.free(ref);
    return true;
  }

  /** Removes everything. Returns how many keys there were. */
  clear(): number {
    const count = this.size;
    const refs: number[] = [];
    this.table.visitAll((ref) => {
      refs.push(ref);
    });
    this.table.clear();
    this.volatile.clear();
    for (const ref of refs) this.arena.free(ref);
    return count;
  }

  /** Bytes an entry takes, its share of the index included. */
  memoryOf(ref: number): number {
    return this.arena.sizeOf(ref) + 16;
  }

  /** Takes an entry out of the table and the volatile set; its block stays. */
  private unlink(ref: number): void {
    const { entries, keyspace } = this;
    const { bytes, start, length } = entries.key(ref, this.scratch);
    this.table.remove(hashBytes(bytes, start, length, keyspace.hashKey0, keyspace.hashKey1), ref);
    if (entries.isVolatile(ref)) this.volatile.remove(ref);
  }

  /** The entry in block `ref` now lives in `target`. */
  private adopt(ref: number, target: number): void {
    const { bytes, start, length } = this.entries.key(target, this.scratch);
    const { hashKey0, hashKey1 } = this.keyspace;
    this.table.replace(hashBytes(bytes, start, length, hashKey0, hashKey1), ref, target);
    this.moveExpiry(ref, target);
    this.arena.free(ref);
  }

  private moveExpiry(old: number, ref: number): void {
    const wasVolatile = old !== 0 && this.entries.isVolatile(old);
    if (this.entries.isVolatile(ref)) {
      if (wasVolatile) {
        this.entries.setPlace(ref, this.entries.place(old));
        this.volatile.moved(ref);
      } else {
        this.volatile.add(ref);
      }
    } else if (wasVolatile) {
      this.volatile.remove(old);
    }
  }
}

/** What OBJECT ENCODING says of a string that was set as a whole. */
export function encodingOf(bytes: Uint8Array, start: number, length: number): number {
  return length <= 20 && isCanonicalInt64(bytes, start, length) ? INT : textEncoding(length);
}

/** The same for a string that is not to be taken for an integer, whatever its bytes. */
export function textEncoding(length: number): number {
  return length <= EMBSTR_BYTES_MAX ? EMBSTR : RAW;
}

function blockStart(ref: number): number {
  return (ref & PLACE_MASK) << 3;
}
