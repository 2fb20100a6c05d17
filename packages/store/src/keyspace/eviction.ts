/**
 * Eviction: which entry makes room when memory is full.
 *
 * To know the least recently used entry exactly, every read would have to move its entry to the front of a list: three
 * cache misses more for each GET, and sixteen bytes for each key. Instead a read leaves the time in its entry, which it
 * touches anyway, and the search for a victim looks at a few entries drawn by chance:
 *
 *     entries ── draw `samples` ──► score each ──► pool of the 16 best so far ── best that still holds ──► evicted
 *
 * The pool outlives the search, so that each search profits from those before it: while old makes room for new, the
 * victims come nearly all from the oldest fifth with 5 samples, and from the oldest tenth with 10 (measured: 98 %). This
 * is what Redis does; some things are done better:
 *
 * - Entries are drawn from all databases in proportion to what they hold, not as many from the small as from the large.
 * - The pool holds references, not copies of keys: nothing is allocated. A candidate is checked when its turn comes: it
 *   must still be in its table, and if it was used since it was drawn it is let go. Scores do not depend on when they
 *   were taken (a time of last use, not an idle time), so that candidates of different searches compare rightly.
 * - Entries used equally often are told apart by when they were used last.
 * - Where there are no more entries than samples, all are looked at, and the choice is exact.
 *
 * An entry that is drawn after its time has passed goes first, and as expired.
 *
 * Invariants: scores in the pool ascend; no entry is in it twice. A reference in it may be stale in any way, so it is
 * followed only after the table has shown that it is an entry.
 */
import { hashBytes } from '../memory/hash.ts';
import { Slice } from '../memory/slice.ts';
import type { Database } from './database.ts';
import type { Keyspace } from './keyspace.ts';

/** Which entries go first: those unused for longest, used least, expiring soonest, or any. */
export type EvictionOrder = 'idle' | 'frequency' | 'expiry' | 'random';

const POOL_SIZE = 16;
const CLOCK_MASK = 0xff_ffff;
const MINUTES = 2 ** 16;

export class Evictor {
  /** How many entries each search draws. */
  samples = 5;
  private order: EvictionOrder = 'idle';
  private volatileOnly = false;
  private readonly keyspace: Keyspace;
  private readonly key = new Slice();
  private count = 0;
  private readonly scores = new Float64Array(POOL_SIZE);
  private readonly refs = new Uint32Array(POOL_SIZE);
  private readonly hashes = new Uint32Array(POOL_SIZE);
  private readonly owners: Database[] = [];
  /** What the visitors below look at and for, so that a search makes no closures. */
  private visited: Database;
  private sought = 0;
  private found = false;

  constructor(keyspace: Keyspace) {
    this.keyspace = keyspace;
    this.visited = keyspace.databases[0] as Database;
  }

  /** Which entries go first, and whether only those that expire may go at all. */
  choose(order: EvictionOrder, volatileOnly: boolean): void {
    this.order = order;
    this.volatileOnly = volatileOnly;
    this.count = 0;
  }

  /** Evicts one entry; false when there is none that may be evicted. */
  evict(): boolean {
    for (;;) {
      const total = this.population();
      if (total === 0) return false;
      if (this.order === 'random') this.count = 0;
      this.search(total);
      // What was drawn just now is an entry, so this ends at the second time round at the latest.
      if (this.evictBest()) return true;
    }
  }

  /** How many entries may be evicted. */
  private population(): number {
    let total = 0;
    for (const database of this.keyspace.databases) total += this.sizeOf(database);
    return total;
  }

  private sizeOf(database: Database): number {
    return this.volatileOnly ? database.volatile.count : database.size;
  }

  private search(total: number): void {
    const draws = this.order === 'random' ? 1 : this.samples;
    if (total > draws) for (let i = 0; i < draws; i++) this.draw(total);
    else for (const database of this.keyspace.databases) this.considerAll(database);
  }

