/** Times to live of fields: the four HEXPIREs, HPERSIST, and the four ways to ask. */
import { HashValue, NO_TIME } from '@redwing/store';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { TimeUnit } from '../../execution/expiry-options.ts';
import { giveTime, placeOf, propagateTimes, readFields, readFieldTime } from './field-arguments.ts';

const hash = new HashValue();

/** What is answered for each field. */
const NO_FIELD = -2;
const HAS_NO_TIME = -1;
const CONDITION_FAILED = 0;
const DONE = 1;
const DELETED = 2;

const noFields = new CommandError('ERR Parameter `numFields` should be greater than 0');

/** HEXPIRE key seconds [NX | XX | GT | LT] FIELDS numfields field [field …] */
export function hexpire(call: Call): void {
  setTimes(call, 'seconds', false);
}

/** HPEXPIRE key milliseconds [NX | XX | GT | LT] FIELDS numfields field [field …] */
export function hpexpire(call: Call): void {
  setTimes(call, 'milliseconds', false);
}

/** HEXPIREAT key unix-time-seconds [NX | XX | GT | LT] FIELDS numfields field [field …] */
export function hexpireat(call: Call): void {
  setTimes(call, 'seconds', true);
}

/** HPEXPIREAT key unix-time-milliseconds [NX | XX | GT | LT] FIELDS numfields field [field …] */
export function hpexpireat(call: Call): void {
  setTimes(call, 'milliseconds', true);
}

function setTimes(call: Call, unit: TimeUnit, absolute: boolean): void {
  const entry = call.writeHash(1);
  const time = readFieldTime(call, 2, unit, absolute);
  const condition = conditionAt(call, 3);
  const first = readFields(call, condition === undefined ? 3 : 4, noFields);
  const kept: number[] = [];
  const deleted: number[] = [];
  if (entry !== 0) hash.open(call.db, entry);
  call.reply.array(call.count - first);
  for (let i = first; i < call.count; i++) {
    const place = entry === 0 ? 0 : placeOf(call, hash, i);
    if (place === 0) call.reply.integer(NO_FIELD);
    else if (condition?.(hash.timeAt(place), time) === false) call.reply.integer(CONDITION_FAILED);
    else if (giveTime(call, hash, i, time) === 'deleted') {
      deleted.push(i);
      call.reply.integer(DELETED);
    } else {
      kept.push(i);
      call.reply.integer(DONE);
    }
  }
  if (kept.length + deleted.length === 0) return;
  call.shrunk(1, deleted.length > 0 ? 'hdel' : 'hexpire', hash.storedCount);
  propagateTimes(call, time, kept, deleted);
}

/** Whether a field with the time `current` may get the time `wanted`. A field without a time expires infinitely late. */
type Condition = (current: number, wanted: number) => boolean;

function conditionAt(call: Call, index: number): Condition | undefined {
  if (call.is(index, 'NX')) return (current) => current === NO_TIME;
  if (call.is(index, 'XX')) return (current) => current !== NO_TIME;
  if (call.is(index, 'GT')) return (current, wanted) => current !== NO_TIME && wanted > current;
  if (call.is(index, 'LT')) return (current, wanted) => current === NO_TIME || wanted < current;
  return undefined;
}

/** HPERSIST key FIELDS numfields field [field …] */
export function hpersist(call: Call): void {
  const { request } = call;
  const entry = call.writeHash(1);
  const first = readFields(call, 2);
  let persisted = 0;
  replyEach(call, entry, first, (time, index) => {
    if (time === NO_TIME) return HAS_NO_TIME;
    hash.setTime(request.bytes, request.start(index), request.length(index), NO_TIME);
    persisted++;
    return DONE;
  });
  if (persisted > 0) call.changed(1, 'hpersist');
}

/** HTTL key FIELDS numfields field [field …]: seconds, rounded up */
export function httl(call: Call): void {
  replyTimes(call, (time, now) => Math.ceil((time - now) / 1000));
}

/** HPTTL key FIELDS numfields field [field …] */
export function hpttl(call: Call): void {
  replyTimes(call, (time, now) => time - now);
}

/** HEXPIRETIME key FIELDS numfields field [field …]: seconds, rounded up */
export function hexpiretime(call: Call): void {
  replyTimes(call, (time) => Math.ceil(time / 1000));
}

/** HPEXPIRETIME key FIELDS numfields field [field …] */
export function hpexpiretime(call: Call): void {
  replyTimes(call, (time) => time);
}

function replyTimes(call: Call, shown: (time: number, now: number) => number): void {
  const entry = call.readHash(1);
  const first = readFields(call, 2);
  replyEach(call, entry, first, (time) => (time === NO_TIME ? HAS_NO_TIME : shown(time, call.now)));
}

/** Answers for each field from argument `first` on: with what `answer` says of its time, if there is one. */
function replyEach(
  call: Call,
  entry: number,
  first: number,
  answer: (time: number, index: number) => number,
): void {
  if (entry !== 0) hash.open(call.db, entry);
  call.reply.array(call.count - first);
  for (let i = first; i < call.count; i++) {
    const place = entry === 0 ? 0 : placeOf(call, hash, i);
    call.reply.integer(place === 0 ? NO_FIELD : answer(hash.timeAt(place), i));
  }
}
