/** Reading fields and changing something about them in the same step: HGETEX, HGETDEL. */
import { HashValue, NO_TIME, Slice } from '@redwing/store';
import type { Call } from '../../execution/call.ts';
import {
  copies,
  fieldExpiry,
  giveTime,
  placeOf,
  propagateTimes,
  readFields,
  readFieldTime,
} from './field-arguments.ts';

const hash = new HashValue();
const value = new Slice();

/** HGETEX key [EX seconds | PX milliseconds | EXAT … | PXAT … | PERSIST] FIELDS numfields field [field …] */
export function hgetex(call: Call): void {
  const entry = call.writeHash(1);
  const option = fieldExpiry(call, 2);
  const isPersist = call.is(2, 'PERSIST');
  const time = option === undefined ? NO_TIME : readFieldTime(call, 3, option.unit, option.absolute);
  const first = readFields(call, option !== undefined ? 4 : isPersist ? 3 : 2);
  if (entry !== 0) hash.open(call.db, entry);
  if (option !== undefined) getAndExpire(call, entry, first, time);
  else if (isPersist) getAndPersist(call, entry, first);
  else replyFields(call, entry, first, () => {});
}

function getAndExpire(call: Call, entry: number, first: number, time: number): void {
  const kept: number[] = [];
  const deleted: number[] = [];
  replyFields(call, entry, first, (index) => {
    const changed = giveTime(call, hash, index, time) === 'kept' ? kept : deleted;
    changed.push(index);
  });
  if (kept.length + deleted.length === 0) return;
  call.shrunk(1, kept.length > 0 ? 'hexpire' : 'hdel', hash.storedCount);
  propagateTimes(call, time, kept, deleted);
}

function getAndPersist(call: Call, entry: number, first: number): void {
  const { request } = call;
  const persisted: number[] = [];
  replyFields(call, entry, first, (index, place) => {
    if (hash.timeAt(place) === NO_TIME) return;
    hash.setTime(request.bytes, request.start(index), request.length(index), NO_TIME);
    persisted.push(index);
  });
  if (persisted.length === 0) return;
  call.changed(1, 'hpersist');
  const count = String(persisted.length);
  call.propagateAs('HPERSIST', request.copy(1), 'FIELDS', count, ...copies(call, persisted));
}

/** HGETDEL key FIELDS numfields field [field …] */
export function hgetdel(call: Call): void {
  const { request } = call;
  const entry = call.writeHash(1);
  const first = readFields(call, 2);
  if (entry !== 0) hash.open(call.db, entry);
  const deleted: number[] = [];
  replyFields(call, entry, first, (index) => {
    hash.remove(request.bytes, request.start(index), request.length(index));
    deleted.push(index);
  });
  if (deleted.length === 0) return;
  call.shrunk(1, 'hdel', hash.storedCount);
  call.propagateAs('HDEL', request.copy(1), ...copies(call, deleted));
}

/** Answers with the value of each field from argument `first` on, and then does something with those that are there. */
function replyFields(
  call: Call,
  entry: number,
  first: number,
  then: (index: number, place: number) => void,
): void {
  call.reply.array(call.count - first);
  for (let i = first; i < call.count; i++) {
    const place = entry === 0 ? 0 : placeOf(call, hash, i);
    if (place === 0) call.reply.null();
    else {
      call.replySlice(hash.valueAt(place, value));
      then(i, place);
    }
  }
}
