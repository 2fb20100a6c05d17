/**
 * Several sorted sets as one: ZUNION, ZINTER, ZDIFF, what stores them, ZINTERCARD.
 *
 * The result is made in the workshop as a large sorted set, whatever its size, because that is what Redis does: a score
 * of -0 shows in the reply, and becomes 0 where a small result is stored.
 */
import { parseDouble, SortedSetValue } from '@redwing/store';
import type { EventName } from '../../effects/event-names.ts';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { replyWalk } from './members-reply.ts';
import type { Source } from './sources.ts';
import { readSources } from './sources.ts';
import { storeResult } from './store.ts';

type Combine = (sources: readonly Source[], aggregate: Aggregate) => void;

const result = new SortedSetValue();

/** ZUNION numkeys key [key …] [WEIGHTS weight [weight …]] [AGGREGATE SUM|MIN|MAX] [WITHSCORES] */
export function zunion(call: Call): void {
  replyCombined(call, unite, true);
}

/** ZINTER, with the options of ZUNION */
export function zinter(call: Call): void {
  replyCombined(call, intersect, true);
}

/** ZDIFF numkeys key [key …] [WITHSCORES] */
export function zdiff(call: Call): void {
  replyCombined(call, subtract, false);
}

/** ZUNIONSTORE destination numkeys key [key …] [WEIGHTS weight [weight …]] [AGGREGATE SUM|MIN|MAX] */
export function zunionstore(call: Call): void {
  storeCombined(call, unite, true, 'zunionstore');
}

/** ZINTERSTORE, with the options of ZUNIONSTORE */
export function zinterstore(call: Call): void {
  storeCombined(call, intersect, true, 'zinterstore');
}

/** ZDIFFSTORE destination numkeys key [key …] */
export function zdiffstore(call: Call): void {
  storeCombined(call, subtract, false, 'zdiffstore');
}

/** ZINTERCARD numkeys key [key …] [LIMIT limit] */
export function zintercard(call: Call): void {
  const sources = readSources(call, 1);
  let limit = 0;
  for (let i = sources.length + 2; i < call.count; i += 2) {
    if (!call.is(i, 'LIMIT') || i + 1 === call.count) throw errors.syntax;
    limit = call.rounded(i + 1, negativeLimit);
    if (limit < 0) throw negativeLimit;
  }
  const [first, ...others] = bySize(sources);
  let found = 0;
  first?.visit((bytes, start, length) => {
    if (others.every((other) => !Number.isNaN(other.scoreOf(bytes, start, length)))) found++;
    return limit === 0 || found < limit;
  });
  call.reply.integer(found);
}

const negativeLimit = new CommandError("ERR LIMIT can't be negative");
const weightNotFloat = new CommandError('ERR weight value is not a float');

function replyCombined(call: Call, combine: Combine, isWeighted: boolean): void {
  const sources = readSources(call, 1);
  const options = readOptions(call, sources, sources.length + 2, isWeighted, true);
  make(call, combine, sources, options.aggregate);
  replyWalk(call, result, 0, result.count, false, options.withScores);
  call.engine.keyspace.workshop.clear();
}

function storeCombined(call: Call, combine: Combine, isWeighted: boolean, event: EventName): void {
  const sources = readSources(call, 2);
  const { aggregate } = readOptions(call, sources, sources.length + 3, isWeighted, false);
  make(call, combine, sources, aggregate);
  if (result.count > 0) result.compact();
  storeResult(call, result, event);
}

function make(call: Call, combine: Combine, sources: readonly Source[], aggregate: Aggregate): void {
  const { request } = call;
  result.create(call.engine.keyspace.workshop, request.bytes, request.start(1), request.length(1)).spread();
  combine(sources, aggregate);
}

interface Options {
  aggregate: Aggregate;
  withScores: boolean;
}

/** The options from argument `from` on; weights go to the sources. @throws syntax, weightNotFloat */
function readOptions(
  call: Call,
  sources: readonly Source[],
  from: number,
  isWeighted: boolean,
  takesScores: boolean,
): Options {
  const options: Options = { aggregate: sum, withScores: false };
  for (let i = from; i < call.count; i++) {
    const left = call.count - i;
    if (isWeighted && left > sources.length && call.is(i, 'WEIGHTS')) {
      for (const source of sources) source.weight = weightAt(call, ++i);
    } else if (isWeighted && left >= 2 && call.is(i, 'AGGREGATE')) options.aggregate = aggregateAt(call, ++i);
    else if (takesScores && call.is(i, 'WITHSCORES')) options.withScores = true;
    else throw errors.syntax;
  }
  return options;
}

function weightAt({ request }: Call, index: number): number {
  const weight = parseDouble(request.bytes, request.start(index), request.length(index));
  if (Number.isNaN(weight)) throw weightNotFloat;
  return weight;
}

type Aggregate = (score: number, other: number) => number;

function aggregateAt(call: Call, index: number): Aggregate {
  if (call.is(index, 'SUM')) return sum;
  if (call.is(index, 'MIN')) return lesser;
  if (call.is(index, 'MAX')) return greater;
  throw errors.syntax;
}

// What is not a number, infinity weighted with 0, is passed over by these two.
function lesser(score: number, other: number): number {
  if (other < score) return other;
  return score;
}

function greater(score: number, other: number): number {
  if (other > score) return other;
  return score;
}

function sum(score: number, other: number): number {
  return orZero(score + other);
}

/** Infinities that cancel each other, or are weighted with 0, count as 0. */
function orZero(score: number): number {
  return Number.isNaN(score) ? 0 : score;
}

/** The smallest first; the order in which scores are added up follows from it. */
function bySize(sources: readonly Source[]): Source[] {
  return sources.toSorted((a, b) => a.count - b.count);
}

function unite(sources: readonly Source[], aggregate: Aggregate): void {
  for (const source of bySize(sources)) {
    source.visit((bytes, start, length, score) => {
      const weighted = orZero(score * source.weight);
      const place = result.find(bytes, start, length);
      if (place === 0) result.add(bytes, start, length, weighted);
      else result.move(place, bytes, start, length, aggregate(result.scoreAt(place), weighted));
      return true;
    });
  }
}

function intersect(sources: readonly Source[], aggregate: Aggregate): void {
  const [first, ...others] = bySize(sources);
  first?.visit((bytes, start, length, score) => {
    let combined = orZero(score * first.weight);
    for (const other of others) {
      const found = other.scoreOf(bytes, start, length);
      if (Number.isNaN(found)) return true;
      combined = aggregate(combined, found * other.weight);
    }
    result.add(bytes, start, length, combined);
    return true;
  });
}

function subtract([first, ...others]: readonly Source[]): void {
  first?.visit((bytes, start, length, score) => {
    const isElsewhere = others.some((other) => !Number.isNaN(other.scoreOf(bytes, start, length)));
    if (!isElsewhere) result.add(bytes, start, length, score);
    return true;
  });
}
