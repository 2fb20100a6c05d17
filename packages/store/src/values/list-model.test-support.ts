/**
 * Random edits of lists, written as the commands that redis-server knows them by, and what each does to a list of
 * ours and to a plain array.
 */
import { Slice } from '../memory/slice.ts';
import type { SeededRandom } from '../persistence/seeded-random.test-support.ts';
import type { ListEnd, ListValue } from './list-value.ts';
import { randomElement } from './listpack-model.test-support.ts';
import { Needle } from './needle.ts';

/** A command without its key: its name, then its arguments. */
export type Edit = readonly [name: string, ...words: string[]];

/** Elements of few kinds, so that searches meet some. */
function element(random: SeededRandom): string {
  if (random.chance(0.5)) return random.pick(['a', 'b', '7', '-1', '', 'xyz', '1000000']);
  return random.chance(0.03) ? 'L'.repeat(3000 + random.below(9000)) : randomElement(random);
}

export function randomEdit(random: SeededRandom, count: number): Edit {
  const index = () => String(random.below(2 * count + 1) - count);
  const kind = random.below(22);
  if (kind < 6) return [random.pick(['LPUSH', 'RPUSH']), element(random), element(random)];
  if (kind < 7) return [random.pick(['LPOP', 'RPOP']), String(1 + random.below(4))];
  if (kind < 8) return [random.pick(['LPOP', 'RPOP'])];
  if (kind < 15) return ['LINSERT', random.pick(['BEFORE', 'AFTER']), element(random), element(random)];
  if (kind < 18) return ['LSET', index(), element(random)];
  if (kind < 20) return ['LREM', String(random.below(7) - 3), element(random)];
  if (random.chance(0.8)) return ['LTRIM', String(random.below(3)), String(-1 - random.below(3))];
  return ['LTRIM', index(), index()];
}

/** The edit as redis-server does it. */
export function editArray(array: string[], [name, first = '', second = '', third = '']: Edit): void {
  const at = Number(first) < 0 ? Number(first) + array.length : Number(first);
  if (name === 'RPUSH') array.push(first, second);
  else if (name === 'LPUSH') array.unshift(second, first);
  else if (name === 'LPOP' && first === '') array.shift();
  else if (name === 'RPOP' && first === '') array.pop();
  else if (name === 'LPOP') array.splice(0, Number(first));
  else if (name === 'RPOP') array.splice(Math.max(0, array.length - Number(first)), Number(first));
  else if (name === 'LINSERT') {
    const pivot = array.indexOf(second);
    if (pivot >= 0) array.splice(pivot + (first === 'AFTER' ? 1 : 0), 0, third);
  } else if (name === 'LSET') {
    if (at >= 0 && at < array.length) array[at] = second;
  } else if (name === 'LREM') {
    for (let left = Math.abs(Number(first)) || array.length; left > 0; left--) {
      const found = Number(first) < 0 ? array.lastIndexOf(second) : array.indexOf(second);
      if (found >= 0) array.splice(found, 1);
    }
  } else {
    const end = Number(second) < 0 ? Number(second) + array.length : Number(second);
    array.splice(0, array.length, ...array.slice(Math.max(0, at), Math.max(0, end + 1)));
  }
}

/** What stands at an end is shown before it is taken off. */
function popEnd(list: ListValue, end: ListEnd): void {
  const shown = Buffer.from(list.peek(end, new Slice()).copy()).toString('latin1');
  list.edge(end);
  if (textOf(list) !== shown) throw new Error(`the ${end} is "${textOf(list)}", but "${shown}" was shown`);
  list.peek(end, new Slice());
  list.drop(end);
}

/** The same edit of a list of ours. */
export function editList(list: ListValue, [name, first = '', second = '', third = '']: Edit): void {
  const { count } = list;
  if (name === 'LPUSH' || name === 'RPUSH') {
    for (const text of [first, second])
      list.push(name === 'LPUSH' ? 'head' : 'tail', latin1(text), 1, text.length);
  } else if ((name === 'LPOP' || name === 'RPOP') && first === '') {
    if (count > 0) popEnd(list, name === 'LPOP' ? 'head' : 'tail');
  } else if (name === 'LPOP') list.removeRange(0, Number(first));
  else if (name === 'RPOP') list.removeRange(-Math.min(Number(first), count), Number(first));
  else if (name === 'LSET') {
    if (list.seek(Number(first))) list.replace(latin1(second), 1, second.length);
  } else if (name === 'LINSERT') {
    let there = list.edge('head');
    while (there && textOf(list) !== second) there = list.next();
    if (there) list.insert(first === 'AFTER' ? 'after' : 'before', latin1(third), 1, third.length);
  } else if (name === 'LREM') remove(list, Number(first), second);
  else {
    const start = Math.max(0, Number(first) < 0 ? Number(first) + count : Number(first));
    const end = Number(second) < 0 ? Number(second) + count : Math.min(Number(second), count - 1);
    if (start > end || start >= count) list.removeRange(0, count);
    else {
      list.removeRange(0, start);
      list.removeRange(-(count - 1 - end), count - 1 - end);
    }
  }
}

function remove(list: ListValue, most: number, text: string): void {
  const needle = new Needle().set(latin1(text), 1, text.length);
  let left = Math.abs(most) || list.count;
  let there = list.edge(most < 0 ? 'tail' : 'head');
  while (there && left > 0) {
    if (list.equals(needle)) {
      left--;
      there = list.removeTowards(most < 0 ? 'head' : 'tail');
    } else there = most < 0 ? list.previous() : list.next();
  }
}

function textOf(list: ListValue): string {
  return Buffer.from(list.text(new Slice()).copy()).toString('latin1');
}

/** The elements of a list, read in one direction. */
export function elementsOfList(list: ListValue, from: 'head' | 'tail' = 'head'): string[] {
  const texts: string[] = [];
  for (let there = list.edge(from); there; there = from === 'head' ? list.next() : list.previous()) {
    texts.push(textOf(list));
  }
  return texts;
}

/** A text with a byte before it, so that a forgotten offset shows. */
function latin1(text: string): Uint8Array {
  return Buffer.from(`#${text}`, 'latin1');
}
