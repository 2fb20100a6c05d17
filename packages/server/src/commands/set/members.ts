/** Members of one set: SADD, SREM, SMOVE, SISMEMBER, SMISMEMBER, SCARD, SMEMBERS. */
import { SET, SetValue } from '@redwing/store';
import type { Call } from '../../execution/call.ts';

const set = new SetValue();
const destination = new SetValue();

/** SADD key member [member …]: how many of the members are new. */
export function sadd(call: Call): void {
  const { request, db } = call;
  const entry = call.writeOf(SET, 1);
  if (entry !== 0) set.open(db, entry);
  else set.create(db, request.bytes, request.start(1), request.length(1), call.packedBytes(2));
  let added = 0;
  for (let i = 2; i < call.count; i++) {
    if (set.add(request.bytes, request.start(i), request.length(i))) added++;
  }
  if (added > 0) call.changed(1, 'sadd', added);
  call.reply.integer(added);
}

/** SREM key member [member …] */
export function srem(call: Call): void {
  const { request } = call;
  const entry = call.writeOf(SET, 1);
  let removed = 0;
  if (entry !== 0) {
    set.open(call.db, entry);
    for (let i = 2; i < call.count && set.count > 0; i++) {
      if (set.remove(request.bytes, request.start(i), request.length(i))) removed++;
    }
    if (removed > 0) call.shrunk(1, 'srem', set.count, removed);
  }
  call.reply.integer(removed);
}

/** SMOVE source destination member */
export function smove(call: Call): void {
  const { request, db } = call;
  const source = call.write(1);
  const target = call.write(2);
  if (source === 0) {
    call.reply.integer(0);
    return;
  }
  call.requireType(source, SET);
  if (target !== 0) call.requireType(target, SET);
  const member = [request.bytes, request.start(3), request.length(3)] as const;
  set.open(db, source);
  if (source === target) {
    call.reply.integer(set.find(...member) === 0 ? 0 : 1);
    return;
  }
  if (!set.remove(...member)) {
    call.reply.integer(0);
    return;
  }
  call.shrunk(1, 'srem', set.count);
  // What was done to the source may have moved the destination.
  const found = call.peek(2);
  if (found !== 0) destination.open(db, found);
  else destination.create(db, request.bytes, request.start(2), request.length(2));
  if (destination.add(...member)) call.changed(2, 'sadd');
  call.reply.integer(1);
}

/** SISMEMBER key member */
export function sismember(call: Call): void {
  const entry = call.readOf(SET, 1);
  call.reply.integer(entry !== 0 && holds(call, entry, 2) ? 1 : 0);
}

/** SMISMEMBER key member [member …] */
export function smismember(call: Call): void {
  const entry = call.readOf(SET, 1);
  call.reply.array(call.count - 2);
  for (let i = 2; i < call.count; i++) call.reply.integer(entry !== 0 && holds(call, entry, i) ? 1 : 0);
}

function holds(call: Call, entry: number, index: number): boolean {
  const { request } = call;
  return set.open(call.db, entry).find(request.bytes, request.start(index), request.length(index)) !== 0;
}

/** SCARD key */
export function scard(call: Call): void {
  const entry = call.readOf(SET, 1);
  call.reply.integer(entry === 0 ? 0 : set.open(call.db, entry).count);
}

/** SMEMBERS key */
export function smembers(call: Call): void {
  const entry = call.readOf(SET, 1);
  call.reply.set(entry === 0 ? 0 : set.open(call.db, entry).count);
  if (entry !== 0) set.visit((member) => call.replySlice(member));
}
