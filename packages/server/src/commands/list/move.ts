/** From one list to another: LMOVE, RPOPLPUSH. */
import type { ListEnd } from '@redwing/store';
import { copyBytes, LIST, ListValue, Slice } from '@redwing/store';
import type { Call } from '../../execution/call.ts';
import { popEvent, readEnd } from './pop.ts';
import { openOrCreate, pushEvent } from './push.ts';

const source = new ListValue();
const destination = new ListValue();

/** An element on its way; what lies in a list moves when that is written to. Longer ones get memory of their own. */
const carried = new Slice();
const room = new Uint8Array(1024);

/** LMOVE source destination LEFT|RIGHT LEFT|RIGHT */
export function lmove(call: Call): void {
  move(call, readEnd(call, 3), readEnd(call, 4));
}

/** RPOPLPUSH source destination */
export function rpoplpush(call: Call): void {
  move(call, 'tail', 'head');
}

function move(call: Call, from: ListEnd, to: ListEnd): void {
  const entry = call.writeOf(LIST, 1);
  if (entry === 0) call.reply.null();
  else moveElement(call, entry, from, to);
}

/** Moves an element of the list `entry`, that of the key in argument 1, to the list in argument 2, and answers with it. */
export function moveElement(call: Call, entry: number, from: ListEnd, to: ListEnd): void {
  const target = call.writeOf(LIST, 2);
  source.open(call.db, entry).edge(from);
  take(source);
  source.removeTowards(from === 'head' ? 'tail' : 'head');
  const isSame = target === entry;
  openOrCreate(call, destination, isSame ? source.entry : target, 2);
  destination.push(to, carried.bytes, carried.start, carried.length);
  call.changed(2, pushEvent(to));
  call.replySlice(carried);
  call.shrunk(1, popEvent(from), (isSame ? destination : source).count, 0);
}

/** Copies the element the list stands on. */
function take(list: ListValue): void {
  const { bytes, start, length } = list.text(carried);
  if (length > room.length) {
    carried.set(carried.copy(), 0, length);
    return;
  }
  copyBytes(bytes, start, room, 0, length);
  carried.set(room, 0, length);
}
