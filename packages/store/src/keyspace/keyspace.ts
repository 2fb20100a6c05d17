/**
 * The keyspace: the databases, the memory they share, and the time they go by.
 *
 * Whoever runs commands sets `now` before each of them; nothing here reads a clock. What the keyspace does of its own
 * accord (removing an entry whose time has passed) it says to its observer, so that it travels the same road as
 * what commands do.
 */
import { Arena } from '../memory/arena.ts';
import { HashTable } from '../memory/hash-table.ts';
import { Records } from '../memory/records.ts';
import { tableBytes } from '../memory/table-walks.ts';
import { ExpiringFields } from '../values/expiring-fields.ts';
import { Quicklist } from '../values/quicklist.ts';
import { RecordTable } from '../values/record-table.ts';
import { ScoreIndex } from '../values/score-index.ts';
import { StreamBlocks } from '../values/stream/stream-blocks.ts';
import { TimeOrder } from '../values/time-order.ts';
import type { ValueForm } from '../values/value-form.ts';
import type { CompactLimits } from './compact-limits.ts';
import { defaultCompactLimits } from './compact-limits.ts';
import { Database } from './database.ts';
import {
  Entries,
  EXPIRING,
  EXPIRING_SMALL,
  HASH,
  kindOf,
  LIST,
  QUICKLIST,
  RADIX,
  SET,
  SKIPLIST,
  SORTED_SET,
  STREAM,
  TABLE,
} from './entry.ts';
import { Lookahead } from './lookahead.ts';
import { Reclaimer } from './reclaimer.ts';
import { USE_COUNT_START, UseCounter } from './use-counter.ts';

/** Hears of what the keyspace does by itself. */
export interface KeyspaceObserver {
  /** The key's time has passed and its entry is gone; the bytes are good during the call. */
  expired(database: Database, bytes: Uint8Array, start: number, length: number): void;
  /** The same for an entry that had to make room. */
  evicted(database: Database, bytes: Uint8Array, start: number, length: number): void;
  /** The time of these fields of a hash has passed and they are gone, and if `isGone` the key with the last of all. */
  fieldsExpired(database: Database, key: Uint8Array, fields: readonly Uint8Array[], isGone: boolean): void;
}

