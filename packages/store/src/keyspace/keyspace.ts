/**
 * The keyspace: the databases, the memory they share, and the time they go by.
 *
 * Whoever runs commands sets `now` before each of them; nothing here reads a clock. What the keyspace does of its own
 * accord (removing an entry whose time has passed) it says to its observer, so that it travels the same road as
 * what commands do.
 */
import { Arena } from '../memory/arena.ts';
import { Database } from './database.ts';

/** Hears of what the keyspace does by itself. */
export interface KeyspaceObserver {
  /** The key's time has passed and its entry is gone; the bytes are good during the call. */
  expired(database: Database, bytes: Uint8Array, start: number, length: number): void;
}

export interface KeyspaceOptions {
  /** How many databases; 16 unless said otherwise. */
  databases?: number;
  /** Returns numbers in [0, 1); the secret of the hash tables comes from it too. */
  random: () => number;
  /** Checks the memory at every step; slow. */
  poison?: boolean;
}

export class Keyspace {
  readonly arena: Arena;
  readonly databases: Database[];
  readonly random: () => number;
  observer: KeyspaceObserver = SILENT;
  /** Whether entries are removed when their time has passed; a replica leaves that to its primary. */
  expiring = true;
  /** Whether an expired entry that is still there is invisible; false while a primary's commands are applied. */
  hidesExpired = true;
  /** Whether looking at an entry counts as using it (CLIENT NO-TOUCH). */
  touching = true;
  /** What `accessClock` of an entry is set to when it is used: seconds, 24 bits. */
  accessClock = 0;
  hits = 0;
  misses = 0;
  /** How many entries were removed because their time had passed. */
  expired = 0;
  readonly hashKey0: number;
  readonly hashKey1: number;
  private time = 0;

  constructor(options: KeyspaceOptions) {
    this.random = options.random;
    this.arena = new Arena(options.poison ? { poison: true } : {});
    this.hashKey0 = (options.random() * 2 ** 32) | 0;
    this.hashKey1 = (options.random() * 2 ** 32) | 0;
    this.databases = Array.from({ length: options.databases ?? 16 }, (_, id) => new Database(id, this));
  }

  /** The time commands go by, in ms since the epoch. */
  get now(): number {
    return this.time;
  }

  set now(time: number) {
    this.time = time;
    this.accessClock = Math.floor(time / 1000) & 0xff_ffff;
  }

  /** Bytes the data takes, all bookkeeping in the arena included. */
  get usedBytes(): number {
    return this.arena.usedBytes;
  }

  /** Exchanges two databases: every connection sees the other's keys at once. */
  swap(first: number, second: number): void {
    const a = this.databases[first];
    const b = this.databases[second];
    if (a === undefined || b === undefined) throw new RangeError('no such database');
    this.databases[first] = b;
    this.databases[second] = a;
    b.id = first;
    a.id = second;
  }

  /** Removes every key of every database; returns how many there were. */
  clear(): number {
    let count = 0;
    for (const database of this.databases) count += database.clear();
    return count;
  }
}

const SILENT: KeyspaceObserver = { expired: () => {} };
