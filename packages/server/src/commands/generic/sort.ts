/**
 * SORT and SORT_RO: the elements of a list, set or sorted set in order.
 *
 *     elements ─► weights: themselves, or what the keys that BY names hold ─► order ─► LIMIT ─► GET … ─► reply or STORE
 *
 * Where weights are equal, elements are in the order of their bytes; text is compared up to its first NUL, as C compares
 * it, unless the result is stored, which must come out the same on every server.
 */
import { LIST, ListValue, moveEntry, SET, SetValue, Slice, SORTED_SET, SortedSetValue } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { lookUpByPattern } from './sort-pattern.ts';
import { sortedUpTo } from './sort-selection.ts';
import { readWeight } from './sort-weight.ts';

const list = new ListValue();
const set = new SetValue();
const sortedSet = new SortedSetValue();
const slice = new Slice();

interface SortOptions {
  descending: boolean;
  alpha: boolean;
  offset: number;
  count: number;
  /** The pattern of keys whose values are the weights. */
  by: Uint8Array | undefined;
  /** Elements stay in the order they have: BY names no key. */
  unsorted: boolean;
  readonly get: Uint8Array[];
  /** The argument that is the key stored to; 0 if nothing is stored. */
  destination: number;
}

interface Item {
  readonly element: Uint8Array;
  weight: number;
  /** What is compared with ALPHA; undefined where the key that BY names does not exist. */
  text: Uint8Array | undefined;
}

/** SORT key [BY pattern] [LIMIT offset count] [GET pattern …] [ASC | DESC] [ALPHA] [STORE destination] */
export function sort(call: Call): void {
  run(call, readOptions(call, true));
}

/** SORT_RO key …: as SORT, without STORE. */
export function sortRo(call: Call): void {
  run(call, readOptions(call, false));
}

function readOptions(call: Call, mayStore: boolean): SortOptions {
  const options: SortOptions = {
    descending: false,
    alpha: false,
    offset: 0,
    count: -1,
    by: undefined,
    unsorted: false,
    get: [],
    destination: 0,
  };
  for (let i = 2; i < call.count; i++) {
    const left = call.count - i - 1;
    if (call.is(i, 'ASC')) options.descending = false;
    else if (call.is(i, 'DESC')) options.descending = true;
    else if (call.is(i, 'ALPHA')) options.alpha = true;
    else if (call.is(i, 'LIMIT') && left >= 2) {
      options.offset = call.rounded(++i);
      options.count = call.rounded(++i);
    } else if (mayStore && call.is(i, 'STORE') && left >= 1) options.destination = ++i;
    else if (call.is(i, 'BY') && left >= 1) {
      options.by = call.request.copy(++i);
      options.unsorted ||= !options.by.includes(STAR);
    } else if (call.is(i, 'GET') && left >= 1) options.get.push(call.request.copy(++i));
    else throw errors.syntax;
  }
  return options;
}

const STAR = 42;

function run(call: Call, options: SortOptions): void {
  const entry = call.read(1);
  const type = entry === 0 ? LIST : call.db.entries.type(entry);
  if (type !== LIST && type !== SET && type !== SORTED_SET) throw errors.wrongType;
  // A set has no order of its own: what is stored must not depend on the one it happens to have.
  if (options.unsorted && type === SET && options.destination > 0) {
    options.unsorted = false;
    options.alpha = true;
    options.by = undefined;
  }
  const items = entry === 0 ? [] : itemsOf(call, entry, type, options);
  const chosen = limited(options.unsorted ? items : inOrder(call, items, options), options);
  if (options.destination > 0) store(call, chosen, options);
  else reply(call, chosen, options);
}

function itemsOf(call: Call, entry: number, type: number, options: SortOptions): Item[] {
  const items: Item[] = [];
  const take = (member: Slice): void => {
    items.push({ element: member.copy(), weight: 0, text: undefined });
  };
  if (type === LIST) {
    list.open(call.db, entry);
    for (let there = list.edge('head'); there; there = list.next()) take(list.text(slice));
  } else if (type === SET) {
    set.open(call.db, entry).visit(take);
  } else {
    // Sorting leaves a sorted set in its large form, as in Redis.
    if (sortedSet.open(call.db, entry).isPacked) sortedSet.spread();
    for (let there = sortedSet.seek(0); there; there = sortedSet.next()) {
      take(sortedSet.memberAt(sortedSet.place, slice));
    }
    if (options.unsorted && options.descending) items.reverse();
  }
  return items;
}

/** The items in the order that was asked for, as many as may be asked for. */
function inOrder(call: Call, items: Item[], options: SortOptions): Item[] {
  const { by, alpha, descending, destination } = options;
  let unreadable = false;
  for (const item of items) {
    const value = by === undefined ? item.element : lookUpByPattern(call, by, item.element);
    if (value === undefined) continue;
    if (alpha) item.text = value;
    else {
      item.weight = readWeight(value);
      if (Number.isNaN(item.weight)) unreadable = true;
    }
  }
  if (unreadable) throw new CommandError("ERR One or more scores can't be converted into double");
  const compareText = destination > 0 ? compareBytes : compareUpToNul;
  const compare = alpha
    ? (a: Item, b: Item) => compareTexts(a.text, b.text, compareText)
    : (a: Item, b: Item) =>
        a.weight - b.weight || Number(a.weight > b.weight) || compareBytes(a.element, b.element);
  const wanted = options.count < 0 ? items.length : Math.max(0, options.offset) + options.count;
  return sortedUpTo(items, wanted, descending ? (a, b) => -compare(a, b) : compare);
}

function compareTexts(
  a: Uint8Array | undefined,
  b: Uint8Array | undefined,
  compare: (a: Uint8Array, b: Uint8Array) => number,
): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compare(a, b);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

function compareUpToNul(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(upToNul(a), upToNul(b));
}

function upToNul(bytes: Uint8Array): Uint8Array {
  const nul = bytes.indexOf(0);
  return nul < 0 ? bytes : bytes.subarray(0, nul);
}

function limited(items: readonly Item[], { offset, count }: SortOptions): readonly Item[] {
  const start = Math.max(0, offset);
  return items.slice(start, count < 0 ? undefined : start + count);
}

/** What is shown for an element: itself, or what each GET finds. */
function shown(call: Call, { element }: Item, { get }: SortOptions): readonly (Uint8Array | undefined)[] {
  return get.length === 0 ? [element] : get.map((pattern) => lookUpByPattern(call, pattern, element));
}

function reply(call: Call, items: readonly Item[], options: SortOptions): void {
  call.reply.array(items.length * Math.max(1, options.get.length));
  for (const item of items) {
    for (const value of shown(call, item, options)) {
      if (value === undefined) call.reply.null();
      else call.reply.bulk(value, 0, value.length);
    }
  }
}

function store(call: Call, items: readonly Item[], options: SortOptions): void {
  const { request, db, engine } = call;
  const { destination } = options;
  const { workshop } = engine.keyspace;
  const key = [request.bytes, request.start(destination), request.length(destination)] as const;
  if (items.length === 0) {
    if (db.discard(...key)) call.changed(destination, 'del');
    call.reply.integer(0);
    return;
  }
  list.create(workshop, ...key);
  for (const item of items) {
    for (const value of shown(call, item, options))
      list.push('tail', value ?? NOTHING, 0, value?.length ?? 0);
  }
  const { count } = list;
  moveEntry(workshop, list.entry, db, ...key);
  call.changed(destination, 'sortstore', count);
  call.reply.integer(count);
}

const NOTHING = new Uint8Array(0);
