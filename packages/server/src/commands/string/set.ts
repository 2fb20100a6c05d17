/** SET and its older forms: SETNX, SETEX, PSETEX, GETSET, MSET, MSETNX. */
import { KEEP_EXPIRY, NO_EXPIRY } from '@redwing/store';
import { errors, wrongArity } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { expiryGiven, readExpiry, takesExpiry } from '../../execution/expiry-options.ts';

/** SET key value [NX | XX] [GET] [EX seconds | PX milliseconds | EXAT … | PXAT … | KEEPTTL] */
export function set(call: Call): void {
  if (call.count > 3) {
    setWithOptions(call);
    return;
  }
  call.setString(1, 2, NO_EXPIRY);
  call.changed(1, 'set');
  call.reply.ok();
}

function setWithOptions(call: Call): void {
  const { condition, get, expiryAt, keep } = readOptions(call);
  const expireAt = keep ? KEEP_EXPIRY : expiryAt === 0 ? NO_EXPIRY : expiryGiven(call, expiryAt);
  // XX succeeds only where setting will count as the use of the key; looking must not count as another.
  const old = get
    ? call.readString(1)
    : condition === ''
      ? 0
      : condition === 'XX'
        ? call.peek(1)
        : call.write(1);
  const allowed = condition === '' || (condition === 'NX') === (old === 0);
  if (get && old !== 0) call.replyValue(old);
  else if (get || !allowed) call.reply.null();
  if (!allowed) return;
  call.setString(1, 2, expireAt);
  call.changed(1, 'set');
  if (expireAt >= 0) {
    call.changed(1, 'expire', 0);
    call.propagateAs('SET', call.request.copy(1), call.request.copy(2), 'PXAT', String(expireAt));
  } else if (get || condition !== '') {
    const rest = keep ? ['KEEPTTL'] : [];
    call.propagateAs('SET', call.request.copy(1), call.request.copy(2), ...rest);
  }
  if (!get) call.reply.ok();
}

interface SetOptions {
  condition: '' | 'NX' | 'XX';
  get: boolean;
  keep: boolean;
  /** The argument that is EX, PX, EXAT or PXAT; 0 if none is. */
  expiryAt: number;
}

function readOptions(call: Call): SetOptions {
  const options: SetOptions = { condition: '', get: false, keep: false, expiryAt: 0 };
  for (let i = 3; i < call.count; i++) {
    if (call.is(i, 'NX') && options.condition !== 'XX') options.condition = 'NX';
    else if (call.is(i, 'XX') && options.condition !== 'NX') options.condition = 'XX';
    else if (call.is(i, 'GET')) options.get = true;
    else if (call.is(i, 'KEEPTTL') && options.expiryAt === 0) options.keep = true;
    else if (!options.keep && takesExpiry(call, i, options.expiryAt)) options.expiryAt = i++;
    else throw errors.syntax;
  }
  return options;
}

/** SETNX key value */
export function setnx(call: Call): void {
  if (call.write(1) !== 0) {
    call.reply.integer(0);
    return;
  }
  call.setString(1, 2, NO_EXPIRY);
  call.changed(1, 'set');
  call.reply.integer(1);
}

/** SETEX key seconds value */
export function setex(call: Call): void {
  setExpiring(call, 'seconds');
}

/** PSETEX key milliseconds value */
export function psetex(call: Call): void {
  setExpiring(call, 'milliseconds');
}

function setExpiring(call: Call, unit: 'seconds' | 'milliseconds'): void {
  const expireAt = readExpiry(call, 2, unit, false);
  call.setString(1, 3, expireAt);
  call.changed(1, 'set');
  call.changed(1, 'expire', 0);
  call.propagateAs('SET', call.request.copy(1), call.request.copy(3), 'PXAT', String(expireAt));
  call.reply.ok();
}

/** GETSET key value */
export function getset(call: Call): void {
  const old = call.readString(1);
  if (old === 0) call.reply.null();
  else call.replyValue(old);
  call.setString(1, 2, NO_EXPIRY);
  call.changed(1, 'set');
  call.propagateAs('SET', call.request.copy(1), call.request.copy(2));
}

/** MSET key value [key value …] */
export function mset(call: Call): void {
  requirePairs(call);
  for (let i = 1; i < call.count; i += 2) {
    call.setString(i, i + 1, NO_EXPIRY);
    call.changed(i, 'set');
  }
  call.reply.ok();
}

/** MSETNX key value [key value …] */
export function msetnx(call: Call): void {
  requirePairs(call);
  for (let i = 1; i < call.count; i += 2) {
    if (call.write(i) !== 0) {
      call.reply.integer(0);
      return;
    }
  }
  for (let i = 1; i < call.count; i += 2) {
    call.setString(i, i + 1, NO_EXPIRY);
    call.changed(i, 'set');
  }
  call.reply.integer(1);
}

function requirePairs(call: Call): void {
  if (call.count % 2 === 0) throw wrongArity(call.command.name);
}