  /** Draws one of the `total` entries, each with the same chance. */
  private draw(total: number): void {
    const { databases, random } = this.keyspace;
    let place = Math.floor(random() * total);
    for (const database of databases) {
      const size = this.sizeOf(database);
      if (place < size) {
        this.consider(database, this.volatileOnly ? database.volatile.at(place) : database.draw());
        return;
      }
      place -= size;
    }
  }

  private considerAll(database: Database): void {
    this.visited = database;
    const { volatile } = database;
    if (!this.volatileOnly) database.visitAll(this.considerVisited);
    else for (let place = 0; place < volatile.count; place++) this.consider(database, volatile.at(place));
  }

  private readonly considerVisited = (ref: number): void => this.consider(this.visited, ref);

  /** Puts an entry into the pool if it is better than the worst there. */
  private consider(database: Database, ref: number): void {
    this.forget(database, ref);
    const { scores } = this;
    const score = this.score(database, ref);
    if (this.count === POOL_SIZE) {
      if (score <= (scores[0] as number)) return;
      this.removeAt(0);
    }
    let at = this.count++;
    for (; at > 0 && (scores[at - 1] as number) > score; at--) this.move(at - 1, at);
    scores[at] = score;
    this.refs[at] = ref;
    this.hashes[at] = this.hashOf(database, ref);
    this.owners[at] = database;
  }

  /** Drawn again, an entry takes a new place in the pool. */
  private forget(database: Database, ref: number): void {
    for (let i = 0; i < this.count; i++) {
      if (this.refs[i] !== ref || this.owners[i] !== database) continue;
      this.removeAt(i);
      return;
    }
  }

  private removeAt(index: number): void {
    this.count--;
    for (let i = index; i < this.count; i++) this.move(i + 1, i);
  }

  private move(from: number, to: number): void {
    this.scores[to] = this.scores[from] as number;
    this.refs[to] = this.refs[from] as number;
    this.hashes[to] = this.hashes[from] as number;
    this.owners[to] = this.owners[from] as Database;
  }

  private evictBest(): boolean {
    while (this.count > 0) {
      const best = --this.count;
      const ref = this.refs[best] as number;
      const database = this.owners[best] as Database;
      if (!this.stillHolds(database, ref, best)) continue;
      if (!this.keyspace.expiring || !database.hasExpired(ref)) database.evict(ref);
      else database.vanish(ref);
      return true;
    }
    return false;
  }

  /** Whether a candidate is still an entry, one that may be evicted, and not less fit for it than it was. */
  private stillHolds(database: Database, ref: number, index: number): boolean {
    this.sought = ref;
    this.found = false;
    // A position of a scan is a hash: these are the entries whose hashes lead to the same slot.
    database.scan(this.hashes[index] as number, this.lookFor);
    if (!this.found || (this.volatileOnly && !database.entries.isVolatile(ref))) return false;
    return this.score(database, ref) >= (this.scores[index] as number);
  }

  private readonly lookFor = (ref: number): void => {
    if (ref === this.sought) this.found = true;
  };

  /** The higher, the sooner it goes. An entry's score falls only when it is used or its expiry is put off. */
  private score(database: Database, ref: number): number {
    const { keyspace, order } = this;
    const { entries } = database;
    if (database.hasExpired(ref)) return Number.POSITIVE_INFINITY;
    if (order === 'idle') {
      const idle = (keyspace.accessClock - entries.accessClock(ref)) & CLOCK_MASK;
      return idle - Math.floor(keyspace.now / 1000);
    }
    if (order === 'frequency') {
      const clock = entries.accessClock(ref);
      const { useCounter } = keyspace;
      return useCounter.minutesSince(clock) / MINUTES - useCounter.count(clock);
    }
    return order === 'expiry' ? -entries.expireAt(ref) : 0;
  }

  private hashOf(database: Database, ref: number): number {
    const { hashKey0, hashKey1 } = this.keyspace;
    const { bytes, start, length } = database.entries.key(ref, this.key);
    return hashBytes(bytes, start, length, hashKey0, hashKey1);
  }
}
