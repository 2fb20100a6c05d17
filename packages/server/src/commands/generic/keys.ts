/** Which keys there are: KEYS, SCAN, RANDOMKEY, DBSIZE, TYPE. */
import { GlobPattern, HASH, LIST, matchGlob, SET, Slice, SORTED_SET, STREAM, STRING } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const COUNT_DEFAULT = 10;
const UINT64_MAX = 2n ** 64n - 1n;
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
  const { db, request } = call;
  const cursor = readCursor(call);
  let count = COUNT_DEFAULT;
  let match = 0;
  let type = 0;
  for (let i = 2; i < call.count; i += 2) {
    if (i + 1 >= call.count) throw errors.syntax;
    if (call.is(i, 'COUNT')) {
      count = Number(call.int64(i + 1));
      if (count < 1) throw errors.syntax;
    } else if (call.is(i, 'MATCH')) match = call.is(i + 1, '*') ? 0 : i + 1;
    else if (call.is(i, 'TYPE')) type = i + 1;
    else throw errors.syntax;
  }
  const found: number[] = [];
  let position = cursor;
  // A sparse table must not make one call visit all of it.
  let homes = count * 10;
  do position = db.scan(position, (entry) => found.push(entry));
  while (position !== 0 && found.length < count && --homes > 0);
  const shown = found.filter((entry) => {
    const { bytes, start, length } = db.entries.key(entry, key);
    if (
      match > 0 &&
      !matchGlob(request.bytes, request.start(match), request.length(match), bytes, start, length)
    ) {
      return false;
    }
    // Asking for the type is a look-up, which is counted and finds out what has expired.
    if (type > 0) return db.look(bytes, start, length) !== 0 && isType(call, type, entry);
    return db.find(bytes, start, length) !== 0;
  });
  call.reply.array(2);
  call.reply.bulkText(String(position));
  call.reply.array(shown.length);
  for (const entry of shown) replyKey(call, entry);
}

function isType(call: Call, index: number, entry: number): boolean {
  return call.is(index, typeName(call.db.entries.type(entry)).toUpperCase());
}

function readCursor(call: Call): number {
  const text = call.text(1);
  if (!/^[+-]?\d*$/.test(text) || BigInt(text.replace(/^[+-]/, '') || 0) > UINT64_MAX)
    throw errors.invalidCursor;
  const cursor = Number(text);
  // A cursor that never was one of ours begins the scan anew; it does no harm.
  return cursor >= 0 && cursor < 2 ** 32 ? cursor : 0;
}

/** RANDOMKEY */
export function randomkey(call: Call): void {
  const entry = call.db.randomEntry();
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
