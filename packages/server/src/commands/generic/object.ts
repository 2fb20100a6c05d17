/** OBJECT: how a value is held, and how it has been used. */
import type { Entries } from '@redwing/store';
import {
  EXPIRING,
  EXPIRING_SMALL,
  INT,
  INTSET,
  LIST,
  LISTPACK,
  QUICKLIST,
  RADIX,
  RAW,
  SET,
  SKIPLIST,
  STRING,
  TABLE,
} from '@redwing/store';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** The access clock has 24 bits of seconds. */
const CLOCK_MASK = 0xff_ffff;

/** OBJECT ENCODING key */
export function encoding(call: Call): void {
  const entry = call.inspect(2);
  if (entry === 0) call.reply.null();
  else call.reply.bulkText(encodingName(call.db.entries, entry));
}

const ENCODING_NAMES: ReadonlyMap<number, string> = new Map([
  [INT, 'int'],
  [RAW, 'raw'],
  [LISTPACK, 'listpack'],
  [INTSET, 'intset'],
  [TABLE, 'hashtable'],
  [QUICKLIST, 'quicklist'],
  [SKIPLIST, 'skiplist'],
  [RADIX, 'stream'],
  // What Redis packs with the times of its fields is a table here, and goes by the name it has there.
  [EXPIRING_SMALL, 'listpackex'],
  [EXPIRING, 'hashtable'],
]);

/**
 * The name OBJECT ENCODING and DEBUG OBJECT know the encoding of a value by. Redis 7.0 keeps no small lists or sets
 * of text as listpacks; here they are, and go by the name that software written for it expects.
 */
export function encodingName(entries: Entries, entry: number): string {
  const encoding = entries.encoding(entry);
  const type = entries.type(entry);
  if (encoding === LISTPACK && type === LIST) return 'quicklist';
  if (encoding === LISTPACK && type === SET) return 'hashtable';
  return ENCODING_NAMES.get(encoding) ?? 'embstr';
}

/** OBJECT IDLETIME key: seconds since it was last used */
export function idletime(call: Call): void {
  const entry = call.inspect(2);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  if (call.engine.keyspace.countsUses) {
    throw new CommandError(
      'ERR An LFU maxmemory policy is selected, idle time not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
    );
  }
  call.reply.integer((call.engine.keyspace.accessClock - call.db.entries.accessClock(entry)) & CLOCK_MASK);
}

/** OBJECT FREQ key */
export function freq(call: Call): void {
  const entry = call.inspect(2);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  if (!call.engine.keyspace.countsUses) {
    throw new CommandError(
      'ERR An LFU maxmemory policy is not selected, access frequency not tracked. Please note that when switching between policies at runtime LRU and LFU data will take some time to adjust.',
    );
  }
  call.reply.integer(call.engine.keyspace.useCounter.count(call.db.entries.accessClock(entry)));
}

/** OBJECT REFCOUNT key: an entry belongs to its key alone, small integers are told as Redis shares them. */
export function refcount(call: Call): void {
  const entry = call.inspect(2);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  call.reply.integer(refcountOf(call, entry));
}

/**
 * What OBJECT REFCOUNT and DEBUG OBJECT tell. It follows from the value alone, where Redis tells where it came from too: the
 * copy that COPY makes of a small integer shares nothing there and counts 1, here it counts as the one it was copied from.
 */
export function refcountOf(call: Call, entry: number): number {
  if (call.db.entries.type(entry) !== STRING) return 1;
  const { bytes, start, length } = call.value(entry);
  const shared = call.db.entries.encoding(entry) === INT && length <= 4 && bytes[start] !== 45;
  return shared ? 2_147_483_647 : 1;
}
