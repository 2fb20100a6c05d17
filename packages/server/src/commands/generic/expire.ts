/** Times to live: the four EXPIREs, the four ways to ask, PERSIST. */
import { INT64_MAX, NO_EXPIRY } from '@redwing/store';
import { CommandError, invalidExpire, shownPart } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { TimeUnit } from '../../execution/expiry-options.ts';
import { readExpiry } from '../../execution/expiry-options.ts';

/** EXPIRE key seconds [NX | XX | GT | LT] */
export function expire(call: Call): void {
  setExpiry(call, 'seconds', false);
}

/** PEXPIRE key milliseconds [NX | XX | GT | LT] */
export function pexpire(call: Call): void {
  setExpiry(call, 'milliseconds', false);
}

/** EXPIREAT key unix-time-seconds [NX | XX | GT | LT] */
export function expireat(call: Call): void {
  setExpiry(call, 'seconds', true);
}

/** PEXPIREAT key unix-time-milliseconds [NX | XX | GT | LT] */
export function pexpireat(call: Call): void {
  setExpiry(call, 'milliseconds', true);
}

function setExpiry(call: Call, unit: TimeUnit, absolute: boolean): void {
  const condition = readCondition(call);
  const at = readAnyTime(call, unit, absolute);
  const { db, request } = call;
  const entry = call.write(1);
  if (entry === 0 || !condition.holds(db.entries.expireAt(entry), at)) {
    call.reply.integer(0);
    return;
  }
  if (at <= call.now && call.engine.keyspace.expiring) {
    db.delete(request.bytes, request.start(1), request.length(1));
    call.changed(1, 'del');
    call.propagateAs('DEL', request.copy(1));
    call.reply.integer(1);
  } else {
    db.setExpiry(entry, Math.max(0, at));
    call.reply.integer(1);
    call.changed(1, 'expire');
    call.propagateAs('PEXPIREAT', request.copy(1), String(at));
  }
}

/** A time that may have passed: unlike SET, EXPIRE takes zero and less and removes the key. */
function readAnyTime(call: Call, unit: TimeUnit, absolute: boolean): number {
  const given = call.int64(2);
  if (given > 0) return readExpiry(call, 2, unit, absolute);
  let milliseconds = BigInt(given);
  if (unit === 'seconds') {
    if (milliseconds < -INT64_MAX / 1000n - 1n) throw invalidExpire(call.command.name);
    milliseconds *= 1000n;
  }
  return Number(milliseconds) + (absolute ? 0 : call.now);
}

interface Condition {
  holds(current: number, wanted: number): boolean;
}

function readCondition(call: Call): Condition {
  let nx = false;
  let xx = false;
  let gt = false;
  let lt = false;
  for (let i = 3; i < call.count; i++) {
    if (call.is(i, 'NX')) nx = true;
    else if (call.is(i, 'XX')) xx = true;
    else if (call.is(i, 'GT')) gt = true;
    else if (call.is(i, 'LT')) lt = true;
    else
      throw new CommandError(`ERR Unsupported option ${shownPart(call.text(i), Number.POSITIVE_INFINITY)}`);
  }
  if (nx && (xx || gt || lt)) {
    throw new CommandError('ERR NX and XX, GT or LT options at the same time are not compatible');
  }
  if (gt && lt) throw new CommandError('ERR GT and LT options at the same time are not compatible');
  return {
    // No expiry counts as one infinitely far away.
    holds: (current, wanted) =>
      !(
        (nx && current >= 0) ||
        (xx && current < 0) ||
        (gt && (current < 0 || wanted <= current)) ||
        (lt && current >= 0 && wanted >= current)
      ),
  };
}

/** TTL key: seconds, rounded */
export function ttl(call: Call): void {
  replyTime(call, (at, now) => Math.floor((Math.max(0, at - now) + 500) / 1000));
}

/** PTTL key */
export function pttl(call: Call): void {
  replyTime(call, (at, now) => Math.max(0, at - now));
}

/** EXPIRETIME key */
export function expiretime(call: Call): void {
  replyTime(call, (at) => Math.floor((at + 500) / 1000));
}

/** PEXPIRETIME key */
export function pexpiretime(call: Call): void {
  replyTime(call, (at) => at);
}

/** -2 for no such key, -1 for one that does not expire, or what `shown` makes of its time. */
function replyTime(call: Call, shown: (at: number, now: number) => number): void {
  const entry = call.look(1);
  const at = entry === 0 ? -1 : call.db.entries.expireAt(entry);
  if (at < 0) call.reply.integer(entry === 0 ? -2 : -1);
  else call.reply.integer(wholeInt64(shown(at, call.now)));
}

/** Above 2^53 a number is not printed digit by digit; the largest 64-bit integer stands for all beyond it. */
function wholeInt64(value: number): number | bigint {
  if (Number.isSafeInteger(value)) return value;
  return value >= 2 ** 63 ? INT64_MAX : BigInt(value);
}

/** PERSIST key */
export function persist(call: Call): void {
  const entry = call.write(1);
  if (entry === 0 || !call.db.entries.isVolatile(entry)) {
    call.reply.integer(0);
    return;
  }
  call.db.setExpiry(entry, NO_EXPIRY);
  call.changed(1, 'persist');
  call.reply.integer(1);
}
