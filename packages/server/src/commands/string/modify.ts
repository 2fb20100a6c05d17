/** Changing part of a string: APPEND, SETRANGE. */
import { copyBytes, KEEP_EXPIRY, RAW, resizeString } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** APPEND key value */
export function append(call: Call): void {
  const { request, db } = call;
  const entry = call.writeString(1);
  const added = request.length(2);
  if (entry === 0) {
    call.setString(1, 2, KEEP_EXPIRY);
    call.changed(1, 'append');
    call.reply.integer(added);
    return;
  }
  const before = db.entries.valueLength(entry);
  requireLength(call, before + added);
  const grown = resizeString(db, entry, before + added);
  const { entries } = db;
  copyBytes(request.bytes, request.start(2), entries.bytes(grown), entries.valueStart(grown) + before, added);
  entries.setEncoding(grown, RAW);
  call.changed(1, 'append');
  call.reply.integer(before + added);
}

/** SETRANGE key offset value: zeroes fill the gap before the offset. */
export function setrange(call: Call): void {
  const { request, db } = call;
  const offset = call.int64(2);
  if (offset < 0) throw errors.offsetOutOfRange;
  const entry = call.writeString(1);
  const before = entry === 0 ? 0 : db.entries.valueLength(entry);
  const added = request.length(3);
  if (added === 0) {
    call.reply.integer(before);
    return;
  }
  const end = Number(offset) + added;
  requireLength(call, end);
  const grown = resizeString(db, entry === 0 ? createEmpty(call) : entry, Math.max(before, end));
  const { entries } = db;
  const at = entries.valueStart(grown) + Number(offset);
  copyBytes(request.bytes, request.start(3), entries.bytes(grown), at, added);
  entries.setEncoding(grown, RAW);
  call.changed(1, 'setrange');
  call.reply.integer(Math.max(before, end));
}

/** An empty raw string under the key in argument 1, to be grown. */
export function createEmpty(call: Call): number {
  const { request, db } = call;
  return db.putString(
    request.bytes,
    request.start(1),
    request.length(1),
    request.bytes,
    0,
    0,
    RAW,
    KEEP_EXPIRY,
  );
}

/** @throws stringTooLong when a string of that many bytes may not be */
export function requireLength(call: Call, bytes: number): void {
  if (bytes > call.engine.configuration.values.protoMaxBulkLen) throw errors.stringTooLong;
}
