/** Giving a value another key or place: RENAME, RENAMENX, COPY, MOVE. */
import type { Database } from '@redwing/store';
import { copyEntry, moveEntry } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** RENAME key newkey */
export function rename(call: Call): void {
  if (renameTo(call, false)) call.reply.ok();
}

/** RENAMENX key newkey */
export function renamenx(call: Call): void {
  if (renameTo(call, true)) call.reply.integer(1);
}

/** True when the key was renamed; otherwise the reply has been written. */
function renameTo(call: Call, onlyNew: boolean): boolean {
  const { db, request } = call;
  const entry = call.write(1);
  if (entry === 0) throw errors.noSuchKey;
  if (sameArguments(call, 1, 2)) {
    if (onlyNew) call.reply.integer(0);
    else call.reply.ok();
    return false;
  }
  const target = call.write(2);
  if (target !== 0 && onlyNew) {
    call.reply.integer(0);
    return false;
  }
  moveEntry(db, call.peek(1), db, request.bytes, request.start(2), request.length(2));
  if (target !== 0) tellReplaced(call, db);
  call.changed(1, 'rename_from');
  call.changed(2, 'rename_to', 0);
  return true;
}

/** COPY source destination [DB index] [REPLACE] */
export function copy(call: Call): void {
  const { request, engine } = call;
  let target = call.session.database;
  let replace = false;
  for (let i = 3; i < call.count; i++) {
    if (call.is(i, 'REPLACE')) replace = true;
    else if (call.is(i, 'DB') && i + 1 < call.count) {
      target = call.int32(++i);
      if (target < 0 || target >= engine.keyspace.databases.length) throw errors.databaseOutOfRange;
    } else throw errors.syntax;
  }
  if (target === call.session.database && sameArguments(call, 1, 2)) throw errors.sameObject;
  const destination = engine.keyspace.databases[target] ?? call.db;
  if (call.read(1) === 0) {
    call.reply.integer(0);
    return;
  }
  const replaced = destination.write(request.bytes, request.start(2), request.length(2)) !== 0;
  if (replaced && !replace) {
    call.reply.integer(0);
    return;
  }
  const { db } = call;
  const entry = call.peek(1);
  const expireAt = db.entries.expireAt(entry);
  copyEntry(db, entry, destination, request.bytes, request.start(2), request.length(2), expireAt);
  if (replaced) tellReplaced(call, destination);
  engine.effects.changed(destination, 'copy_to', request.bytes, request.start(2), request.length(2));
  call.reply.integer(1);
}

/** MOVE key db */
export function move(call: Call): void {
  const { request, engine, db } = call;
  const number = call.int32(2);
  const destination = engine.keyspace.databases[number];
  if (destination === undefined) throw errors.databaseOutOfRange;
  if (destination === db) throw errors.sameObject;
  const entry = call.write(1);
  if (entry === 0 || destination.write(request.bytes, request.start(1), request.length(1)) !== 0) {
    call.reply.integer(0);
    return;
  }
  moveEntry(db, entry, destination, request.bytes, request.start(1), request.length(1));
  call.changed(1, 'move_from');
  engine.effects.changed(destination, 'move_to', request.bytes, request.start(1), request.length(1), 0);
  call.reply.integer(1);
}

/** What takes another value's place under the key in argument 2 counts as a new key, as if that had been deleted. */
function tellReplaced({ engine, request }: Call, database: Database): void {
  engine.keyspace.whenAdded?.(database, request.bytes, request.start(2), request.length(2));
}

function sameArguments(call: Call, first: number, second: number): boolean {
  const { request } = call;
  const length = request.length(first);
  if (length !== request.length(second)) return false;
  const { bytes } = request;
  const a = request.start(first);
  const b = request.start(second);
  for (let i = 0; i < length; i++) if (bytes[a + i] !== bytes[b + i]) return false;
  return true;
}
