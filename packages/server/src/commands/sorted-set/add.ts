/** Giving members their scores: ZADD, ZINCRBY. */
import { parseDouble, SORTED_SET, SortedSetValue } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const set = new SortedSetValue();

export const NX = 1;
export const XX = 2;
const GT = 4;
const LT = 8;
export const CH = 16;
const INCR = 32;

const exclusive = new CommandError('ERR XX and NX options at the same time are not compatible');
const exclusiveComparisons = new CommandError(
  'ERR GT, LT, and/or NX options at the same time are not compatible',
);
const onlyOnePair = new CommandError('ERR INCR option supports a single increment-element pair');
const sumIsNotANumber = new CommandError('ERR resulting score is not a number (NaN)');

/** The scores of the request being executed: all are read before the first is given. */
let scores = new Float64Array(16);

/** ZADD key [NX|XX] [GT|LT] [CH] [INCR] score member [score member …] */
export function zadd(call: Call): void {
  addMembers(call, 0);
}

/** ZINCRBY key increment member, which is ZADD with INCR, its other options included. */
export function zincrby(call: Call): void {
  addMembers(call, INCR);
}

function addMembers(call: Call, given: number): void {
  let flags = given;
  let first = 2;
  for (let flag = optionAt(call, first); flag !== 0; flag = optionAt(call, ++first)) flags |= flag;
  const pairs = (call.count - first) / 2;
  if (pairs < 1 || !Number.isInteger(pairs)) throw errors.syntax;
  checkOptions(flags, pairs);
  readScores(call, first, pairs);
  if ((flags & INCR) !== 0) {
    const isOpen = open(call, flags, first);
    replyIncremented(call, isOpen ? flags : flags | ABSENT, first + 1);
    return;
  }
  giveAll(call, flags, scores, pairs, { first: first + 1, step: 2 });
}

/** Gives `count` members their scores and says how many are new; which arguments they are, `at` tells. */
export function giveAll(
  call: Call,
  flags: number,
  given: Float64Array,
  count: number,
  at: { readonly first: number; readonly step: number },
): void {
  const isOpen = open(call, flags, at.first - 1);
  let added = 0;
  let updated = 0;
  for (let i = 0; i < count && isOpen; i++) {
    const member = at.first + i * at.step;
    const outcome = give(call, flags, member, placeOf(call, member), given[i] as number);
    if (outcome === ADDED) added++;
    else if (outcome === UPDATED) updated++;
  }
  call.reply.integer((flags & CH) !== 0 ? added + updated : added);
  if (added + updated > 0) call.changed(1, 'zadd', added + updated);
}

/** Beside the options: there is no sorted set, and none is to be made. */
const ABSENT = 64;

function replyIncremented(call: Call, flags: number, member: number): void {
  if ((flags & ABSENT) !== 0) {
    call.reply.null();
    return;
  }
  const place = placeOf(call, member);
  const increment = scores[0] as number;
  // Nothing is added to what is new: 0 would make 0 of -0.
  const score = place === 0 ? increment : set.scoreAt(place) + increment;
  if (Number.isNaN(score) && (flags & NX) === 0) throw sumIsNotANumber;
  const outcome = give(call, flags, member, place, score);
  if (outcome === SKIPPED) call.reply.null();
  else call.reply.double(score);
  if (outcome === ADDED || outcome === UPDATED) call.changed(1, 'zincr');
}

/** The option in argument `index`, or 0. */
function optionAt(call: Call, index: number): number {
  if (index >= call.count) return 0;
  if (call.is(index, 'NX')) return NX;
  if (call.is(index, 'XX')) return XX;
  if (call.is(index, 'GT')) return GT;
  if (call.is(index, 'LT')) return LT;
  if (call.is(index, 'CH')) return CH;
  return call.is(index, 'INCR') ? INCR : 0;
}

function checkOptions(flags: number, pairs: number): void {
  if ((flags & NX) !== 0 && (flags & XX) !== 0) throw exclusive;
  const comparing = flags & (NX | GT | LT);
  if (comparing !== 0 && comparing !== NX && comparing !== GT && comparing !== LT) throw exclusiveComparisons;
  if ((flags & INCR) !== 0 && pairs > 1) throw onlyOnePair;
}

/** @throws notFloat */
function readScores(call: Call, first: number, pairs: number): void {
  const { request } = call;
  if (pairs > scores.length) scores = new Float64Array(pairs * 2);
  for (let i = 0; i < pairs; i++) {
    const at = first + i * 2;
    const score = parseDouble(request.bytes, request.start(at), request.length(at));
    if (Number.isNaN(score)) throw errors.notFloat;
    scores[i] = score;
  }
}

/** Opens the sorted set in argument 1, which is made if there is none and new members are wanted. @throws wrongType */
function open(call: Call, flags: number, first: number): boolean {
  const { request, db } = call;
  const entry = call.writeOf(SORTED_SET, 1);
  if (entry !== 0) set.open(db, entry);
  else if ((flags & XX) === 0) {
    set.create(db, request.bytes, request.start(1), request.length(1), call.packedBytes(first));
  }
  return entry !== 0 || (flags & XX) === 0;
}

function placeOf({ request }: Call, member: number): number {
  return set.find(request.bytes, request.start(member), request.length(member));
}

/** What became of a member. */
const SKIPPED = 0;
const UNCHANGED = 1;
const UPDATED = 2;
const ADDED = 3;

/** Gives the member in argument `member`, which has this place, a score, if the options allow it. */
function give({ request }: Call, flags: number, member: number, place: number, score: number): number {
  const start = request.start(member);
  const length = request.length(member);
  if (place === 0) {
    if ((flags & XX) !== 0) return SKIPPED;
    set.add(request.bytes, start, length, score);
    return ADDED;
  }
  if ((flags & NX) !== 0) return SKIPPED;
  const old = set.scoreAt(place);
  if (((flags & LT) !== 0 && score >= old) || ((flags & GT) !== 0 && score <= old)) return SKIPPED;
  if (score === old) return UNCHANGED;
  set.move(place, request.bytes, start, length, score);
  return UPDATED;
}
