/** Reading strings: GET, MGET, STRLEN, GETRANGE and SUBSTR, GETDEL, GETEX. */
import { NO_EXPIRY, STRING } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { expiryGiven, takesExpiry } from '../../execution/expiry-options.ts';

/** GET key */
export function get(call: Call): void {
  const entry = call.readString(1);
  if (entry === 0) call.reply.null();
  else call.replyValue(entry);
}

/** MGET key [key …]: null also for a key that holds no string. */
export function mget(call: Call): void {
  call.reply.array(call.count - 1);
  for (let i = 1; i < call.count; i++) {
    const entry = call.read(i);
    if (entry === 0 || call.db.entries.type(entry) !== STRING) call.reply.null();
    else call.replyValue(entry);
  }
}

/** STRLEN key */
export function strlen(call: Call): void {
  const entry = call.readString(1);
  call.reply.integer(entry === 0 ? 0 : call.db.entries.valueLength(entry));
}

/** GETRANGE key start end, where negative positions count from the end and both ends are included. */
export function getrange(call: Call): void {
  let start = call.int64(2);
  let end = call.int64(3);
  const entry = call.readString(1);
  const length = entry === 0 ? 0 : call.db.entries.valueLength(entry);
  // Two negative positions in the wrong order stay so, although both may be cut to the beginning.
  if (start < 0 && end < 0 && start > end) {
    call.reply.bulkText('');
    return;
  }
  start = fromStart(start, length);
  end = Math.min(fromStart(end, length), length - 1);
  if (start > end || length === 0) {
    call.reply.bulkText('');
    return;
  }
  const { bytes, start: at } = call.value(entry);
  call.reply.bulk(bytes, at + start, end - start + 1);
}

function fromStart(position: number | bigint, length: number): number {
  const wanted = Number(position);
  return wanted < 0 ? Math.max(0, wanted + length) : wanted;
}

/** GETDEL key */
export function getdel(call: Call): void {
  const entry = call.readString(1);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  call.replyValue(entry);
  const { request, db } = call;
  db.delete(request.bytes, request.start(1), request.length(1));
  call.changed(1, 'del');
  call.propagateAs('DEL', request.copy(1));
}

/** GETEX key [EX seconds | PX milliseconds | EXAT … | PXAT … | PERSIST] */
export function getex(call: Call): void {
  let persist = false;
  let expiryAt = 0;
  for (let i = 2; i < call.count; i++) {
    if (call.is(i, 'PERSIST') && expiryAt === 0) persist = true;
    else if (!persist && takesExpiry(call, i, expiryAt)) expiryAt = i++;
    else throw errors.syntax;
  }
  const entry = call.readString(1);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  const expireAt = expiryAt === 0 ? NO_EXPIRY : expiryGiven(call, expiryAt);
  call.replyValue(entry);
  const { request, db } = call;
  if (expiryAt > 0 && expireAt <= call.now && call.engine.keyspace.expiring) {
    db.delete(request.bytes, request.start(1), request.length(1));
    call.changed(1, 'del');
    call.propagateAs('DEL', request.copy(1));
  } else if (expiryAt > 0) {
    db.setExpiry(entry, expireAt);
    call.changed(1, 'expire');
    call.propagateAs('PEXPIREAT', request.copy(1), String(expireAt));
  } else if (persist && db.entries.isVolatile(entry)) {
    db.setExpiry(entry, NO_EXPIRY);
    call.changed(1, 'persist');
    call.propagateAs('PERSIST', request.copy(1));
  }
}
