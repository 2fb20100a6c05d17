/**
 * Waiting for elements: BLPOP, BRPOP, BLMPOP, BLMOVE, BRPOPLPUSH.
 *
 * Each does at once what its namesake without the B does, and is propagated as that; without an element it blocks, and
 * runs again when there may be one: see blocking/blocked-clients.ts.
 */
import type { ListEnd } from '@redwing/store';
import { LIST } from '@redwing/store';
import { readTimeout } from '../../blocking/timeout.ts';
import type { Call } from '../../execution/call.ts';
import { moveElement } from './move.ts';
import { popOne, popWithKey, readEnd, readMultiplePop } from './pop.ts';

/** BLPOP key [key …] timeout */
export function blpop(call: Call): void {
  waitToPop(call, 'head');
}

/** BRPOP key [key …] timeout */
export function brpop(call: Call): void {
  waitToPop(call, 'tail');
}

function waitToPop(call: Call, end: ListEnd): void {
  const { request } = call;
  const keys = call.count - 2;
  const milliseconds = readTimeout(call, call.count - 1);
  const index = firstList(call, 1, keys);
  if (index === 0) {
    waitForLists(call, 1, keys, milliseconds, 'nullArray');
    return;
  }
  call.reply.array(2);
  call.reply.bulk(request.bytes, request.start(index), request.length(index));
  popOne(call, call.writeOf(LIST, index), index, end);
  call.propagateAs(end === 'head' ? 'LPOP' : 'RPOP', request.copy(index));
}

/** BLMPOP timeout numkeys key [key …] LEFT|RIGHT [COUNT count] */
export function blmpop(call: Call): void {
  const { keys, end, count } = readMultiplePop(call, 2);
  const milliseconds = readTimeout(call, 1);
  const index = firstList(call, 3, keys);
  if (index === 0) waitForLists(call, 3, keys, milliseconds, 'nullArray');
  else popWithKey(call, call.writeOf(LIST, index), index, end, count);
}

/** BLMOVE source destination LEFT|RIGHT LEFT|RIGHT timeout */
export function blmove(call: Call): void {
  const from = readEnd(call, 3);
  const to = readEnd(call, 4);
  if (!waitToMove(call, from, to, 5)) return;
  const { request } = call;
  call.propagateAs('LMOVE', request.copy(1), request.copy(2), request.copy(3), request.copy(4));
}

/** BRPOPLPUSH source destination timeout */
export function brpoplpush(call: Call): void {
  if (!waitToMove(call, 'tail', 'head', 3)) return;
  call.propagateAs('RPOPLPUSH', call.request.copy(1), call.request.copy(2));
}

/** True when an element was moved. */
function waitToMove(call: Call, from: ListEnd, to: ListEnd, timeout: number): boolean {
  const milliseconds = readTimeout(call, timeout);
  const entry = call.writeOf(LIST, 1);
  if (entry === 0) waitForLists(call, 1, 1, milliseconds, 'null');
  else moveElement(call, entry, from, to);
  return entry !== 0;
}

/** The argument of the first of `count` keys that holds a list, 0 if none does. @throws wrongType */
function firstList(call: Call, first: number, count: number): number {
  if (call.wakeKey !== 0) return call.wakeKey;
  for (let i = first; i < first + count; i++) if (call.writeOf(LIST, i) !== 0) return i;
  return 0;
}

function waitForLists(
  call: Call,
  first: number,
  count: number,
  milliseconds: number,
  refused: 'null' | 'nullArray',
): void {
  call.block({ firstKey: first, keyCount: count, type: LIST, milliseconds, refused });
}
