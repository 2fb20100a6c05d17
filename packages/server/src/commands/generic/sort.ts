/**
 * SORT and SORT_RO: the elements of a list, set or sorted set in order.
 *
 *     elements ─► weights: themselves, or what the keys that BY names hold ─► order ─► LIMIT ─► GET … ─► reply or STORE
 *
 * An element is a number here, that of its text among all texts. Where weights are equal, elements are in the order of
 * their bytes; text is compared up to its first NUL, as C compares it, unless the result is stored, which must come out
 * the same on every server.
 */
import { LIST, ListValue, moveEntry, SET, SetValue, Slice, SORTED_SET, SortedSetValue } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { SortPattern } from './sort-pattern.ts';
import { sortedUpTo } from './sort-selection.ts';
import { SortTexts } from './sort-texts.ts';
import { readWeight } from './sort-weight.ts';

const list = new ListValue();
const set = new SetValue();
const sortedSet = new SortedSetValue();
const slice = new Slice();
const found = new Slice();

const unreadable = new CommandError("ERR One or more scores can't be converted into double");

interface SortOptions {
  descending: boolean;
  alpha: boolean;
  offset: number;
  count: number;
  /** The pattern of keys whose values are the weights. */
  by: SortPattern | undefined;
  /** Elements stay in the order they have: BY names no key. */
  unsorted: boolean;
  readonly get: SortPattern[];
  /** The argument that is the key stored to; 0 if nothing is stored. */
  destination: number;
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
      options.by = new SortPattern(call.request.copy(++i));
      options.unsorted ||= !options.by.hasStar;
    } else if (call.is(i, 'GET') && left >= 1) options.get.push(new SortPattern(call.request.copy(++i)));
    else throw errors.syntax;
  }
  return options;
}

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
  const elements = entry === 0 ? new SortTexts() : elementsOf(call, entry, type);
  const order: number[] = [];
  for (let i = 0; i < elements.count; i++) order.push(i);
  // Lists and sorted sets have an order of their own, which DESC turns round.
  if (options.unsorted && options.descending && type !== SET) order.reverse();
  const chosen = limited(options.unsorted ? order : inOrder(call, elements, order, options), options);
  if (options.destination > 0) store(call, elements, chosen, options);
  else reply(call, elements, chosen, options);
}

function elementsOf(call: Call, entry: number, type: number): SortTexts {
  const elements = new SortTexts();
  if (type === LIST) {
    list.open(call.db, entry);
    for (let there = list.edge('head'); there; there = list.next()) elements.add(list.text(slice));
  } else if (type === SET) {
    set.open(call.db, entry).visit((member) => elements.add(member));
  } else {
    // Sorting leaves a sorted set in its large form, as in Redis.
    if (sortedSet.open(call.db, entry).isPacked) sortedSet.spread();
    for (let there = sortedSet.seek(0); there; there = sortedSet.next()) {
      elements.add(sortedSet.memberAt(sortedSet.place, slice));
    }
  }
  return elements;
}

/** The elements in the order that was asked for, as many as may be asked for. */
function inOrder(call: Call, elements: SortTexts, order: number[], options: SortOptions): number[] {
  const compare = options.alpha ? byText(call, elements, options) : byWeight(call, elements, options);
  const wanted = options.count < 0 ? order.length : Math.max(0, options.offset) + options.count;
  return sortedUpTo(order, wanted, options.descending ? (a, b) => -compare(a, b) : compare);
}

type Compare = (element: number, other: number) => number;

function byText(call: Call, elements: SortTexts, { by, destination }: SortOptions): Compare {
  if (by === undefined && destination > 0) return (a, b) => elements.compare(a, b);
  const texts = new SortTexts();
  for (let i = 0; i < elements.count; i++) {
    const element = elements.at(i, slice);
    if (by === undefined) texts.add(element);
    else if (by.find(call.db, element, found)) texts.add(found);
    else texts.addNone();
  }
  if (destination === 0) texts.cutAtNul();
  return (a, b) => texts.compare(a, b);
}

/** @throws CommandError when a weight is no number */
function byWeight(call: Call, elements: SortTexts, { by }: SortOptions): Compare {
  const weights = new Float64Array(elements.count);
  let isReadable = true;
  for (let i = 0; i < weights.length; i++) {
    const element = elements.at(i, slice);
    if (by !== undefined && !by.find(call.db, element, found)) continue;
    const weight = readWeight(by === undefined ? element : found);
    weights[i] = weight;
    if (Number.isNaN(weight)) isReadable = false;
  }
  // All keys that BY names have been read by now, as in Redis.
  if (!isReadable) throw unreadable;
  return (a, b) => {
    const weight = weights[a] as number;
    const other = weights[b] as number;
    return weight < other ? -1 : weight > other ? 1 : elements.compare(a, b);
  };
}

function limited(order: readonly number[], { offset, count }: SortOptions): readonly number[] {
  const start = Math.max(0, offset);
  return order.slice(start, count < 0 ? undefined : start + count);
}

function reply(call: Call, elements: SortTexts, chosen: readonly number[], { get }: SortOptions): void {
  call.reply.array(chosen.length * Math.max(1, get.length));
  for (const index of chosen) {
    const element = elements.at(index, slice);
    if (get.length === 0) call.replySlice(element);
    for (const pattern of get) {
      if (pattern.find(call.db, element, found)) call.replySlice(found);
      else call.reply.null();
    }
  }
}

function store(call: Call, elements: SortTexts, chosen: readonly number[], options: SortOptions): void {
  const { request, db, engine } = call;
  const { destination, get } = options;
  const { workshop } = engine.keyspace;
  const key = [request.bytes, request.start(destination), request.length(destination)] as const;
  if (chosen.length === 0) {
    if (db.discard(...key)) call.changed(destination, 'del');
    call.reply.integer(0);
    return;
  }
  list.create(workshop, ...key);
  const add = ({ bytes, start, length }: Slice): void => list.push('tail', bytes, start, length);
  for (const index of chosen) {
    const element = elements.at(index, slice);
    if (get.length === 0) add(element);
    for (const pattern of get) add(pattern.find(call.db, element, found) ? found : found.set(NOTHING, 0, 0));
  }
  const { count } = list;
  moveEntry(workshop, list.entry, db, ...key);
  call.changed(destination, 'sortstore', count);
  call.reply.integer(count);
}

const NOTHING = new Uint8Array(0);
