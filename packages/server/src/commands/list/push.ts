/** Adding at the ends: LPUSH, RPUSH, LPUSHX, RPUSHX. */
import type { ListEnd } from '@redwing/store';
import { LIST, ListValue } from '@redwing/store';
import type { Call } from '../../execution/call.ts';

const list = new ListValue();

/** LPUSH key element [element …]: how many elements there are then. */
export function lpush(call: Call): void {
  push(call, 'head', false);
}

/** RPUSH key element [element …] */
export function rpush(call: Call): void {
  push(call, 'tail', false);
}

/** LPUSHX key element [element …]: only to a list that exists. */
export function lpushx(call: Call): void {
  push(call, 'head', true);
}

/** RPUSHX key element [element …] */
export function rpushx(call: Call): void {
  push(call, 'tail', true);
}

function push(call: Call, end: ListEnd, onlyExisting: boolean): void {
  const { request } = call;
  const entry = call.writeOf(LIST, 1);
  if (entry === 0 && onlyExisting) {
    call.reply.integer(0);
    return;
  }
  openOrCreate(call, list, entry, 1, entry === 0 ? call.packedBytes(2) : 0);
  for (let i = 2; i < call.count; i++) list.push(end, request.bytes, request.start(i), request.length(i));
  call.reply.integer(list.count);
  call.changed(1, pushEvent(end), call.count - 2);
}

/**
 * Opens the list `entry`, which belongs to the key in argument `index`, or makes one there if it is 0, with room for
 * `expected` bytes of elements.
 */
export function openOrCreate(
  call: Call,
  handle: ListValue,
  entry: number,
  index: number,
  expected = 0,
): void {
  const { request, db } = call;
  if (entry !== 0) handle.open(db, entry);
  else handle.create(db, request.bytes, request.start(index), request.length(index), expected);
}

export function pushEvent(end: ListEnd): 'lpush' | 'rpush' {
  return end === 'head' ? 'lpush' : 'rpush';
}
