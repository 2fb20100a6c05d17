/** Which keys there are: KEYS, SCAN, RANDOMKEY, DBSIZE, TYPE. */
import { GlobPattern, HASH, LIST, randomEntry, SET, Slice, SORTED_SET, STREAM, STRING } from '@redwing/store';
import type { Call } from '../../execution/call.ts';
import { matchesPattern, readCursor, readScanOptions, scanSome } from '../../execution/scanning.ts';

const key = new Slice();

/** KEYS [pattern]: without one, all of them. */
export function keys(call: Call): void {
  const { db, request } = call;
  const all = call.count === 1 || call.is(1, '*');
  const pattern = all ? undefined : new GlobPattern(request.bytes, request.start(1), request.length(1));
  const found: number[] = [];
  db.visitAll((entry) => {
    if (db.hasExpired(entry) && call.engine.keyspace.hidesExpired) return;
    db.entries.key(entry, key);
    if (pattern === undefined || pattern.matches(key.bytes, key.start, key.length)) found.push(entry);
  });
  call.reply.array(found.length);
  for (const entry of found) replyKey(call, entry);
}

/** SCAN cursor [MATCH pattern] [COUNT count] [TYPE type] */
export function scan(call: Call): void {
  const { db } = call;
  const cursor = readCursor(call, 1);
  const options = readScanOptions(call, 2, true);
  const found: number[] = [];
  const next = scanSome(cursor, options.count, (position, visit) => db.scan(position, visit), found);
  const shown = found.filter((entry) => {
    const name = db.entries.key(entry, key);
    if (!matchesPattern(call, options, name)) return false;
    // Asking for the type is a look-up, which is counted and finds out what has expired.
    if (options.type > 0) {
      return db.look(name.bytes, name.start, name.length) !== 0 && isType(call, options.type, entry);
    }
    return db.find(name.bytes, name.start, name.length) !== 0;
  });
  call.reply.array(2);
  call.reply.bulkText(String(next));
  call.reply.array(shown.length);
  for (const entry of shown) replyKey(call, entry);
}

function isType(call: Call, index: number, entry: number): boolean {
  return call.is(index, typeName(call.db.entries.type(entry)).toUpperCase());
}

/** RANDOMKEY */
export function randomkey(call: Call): void {
  const entry = randomEntry(call.db);
  if (entry === 0) call.reply.null();
  else replyKey(call, entry);
}

/** DBSIZE */
export function dbsize(call: Call): void {
  call.reply.integer(call.db.size);
}

/** TYPE key */
export function type(call: Call): void {
  const entry = call.look(1);
  call.reply.simple(entry === 0 ? 'none' : typeName(call.db.entries.type(entry)));
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [STRING, 'string'],
  [LIST, 'list'],
  [SET, 'set'],
  [SORTED_SET, 'zset'],
  [HASH, 'hash'],
  [STREAM, 'stream'],
]);

/** The name TYPE and SCAN know a type by. */
export function typeName(type: number): string {
  return TYPE_NAMES.get(type) ?? 'unknown';
}

function replyKey(call: Call, entry: number): void {
  const { bytes, start, length } = call.db.entries.key(entry, key);
  call.reply.bulk(bytes, start, length);
}
