/**
 * Several sets at once: SINTER, SUNION, SDIFF, their STORE forms, SINTERCARD.
 *
 * An intersection goes through the smallest set and asks the others, a difference through the first. A union is built,
 * like every result that is stored, as a set in the workshop, so that each member counts once.
 */
import type { Slice } from '@redwing/store';
import { moveEntry, SET, SetValue } from '@redwing/store';
import type { EventName } from '../../effects/event-names.ts';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

/** Goes through the members of a result, each once. */
type Combination = (sets: readonly (SetValue | undefined)[], visit: (member: Slice) => boolean) => void;

const noKeys = new CommandError('ERR numkeys should be greater than 0');
const tooManyKeys = new CommandError("ERR Number of keys can't be greater than number of args");
const negativeLimit = new CommandError("ERR LIMIT can't be negative");

/** Handles, made when as many sets are named for the first time. */
const handles: SetValue[] = [];
const result = new SetValue();

/** SINTER key [key …] */
export function sinter(call: Call): void {
  reply(call, intersection);
}

/** SUNION key [key …] */
export function sunion(call: Call): void {
  const sets = openSets(call, 1, call.count);
  const { workshop } = call.engine.keyspace;
  result.create(workshop, NAME, 0, 0);
  union(sets, ({ bytes, start, length }) => result.add(bytes, start, length));
  call.reply.set(result.count);
  result.visit((member) => call.replySlice(member));
  workshop.clear();
}

/** SDIFF key [key …] */
export function sdiff(call: Call): void {
  reply(call, difference);
}

/** SINTERSTORE destination key [key …] */
export function sinterstore(call: Call): void {
  store(call, intersection, 'sinterstore');
}

/** SUNIONSTORE destination key [key …] */
export function sunionstore(call: Call): void {
  store(call, union, 'sunionstore');
}

/** SDIFFSTORE destination key [key …] */
export function sdiffstore(call: Call): void {
  store(call, storedDifference, 'sdiffstore');
}

/** SINTERCARD numkeys key [key …] [LIMIT limit]: 0 is no limit. */
export function sintercard(call: Call): void {
  const keys = call.int64(1, noKeys);
  if (keys <= 0) throw noKeys;
  if (keys > call.count - 2) throw tooManyKeys;
  const end = 2 + Number(keys);
  let limit = 0;
  for (let i = end; i < call.count; i += 2) {
    if (!call.is(i, 'LIMIT') || i + 1 >= call.count) throw errors.syntax;
    const given = call.int64(i + 1, negativeLimit);
    if (given < 0) throw negativeLimit;
    limit = Number(given);
  }
  let count = 0;
  intersection(openSets(call, 2, end), () => ++count !== limit);
  call.reply.integer(count);
}

const NAME = new Uint8Array(0);

/** The sets in arguments `from` to `end` - 1; undefined for keys that do not exist. @throws wrongType */
function openSets(call: Call, from: number, end: number): (SetValue | undefined)[] {
  while (handles.length < end - from) handles.push(new SetValue());
  const entries: number[] = [];
  for (let i = from; i < end; i++) entries.push(call.readOf(SET, i));
  return entries.map((entry, index) =>
    entry === 0 ? undefined : (handles[index] as SetValue).open(call.db, entry),
  );
}

function reply(call: Call, combine: Combination): void {
  const sets = openSets(call, 1, call.count);
  const { reply: writer } = call;
  // How many there are is known at the end, and stands at the beginning.
  const mark = writer.length;
  let count = 0;
  combine(sets, (member) => {
    call.replySlice(member);
    count++;
    return true;
  });
  writer.setSince(mark, count);
}

/** Puts a result in the place of whatever the destination holds; an empty one only removes that. */
function store(call: Call, combine: Combination, event: EventName): void {
  const { request, db, engine } = call;
  const { workshop } = engine.keyspace;
  const sets = openSets(call, 2, call.count);
  const key = [request.bytes, request.start(1), request.length(1)] as const;
  result.create(workshop, ...key);
  combine(sets, ({ bytes, start, length }) => {
    result.add(bytes, start, length);
    return true;
  });
  const { count } = result;
  if (count > 0) {
    moveEntry(workshop, result.entry, db, ...key);
    call.reply.integer(count);
    call.changed(1, event);
    return;
  }
  workshop.clear();
  // An intersection with a set that is missing is over before it began: the event comes first then, as in Redis.
  const isOver = combine === intersection && sets.includes(undefined);
  if (!isOver) call.reply.integer(0);
  if (db.discard(...key)) call.changed(1, 'del');
  if (isOver) call.reply.integer(0);
}

const intersection: Combination = (sets, visit) => {
  if (sets.includes(undefined)) return;
  const [smallest, ...others] = (sets as readonly SetValue[]).toSorted((a, b) => a.count - b.count);
  smallest?.visitWhile((member) => !others.every((other) => holds(other, member)) || visit(member));
};

const union: Combination = (sets, visit) => {
  for (const set of sets) {
    set?.visit((member) => {
      visit(member);
    });
  }
};

const difference: Combination = ([first, ...others], visit) => {
  first?.visit((member) => {
    if (!others.some((other) => other !== undefined && holds(other, member))) visit(member);
  });
};

/**
 * As `difference`, of which the result is stored. Where asking every other set takes longer than all they hold, Redis puts
 * all of the first set into the result and takes the others out again: what it had to hold meanwhile decides its encoding.
 */
const storedDifference: Combination = (sets, visit) => {
  const [first, ...others] = sets;
  if (first === undefined || !isShorterToTakeOut(first, sets)) {
    difference(sets, visit);
    return;
  }
  first.visit((member) => {
    visit(member);
  });
  for (const other of others) other?.visit(({ bytes, start, length }) => result.remove(bytes, start, length));
};

/** Redis reckons that half of the questions are saved, because a member that is found is not asked for again. */
function isShorterToTakeOut(first: SetValue, sets: readonly (SetValue | undefined)[]): boolean {
  let asking = 0;
  let takingOut = 0;
  for (const set of sets) {
    if (set === undefined) continue;
    asking += first.count;
    takingOut += set.count;
  }
  return Math.floor(asking / 2) > takingOut;
}

function holds(set: SetValue, { bytes, start, length }: Slice): boolean {
  return set.find(bytes, start, length) !== 0;
}
