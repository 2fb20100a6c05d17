/**
 * Writing fields: HSET, HMSET, HSETNX, HDEL.
 *
 * A client that listens to keyspace events on its own connection sees whether the reply comes before the event: here
 * and in what follows it does where it does in Redis.
 */
import { HashValue } from '@redwing/store';
import { wrongArity } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const hash = new HashValue();

/** HSET key field value [field value …]: how many of the fields are new. */
export function hset(call: Call): void {
  call.reply.integer(setFields(call));
  call.changed(1, 'hset', call.count / 2 - 1);
}

/** HMSET key field value [field value …] */
export function hmset(call: Call): void {
  setFields(call);
  call.reply.ok();
  call.changed(1, 'hset', call.count / 2 - 1);
}

function setFields(call: Call): number {
  if (call.count % 2 !== 0) throw wrongArity(call.command.name);
  openForWriting(call, hash);
  let added = 0;
  for (let i = 2; i < call.count; i += 2) if (setField(call, hash, i, i + 1)) added++;
  return added;
}

/** HSETNX key field value */
export function hsetnx(call: Call): void {
  const { request } = call;
  const entry = call.writeHash(1);
  if (entry !== 0) {
    const isThere = hash.open(call.db, entry).find(request.bytes, request.start(2), request.length(2)) !== 0;
    if (isThere) {
      call.reply.integer(0);
      return;
    }
  }
  openForWriting(call, hash);
  setField(call, hash, 2, 3);
  call.reply.integer(1);
  call.changed(1, 'hset');
}

/** HDEL key field [field …] */
export function hdel(call: Call): void {
  const entry = call.writeHash(1);
  let removed = 0;
  if (entry !== 0) {
    const { request } = call;
    hash.open(call.db, entry);
    for (let i = 2; i < call.count && hash.storedCount > 0; i++) {
      if (hash.remove(request.bytes, request.start(i), request.length(i))) removed++;
    }
    if (removed > 0) call.shrunk(1, 'hdel', hash.storedCount, removed);
  }
  call.reply.integer(removed);
}

/**
 * Opens the hash in argument 1, which is made if there is none, with room for the fields and values from argument
 * `first` on. @throws wrongType
 */
export function openForWriting(call: Call, handle: HashValue, first = 2): void {
  const { request, db } = call;
  const entry = call.writeHash(1);
  if (entry !== 0) handle.open(db, entry);
  else handle.create(db, request.bytes, request.start(1), request.length(1), call.packedBytes(first));
}

/** Sets the field in argument `field` to the bytes of argument `value`; see HashValue.set. True when it is new. */
export function setField(
  call: Call,
  handle: HashValue,
  field: number,
  value: number,
  keepsTime = false,
): boolean {
  const { request } = call;
  return handle.set(
    request.bytes,
    request.start(field),
    request.length(field),
    request.bytes,
    request.start(value),
    request.length(value),
    keepsTime,
  );
}
