/** Reading fields: HGET, HMGET, HGETALL, HKEYS, HVALS, HLEN, HEXISTS, HSTRLEN. */
import { HashValue, Slice } from '@redwing/store';
import type { Call } from '../../execution/call.ts';

const hash = new HashValue();
const value = new Slice();

/** HGET key field */
export function hget(call: Call): void {
  const entry = call.readHash(1);
  if (entry === 0) call.reply.null();
  else replyField(call, entry, 2);
}

/** HMGET key field [field …] */
export function hmget(call: Call): void {
  const entry = call.readHash(1);
  call.reply.array(call.count - 2);
  for (let i = 2; i < call.count; i++) {
    if (entry === 0) call.reply.null();
    else replyField(call, entry, i);
  }
}

/** Answers with the value of the field in argument `index`, or null. */
function replyField(call: Call, entry: number, index: number): void {
  const place = placeOf(call, entry, index);
  if (place === 0) call.reply.null();
  else call.replySlice(hash.valueAt(place, value));
}

function placeOf(call: Call, entry: number, index: number): number {
  const { request } = call;
  return hash.open(call.db, entry).find(request.bytes, request.start(index), request.length(index));
}

/** HGETALL key */
export function hgetall(call: Call): void {
  const entry = call.readHash(1);
  call.reply.map(entry === 0 ? 0 : hash.open(call.db, entry).count);
  if (entry === 0) return;
  hash.visit((field, content) => {
    call.replySlice(field);
    call.replySlice(content);
  });
}

/** HKEYS key */
export function hkeys(call: Call): void {
  replyEach(call, (field) => call.replySlice(field));
}

/** HVALS key */
export function hvals(call: Call): void {
  replyEach(call, (_, content) => call.replySlice(content));
}

function replyEach(call: Call, show: (field: Slice, content: Slice) => void): void {
  const entry = call.readHash(1);
  call.reply.array(entry === 0 ? 0 : hash.open(call.db, entry).count);
  if (entry !== 0) hash.visit(show);
}

/** HLEN key */
export function hlen(call: Call): void {
  const entry = call.readHash(1);
  call.reply.integer(entry === 0 ? 0 : hash.open(call.db, entry).count);
}

/** HEXISTS key field */
export function hexists(call: Call): void {
  const entry = call.readHash(1);
  call.reply.integer(entry !== 0 && placeOf(call, entry, 2) !== 0 ? 1 : 0);
}

/** HSTRLEN key field */
export function hstrlen(call: Call): void {
  const entry = call.readHash(1);
  const place = entry === 0 ? 0 : placeOf(call, entry, 2);
  call.reply.integer(place === 0 ? 0 : hash.valueAt(place, value).length);
}
