/** Changing elements in the middle: LSET, LINSERT, LREM, LTRIM. */
import { LIST, ListValue, Needle } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const list = new ListValue();
const needle = new Needle();

/** LSET key index element */
export function lset(call: Call): void {
  const { request } = call;
  const entry = call.writeOf(LIST, 1);
  if (entry === 0) throw errors.noSuchKey;
  if (!list.open(call.db, entry).seek(call.rounded(2))) throw errors.indexOutOfRange;
  list.replace(request.bytes, request.start(3), request.length(3));
  call.reply.ok();
  call.changed(1, 'lset');
}

/** LINSERT key BEFORE|AFTER pivot element: how many elements there are then, or -1 without the pivot. */
export function linsert(call: Call): void {
  const { request } = call;
  const isAfter = call.is(2, 'AFTER');
  if (!isAfter && !call.is(2, 'BEFORE')) throw errors.syntax;
  const entry = call.writeOf(LIST, 1);
  if (entry === 0) {
    call.reply.integer(0);
    return;
  }
  needle.set(request.bytes, request.start(3), request.length(3));
  let there = list.open(call.db, entry).edge('head');
  while (there && !list.equals(needle)) there = list.next();
  if (!there) {
    call.reply.integer(-1);
    return;
  }
  list.insert(isAfter ? 'after' : 'before', request.bytes, request.start(4), request.length(4));
  call.changed(1, 'linsert');
  call.reply.integer(list.count);
}

/** LREM key count element: so many from the head, from the tail if negative, or all. */
export function lrem(call: Call): void {
  const { request } = call;
  const count = call.rounded(2);
  const entry = call.writeOf(LIST, 1);
  let removed = 0;
  if (entry !== 0) {
    needle.set(request.bytes, request.start(3), request.length(3));
    list.open(call.db, entry);
    removed = removeEqual(count < 0, Math.abs(count));
    if (removed > 0) call.shrunk(1, 'lrem', list.count, removed);
  }
  call.reply.integer(removed);
}

/** Removes elements equal to the needle, as many as `most` says or all if that is 0. Returns how many. */
function removeEqual(isBackward: boolean, most: number): number {
  let removed = 0;
  let there = list.edge(isBackward ? 'tail' : 'head');
  while (there) {
    if (list.equals(needle)) {
      removed++;
      there = list.removeTowards(isBackward ? 'head' : 'tail');
      if (removed === most) return removed;
    } else {
      there = isBackward ? list.previous() : list.next();
    }
  }
  return removed;
}

/** LTRIM key start stop */
export function ltrim(call: Call): void {
  const start = call.rounded(2);
  const stop = call.rounded(3);
  const entry = call.writeOf(LIST, 1);
  if (entry !== 0) {
    const removed = trim(call, entry, start, stop);
    // The event is told even if there was nothing to trim, but then no replica has to do it again.
    call.shrunk(1, 'ltrim', list.count, removed);
  }
  call.reply.ok();
}

/** Removes what is before `start` or behind `stop`. Returns how many elements that was. */
function trim(call: Call, entry: number, start: number, stop: number): number {
  const { count } = list.open(call.db, entry);
  const first = Math.max(0, start < 0 ? start + count : start);
  const last = Math.min(count - 1, stop < 0 ? stop + count : stop);
  if (first > last) {
    list.removeRange(0, count);
    return count;
  }
  const behind = count - 1 - last;
  list.removeRange(0, first);
  list.removeRange(-behind, behind);
  return first + behind;
}
