/** Counters in fields: HINCRBY, HINCRBYFLOAT. */
import {
  addLongDoubles,
  formatInt64,
  formatLongDouble,
  HashValue,
  INT64_TEXT_MAX,
  LONG_DOUBLE_FORMAT_MAX,
  longDoubleFromInteger,
  NO_TIME,
  parseInt64,
  parseLongDouble,
  Slice,
} from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { addInt64 } from '../string/increment.ts';
import { openForWriting } from './set.ts';

const hash = new HashValue();
const value = new Slice();
/** Digits of the new value are written here before they are stored. */
const digits = new Uint8Array(Math.max(INT64_TEXT_MAX, LONG_DOUBLE_FORMAT_MAX));

/** HINCRBY key field increment */
export function hincrby(call: Call): void {
  const increment = call.int64(3);
  const old = fieldOf(call);
  const parsed = old === undefined ? 0 : parseInt64(old.bytes, old.start, old.length);
  if (parsed === undefined) throw errors.hashNotInteger;
  const sum = addInt64(parsed, increment);
  store(call, formatInt64(sum, digits, 0));
  call.reply.integer(sum);
  call.changed(1, 'hincrby');
}

/** HINCRBYFLOAT key field increment, in the 80-bit arithmetic Redis uses, so that the digits agree. */
export function hincrbyfloat(call: Call): void {
  const { request } = call;
  const increment = parseLongDouble(request.bytes, request.start(3), request.length(3));
  if (increment === undefined) throw errors.notFloat;
  if (increment.infinite) throw errors.notANumber;
  const old = fieldOf(call);
  const parsed =
    old === undefined ? longDoubleFromInteger(0) : parseLongDouble(old.bytes, old.start, old.length);
  if (parsed === undefined) throw errors.hashNotFloat;
  const sum = addLongDoubles(parsed, increment);
  if (sum === undefined || sum.infinite) throw errors.notFinite;
  const length = formatLongDouble(sum, digits, 0);
  store(call, length);
  call.reply.bulk(digits, 0, length);
  call.changed(1, 'hincrbyfloat');
  call.propagateAs('HSET', request.copy(1), request.copy(2), digits.slice(0, length));
  const time = hash.timeAt(hash.find(request.bytes, request.start(2), request.length(2)));
  if (time !== NO_TIME) {
    call.propagateAs('HPEXPIREAT', request.copy(1), String(time), 'FIELDS', '1', request.copy(2));
  }
}

/** The value of the field in argument 2, if there is one. @throws wrongType */
function fieldOf(call: Call): Slice | undefined {
  const { request } = call;
  const entry = call.writeHash(1);
  if (entry === 0) return undefined;
  const place = hash.open(call.db, entry).find(request.bytes, request.start(2), request.length(2));
  return place === 0 ? undefined : hash.valueAt(place, value);
}

/** Sets the field in argument 2 to the digits; it goes on to expire when it did. */
function store(call: Call, length: number): void {
  const { request } = call;
  openForWriting(call, hash);
  hash.set(request.bytes, request.start(2), request.length(2), digits, 0, length, true);
}
