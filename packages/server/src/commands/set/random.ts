/** Members by chance: SPOP, SRANDMEMBER. */
import { copyBytes, moveEntry, SET, SetValue, Slice, sampleDistinct } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { readSampleCount, replySample } from '../hash/random.ts';

const set = new SetValue();
const kept = new SetValue();
const member = new Slice();
/** A member that has just been taken out. */
let popped = new Uint8Array(256);

/** Where less than this share of a set stays, Redis builds what stays anew, which may be an intset then. */
const FEW_STAY = 1 / 5;

/** SRANDMEMBER key [count] */
export function srandmember(call: Call): void {
  const { random } = call.engine.keyspace;
  if (call.count > 3) throw errors.syntax;
  if (call.count === 2) {
    const entry = call.readOf(SET, 1);
    if (entry === 0) call.reply.null();
    else call.replySlice(set.open(call.db, entry).memberAt(set.randomPlace(random), member));
    return;
  }
  const count = readSampleCount(call, 2);
  const entry = call.readOf(SET, 1);
  if (entry === 0 || count === 0) {
    call.reply.array(0);
    return;
  }
  set.open(call.db, entry);
  replySample(call, set, count, 1, (place) => call.replySlice(set.memberAt(place, member)));
}

/** SPOP key [count]: replicas are told which members it was. */
export function spop(call: Call): void {
  if (call.count > 3) throw errors.syntax;
  if (call.count === 3) {
    popSome(call);
    return;
  }
  const entry = call.writeOf(SET, 1);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  const place = set.open(call.db, entry).randomPlace(call.engine.keyspace.random);
  const length = takeOut(place);
  if (call.isPropagated) call.propagateAs('SREM', call.request.copy(1), popped.slice(0, length));
  call.changed(1, 'spop');
  call.reply.bulk(popped, 0, length);
  call.dropIfEmpty(1, set.count);
}

/** Removes the member at a place, which is in the first bytes of `popped` then. Returns how many they are. */
function takeOut(place: number): number {
  const { bytes, start, length } = set.memberAt(place, member);
  if (popped.length < length) popped = new Uint8Array(length);
  copyBytes(bytes, start, popped, 0, length);
  set.removeAt(place);
  return length;
}

function popSome(call: Call): void {
  const { request, db } = call;
  const wanted = call.int64(2, errors.mustBePositive);
  if (wanted < 0) throw errors.mustBePositive;
  const entry = call.writeOf(SET, 1);
  const count = entry === 0 ? 0 : Math.min(Number(wanted), set.open(db, entry).count);
  if (count === 0) {
    call.reply.set(0);
    return;
  }
  const isAll = count === set.count;
  const places = sampleDistinct(set, count, call.engine.keyspace.random);
  const taken = places.map((place) => set.memberAt(place, member).copy());
  call.changed(1, 'spop', count);
  call.reply.set(count);
  for (const one of taken) call.reply.bulk(one, 0, one.length);
  if (isAll) {
    // A set that is popped as a whole counts as read.
    call.read(1);
    db.delete(request.bytes, request.start(1), request.length(1));
    call.changed(1, 'del', 0);
    call.propagateAs('DEL', request.copy(1));
    return;
  }
  for (const one of taken) set.remove(one, 0, one.length);
  if (set.count < count * FEW_STAY) rebuild(call);
  call.propagateAs('SREM', request.copy(1), ...taken);
}

/** Builds the set anew from what is left of it. */
function rebuild(call: Call): void {
  const { request, db, engine } = call;
  const { workshop } = engine.keyspace;
  const key = [request.bytes, request.start(1), request.length(1)] as const;
  const expireAt = db.entries.expireAt(set.entry);
  kept.create(workshop, ...key);
  set.visit(({ bytes, start, length }) => kept.add(bytes, start, length));
  const moved = moveEntry(workshop, kept.entry, db, ...key);
  if (expireAt >= 0) db.setExpiry(moved, expireAt);
}
