/** Taking off the ends: LPOP, RPOP, LMPOP. */
import type { ListEnd } from '@redwing/store';
import { LIST, ListValue, Slice } from '@redwing/store';
import { CommandError, errors, wrongArity } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const list = new ListValue();
const element = new Slice();

const numkeysTooSmall = new CommandError('ERR numkeys should be greater than 0');
const countTooSmall = new CommandError('ERR count should be greater than 0');

/** LPOP key [count] */
export function lpop(call: Call): void {
  pop(call, 'head');
}

/** RPOP key [count] */
export function rpop(call: Call): void {
  pop(call, 'tail');
}

function pop(call: Call, end: ListEnd): void {
  if (call.count > 3) throw wrongArity(call.command.name);
  const isCounted = call.count === 3;
  const count = isCounted ? call.rounded(2, errors.mustBePositive) : 1;
  if (count < 0) throw errors.mustBePositive;
  const entry = call.writeOf(LIST, 1);
  if (entry === 0) {
    if (isCounted) call.reply.nullArray();
    else call.reply.null();
    return;
  }
  if (!isCounted) popOne(call, entry, 1, end);
  else if (count === 0) call.reply.array(0);
  else popSeveral(call, entry, 1, end, count);
}

/** Answers with the element at an end of the list `entry`, the key's in argument `index`, and takes it off. */
export function popOne(call: Call, entry: number, index: number, end: ListEnd): void {
  call.replySlice(list.open(call.db, entry).peek(end, element));
  list.drop(end);
  call.shrunk(index, popEvent(end), list.count);
}

/** As `popOne`, with an array of up to `count` elements. Returns how many there were. */
export function popSeveral(call: Call, entry: number, index: number, end: ListEnd, count: number): number {
  const popped = Math.min(count, list.open(call.db, entry).count);
  call.reply.array(popped);
  let there = list.edge(end);
  for (let left = popped; left > 0 && there; left--) {
    call.replySlice(list.text(element));
    there = end === 'head' ? list.next() : list.previous();
  }
  list.removeRange(end === 'head' ? 0 : -popped, popped);
  call.shrunk(index, popEvent(end), list.count, popped);
  return popped;
}

/** LMPOP numkeys key [key …] LEFT|RIGHT [COUNT count] */
export function lmpop(call: Call): void {
  const { keys, end, count } = readMultiplePop(call, 1);
  for (let i = 2; i < 2 + keys; i++) {
    const entry = call.writeOf(LIST, i);
    if (entry === 0) continue;
    popWithKey(call, entry, i, end, count);
    return;
  }
  call.reply.nullArray();
}

/** What LMPOP and BLMPOP are told after the number of keys. */
export interface MultiplePop {
  readonly keys: number;
  readonly end: ListEnd;
  readonly count: number;
}

/** Reads `numkeys key [key …] LEFT|RIGHT [COUNT count]` from argument `index` on. */
export function readMultiplePop(call: Call, index: number): MultiplePop {
  const keys = call.rounded(index, numkeysTooSmall);
  if (keys < 1) throw numkeysTooSmall;
  const where = index + keys + 1;
  if (where >= call.count) throw errors.syntax;
  const end = readEnd(call, where);
  let count = 0;
  for (let i = where + 1; i < call.count; i += 2) {
    if (count > 0 || !call.is(i, 'COUNT') || i + 1 >= call.count) throw errors.syntax;
    count = call.rounded(i + 1, countTooSmall);
    if (count < 1) throw countTooSmall;
  }
  return { keys, end, count: count || 1 };
}

/** Answers with the key in argument `index` and up to `count` elements of its list, which are taken off. */
export function popWithKey(call: Call, entry: number, index: number, end: ListEnd, count: number): void {
  const { request } = call;
  call.reply.array(2);
  call.reply.bulk(request.bytes, request.start(index), request.length(index));
  const popped = popSeveral(call, entry, index, end, count);
  call.propagateAs(end === 'head' ? 'LPOP' : 'RPOP', request.copy(index), String(popped));
}

/** LEFT or RIGHT in argument `index`. @throws syntax */
export function readEnd(call: Call, index: number): ListEnd {
  if (call.is(index, 'LEFT')) return 'head';
  if (call.is(index, 'RIGHT')) return 'tail';
  throw errors.syntax;
}

export function popEvent(end: ListEnd): 'lpop' | 'rpop' {
  return end === 'head' ? 'lpop' : 'rpop';
}
