/**
 * Looking ahead: what the next look-ups will read is fetched before the first of them.
 *
 * A look-up waits for memory twice, for a slot of the index and for the entry it leads to, each time as long as hundreds
 * of instructions take. One after the other, look-ups wait one after the other. When several keys are known, their slots
 * are read in a row, with nothing in between that needs them, and then their entries: the processor waits for all of
 * them at once, and finds them in its caches when the commands are executed. The hashes are kept for the look-ups.
 *
 *     clear ─► add, add, add … ─► fetch ─► expect(0) ─► look-up ─► expect(1) ─► look-up ─► … ─► clear
 *
 * It is a matter of speed alone: a key that is looked up without having been announced is found all the same.
 */
import { hashBytes } from '../memory/hash.ts';
import { LOOKAHEAD_MAX } from '../memory/hash-table.ts';
import type { Database } from './database.ts';
import type { Keyspace } from './keyspace.ts';

const NOWHERE = -1;
const NO_BYTES = new Uint8Array(0);

export class Lookahead {
  private readonly keyspace: Keyspace;
  private readonly hashes = new Int32Array(LOOKAHEAD_MAX);
  /** Hashes of which none follows itself: what is fetched. */
  private readonly distinct = new Int32Array(LOOKAHEAD_MAX);
  private distinctCount = 0;
  private readonly starts = new Int32Array(LOOKAHEAD_MAX);
  private readonly lengths = new Int32Array(LOOKAHEAD_MAX);
  private bytes: Uint8Array = NO_BYTES;
  private count = 0;
  /** Where the key that is expected next lies in `bytes`, how long it is, and its hash. */
  private expected = NOWHERE;
  private length = 0;
  private hash = 0;

  constructor(keyspace: Keyspace) {
    this.keyspace = keyspace;
  }

  /** Announces a key, up to LOOKAHEAD_MAX of them, all in the same bytes, which must not change before `clear`. */
  add(bytes: Uint8Array, start: number, length: number): void {
    const { hashKey0, hashKey1 } = this.keyspace;
    const at = this.count++;
    this.bytes = bytes;
    this.starts[at] = start;
    this.lengths[at] = length;
    if (at > 0 && this.isSame(at - 1, start, length)) {
      this.hashes[at] = this.hashes[at - 1] as number;
      return;
    }
    const hash = hashBytes(bytes, start, length, hashKey0, hashKey1);
    this.hashes[at] = hash;
    this.distinct[this.distinctCount++] = hash;
  }

  /** Fetches what look-ups of the announced keys in `database` will read. */
  fetch(database: Database): void {
    database.prefetch(this.distinct, this.distinctCount);
  }

  /** The key that was announced as number `index`, from 0, is looked up next, or several times, or not at all. */
  expect(index: number): void {
    this.expected = this.starts[index] as number;
    this.length = this.lengths[index] as number;
    this.hash = this.hashes[index] as number;
  }

  /** Forgets the keys: their bytes may change. */
  clear(): void {
    this.expected = NOWHERE;
    this.count = 0;
    this.distinctCount = 0;
    this.bytes = NO_BYTES;
  }

  /** The hash of these bytes. */
  hashOf(bytes: Uint8Array, start: number, length: number): number {
    if (start === this.expected && length === this.length && bytes === this.bytes) return this.hash;
    return hashBytes(bytes, start, length, this.keyspace.hashKey0, this.keyspace.hashKey1);
  }

  /** Whether this key is the one that was announced as number `index`. Numbered keys differ at the end first. */
  private isSame(index: number, start: number, length: number): boolean {
    if (this.lengths[index] !== length) return false;
    const { bytes } = this;
    const other = this.starts[index] as number;
    for (let i = length - 1; i >= 0; i--) if (bytes[other + i] !== bytes[start + i]) return false;
    return true;
  }
}
