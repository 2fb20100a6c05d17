/** Reading by index: LLEN, LINDEX, LRANGE. */
import { LIST, ListValue, Slice } from '@redwing/store';
import type { Call } from '../../execution/call.ts';

const list = new ListValue();
const element = new Slice();

/** LLEN key */
export function llen(call: Call): void {
  const entry = call.readOf(LIST, 1);
  call.reply.integer(entry === 0 ? 0 : list.open(call.db, entry).count);
}

/** LINDEX key index */
export function lindex(call: Call): void {
  const entry = call.readOf(LIST, 1);
  // The index of a list that does not exist is not looked at.
  if (entry !== 0 && list.open(call.db, entry).seek(call.rounded(2))) call.replySlice(list.text(element));
  else call.reply.null();
}

/** LRANGE key start stop */
export function lrange(call: Call): void {
  const start = call.rounded(2);
  const stop = call.rounded(3);
  const entry = call.readOf(LIST, 1);
  const count = entry === 0 ? 0 : list.open(call.db, entry).count;
  const first = Math.max(0, start < 0 ? start + count : start);
  const last = Math.min(count - 1, stop < 0 ? stop + count : stop);
  if (first > last) {
    call.reply.array(0);
    return;
  }
  call.reply.array(last - first + 1);
  list.seek(first);
  for (let left = last - first; ; left--) {
    call.replySlice(list.text(element));
    if (left === 0) return;
    list.next();
  }
}
