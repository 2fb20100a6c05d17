/** HSETEX key [FNX | FXX] [EX … | PX … | EXAT … | PXAT … | KEEPTTL] FIELDS numfields field value [field value …] */
import { HashValue, NO_TIME } from '@redwing/store';
import { CommandError, wrongArity } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { fieldExpiry, giveTime, placeOf, readFieldTime, refuseOption } from './field-arguments.ts';
import { openForWriting, setField } from './set.ts';

const hash = new HashValue();

const COUNT_MAX = 2 ** 31 - 1;
const badCount = new CommandError('ERR invalid number of fields');
const missingTime = new CommandError('ERR missing expire time');
const twoConditions = new CommandError('ERR Only one of FXX or FNX arguments can be specified');
const twoExpiries = new CommandError(
  'ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified',
);

interface Options {
  /** Whether all of the fields must be there, or none; undefined if it does not matter. */
  mustExist: boolean | undefined;
  keepsTime: boolean;
  time: number;
  /** The argument that is the first field. */
  first: number;
}

export function hsetex(call: Call): void {
  const options = readOptions(call);
  const { first, time } = options;
  const entry = call.writeHash(1);
  if (!conditionHolds(call, entry, options)) {
    call.reply.integer(0);
    return;
  }
  openForWriting(call, hash, first);
  let deleted = 0;
  for (let i = first; i < call.count; i += 2) {
    setField(call, hash, i, i + 1, options.keepsTime);
    if (time !== NO_TIME && giveTime(call, hash, i, time) === 'deleted') deleted++;
  }
  call.reply.integer(1);
  call.changed(1, 'hset');
  if (time !== NO_TIME) call.changed(1, deleted > 0 ? 'hdel' : 'hexpire');
  call.dropIfEmpty(1, hash.storedCount);
  propagate(call, options, deleted > 0);
}

/** Conditions and times are not left to the replica: it does what was done here. */
function propagate(call: Call, { first, time, keepsTime }: Options, isPast: boolean): void {
  const { request } = call;
  const key = request.copy(1);
  const pairs: Uint8Array[] = [];
  for (let i = first; i < call.count; i += isPast ? 2 : 1) pairs.push(request.copy(i));
  const count = String(pairs.length / 2);
  if (isPast) call.propagateAs('HDEL', key, ...pairs);
  else if (time !== NO_TIME) {
    call.propagateAs('HSETEX', key, 'PXAT', String(time), 'FIELDS', count, ...pairs);
  } else if (keepsTime) call.propagateAs('HSETEX', key, 'KEEPTTL', 'FIELDS', count, ...pairs);
  else call.propagateAs('HSET', key, ...pairs);
}

function conditionHolds(call: Call, entry: number, { mustExist, first }: Options): boolean {
  if (mustExist === undefined) return true;
  if (entry === 0) return !mustExist;
  hash.open(call.db, entry);
  for (let i = first; i < call.count; i += 2) {
    if ((placeOf(call, hash, i) !== 0) !== mustExist) return false;
  }
  return true;
}

function readOptions(call: Call): Options {
  const options: Options = { mustExist: undefined, keepsTime: false, time: NO_TIME, first: 0 };
  for (let i = 2; !(i < call.count && call.is(i, 'FIELDS')); i++) {
    const expiry = i < call.count ? fieldExpiry(call, i) : undefined;
    if (expiry !== undefined || (i < call.count && call.is(i, 'KEEPTTL'))) {
      if (options.keepsTime || options.time !== NO_TIME) throw twoExpiries;
      if (expiry === undefined) options.keepsTime = true;
      else if (i + 1 >= call.count) throw missingTime;
      else options.time = readFieldTime(call, ++i, expiry.unit, expiry.absolute);
    } else if (i < call.count && (call.is(i, 'FXX') || call.is(i, 'FNX'))) {
      if (options.mustExist !== undefined) throw twoConditions;
      options.mustExist = call.is(i, 'FXX');
    } else refuseOption(call, i);
    options.first = i + 1;
  }
  options.first = readCount(call, Math.max(options.first, 2));
  return options;
}

/** Where the first field is behind the word FIELDS at argument `at` and a count of fields. */
function readCount(call: Call, at: number): number {
  if (at >= call.count - 3) throw wrongArity(call.command.name);
  const count = call.int64(at + 1, badCount);
  if (count < 1 || count > COUNT_MAX) throw badCount;
  if (Number(count) * 2 !== call.count - at - 2) throw wrongArity(call.command.name);
  return at + 2;
}