/** Hears of a key; the bytes are good during the call. */
export type KeyListener = (database: Database, bytes: Uint8Array, start: number, length: number) => void;

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
  readonly entries: Entries;
  /** The members of large collections. */
  readonly records: Records;
  /** The tables that lead from keys to entries. */
  readonly table: HashTable;
  /** Large hashes and sets. */
  readonly recordTable: RecordTable;
  /** Hashes with fields that expire. */
  readonly expiringFields: ExpiringFields;
  readonly timeOrder: TimeOrder;
  /** Large lists. */
  readonly quicklist: Quicklist;
  /** Large sorted sets. */
  readonly scoreIndex: ScoreIndex;
  readonly streams: StreamBlocks;
  readonly limits: CompactLimits = defaultCompactLimits();
  readonly reclaimer: Reclaimer = new Reclaimer();
  /** A whole database as something that can be given back. */
  readonly index: ValueForm;
  readonly databases: Database[];
  /** Where values are built whole before they take the place of what a key holds: no client can select it. */
  readonly workshop: Database;
  readonly random: () => number;
  observer: KeyspaceObserver = SILENT;
  /** Hears of each key that comes into being; undefined while nobody wants to know. */
  whenAdded: KeyListener | undefined;
  /** Hears of each key that was to be read and is not there; undefined while nobody wants to know. */
  whenMissed: KeyListener | undefined;
  /** Whether entries are removed when their time has passed; a replica leaves that to its primary. */
  expiring = true;
  /** Whether an expired entry that is still there is invisible; false while a primary's commands are applied. */
  hidesExpired = true;
  /** Whether looking at an entry counts as using it (CLIENT NO-TOUCH). */
  touching = true;
  /** What `accessClock` of an entry is set to when it is used: seconds, 24 bits. */
  accessClock = 0;
  /** Whether uses are counted (LFU) by `useCounter`; otherwise an entry knows when it was used last. */
  countsUses = false;
  readonly useCounter: UseCounter = new UseCounter(this);
  hits = 0;
  misses = 0;
  /** How many entries were removed because their time had passed. */
  expired = 0;
  /** How many fields of hashes were removed because their time had passed. */
  expiredFields = 0;
  /** How many entries had to make room. */
  evicted = 0;
  /** Finds the hashes of keys, those that were announced without reckoning. */
  readonly lookahead: Lookahead = new Lookahead(this);
  readonly hashKey0: number;
  readonly hashKey1: number;
  private time = 0;
  /** By kind: see entry.ts. */
  private readonly forms: ValueForm[] = [];

  constructor(options: KeyspaceOptions) {
    this.random = options.random;
    this.arena = new Arena(options.poison ? { poison: true } : {});
    this.entries = new Entries(this.arena);
    this.records = new Records(this.arena);
    this.table = new HashTable(this.arena, this.entries);
    this.index = new IndexForm(this);
    this.hashKey0 = (options.random() * 2 ** 32) | 0;
    this.hashKey1 = (options.random() * 2 ** 32) | 0;
    this.recordTable = new RecordTable(this.arena, this.records, this.hashKey0, this.hashKey1);
    this.quicklist = new Quicklist(this.arena);
    this.forms[kindOf(LIST, QUICKLIST)] = this.quicklist;
    this.scoreIndex = new ScoreIndex(this.arena, this.recordTable);
    this.forms[kindOf(SORTED_SET, SKIPLIST)] = this.scoreIndex;
    this.streams = new StreamBlocks(this.arena);
    this.forms[kindOf(STREAM, RADIX)] = this.streams;
    for (const type of [HASH, SET]) this.forms[kindOf(type, TABLE)] = this.recordTable;
    this.timeOrder = new TimeOrder(this.arena);
    this.expiringFields = new ExpiringFields(this.arena, this.recordTable, this.timeOrder);
    for (const encoding of [EXPIRING_SMALL, EXPIRING]) {
      this.forms[kindOf(HASH, encoding)] = this.expiringFields;
    }
    this.workshop = new Database(-1, this);
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

  /** The access clock of an entry that is new. */
  get freshClock(): number {
    return this.countsUses ? this.useCounter.clockAt(USE_COUNT_START) : this.accessClock;
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

  /** What is known of values of a kind that lie outside their entries. */
  formOf(kind: number): ValueForm {
    const form = this.forms[kind];
    if (form === undefined) throw new Error(`values of kind ${kind} do not lie outside their entries`);
    return form;
  }

  /** Removes every key of every database and gives all memory back; returns how many keys there were. */
  clear(): number {
    let count = 0;
    for (const database of this.databases) count += database.clear();
    this.reclaimer.drain();
    return count;
  }
}

/** The index of a database that nobody reads any more: its entries go with it. */
class IndexForm implements ValueForm {
  private readonly keyspace: Keyspace;

  constructor(keyspace: Keyspace) {
    this.keyspace = keyspace;
  }

  count(root: number): number {
    return this.keyspace.table.count(root);
  }

  release(root: number, position: number): number {
    const { table, arena, entries, reclaimer } = this.keyspace;
    const next = table.release(root, position, (entry) => {
      if (entries.isOutside(entry)) {
        reclaimer.take(this.keyspace.formOf(entries.kind(entry)), entries.root(entry));
      }
      arena.free(entry);
    });
    if (next === 0) arena.free(root);
    return next;
  }

  clone(): number {
    throw new Error('a database is never copied');
  }

  bytes(root: number): number {
    return tableBytes(this.keyspace.arena, root);
  }
}

const SILENT: KeyspaceObserver = { expired: () => {}, evicted: () => {}, fieldsExpired: () => {} };
