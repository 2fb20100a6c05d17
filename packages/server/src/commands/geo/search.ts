/**
 * Searching places: GEOSEARCH, GEOSEARCHSTORE, and the older GEORADIUS and GEORADIUSBYMEMBER.
 *
 * All are one search; they differ in where the centre and the shape stand in the request, and in what may be stored.
 */
import { moveEntry, Slice, SortedSetValue } from '@redwing/store';

import type { Call } from '../../execution/call.ts';
import { placeOf, scoreOf, scoresIn } from './geohash.ts';
import { replyDistance, replyPlace } from './replies.ts';
import type { SearchOptions } from './search-options.ts';
import { readSearchOptions } from './search-options.ts';
import type { Shape } from './shape.ts';
import { cellsOf, Reach } from './shape.ts';

const set = new SortedSetValue();
const result = new SortedSetValue();
const slice = new Slice();
const here = { longitude: 0, latitude: 0 };

interface Found {
  /** The member's place in the searched set. */
  readonly place: number;
  readonly score: number;
  /** From the centre, in metres. */
  readonly distance: number;
}

/** GEOSEARCH key FROMMEMBER member | FROMLONLAT longitude latitude BYRADIUS … | BYBOX … [ASC | DESC] [COUNT …] [WITH…] */
export function geosearch(call: Call): void {
  search(call, readSearchOptions(call, { source: 1, options: 2, form: 'search' }));
}

/** GEOSEARCHSTORE destination source … [STOREDIST] */
export function geosearchstore(call: Call): void {
  search(call, readSearchOptions(call, { source: 2, options: 3, form: 'search', destination: 1 }));
}

/** GEORADIUS key longitude latitude radius unit [WITHCOORD] … [STORE key | STOREDIST key] */
export function georadius(call: Call): void {
  search(call, readSearchOptions(call, { source: 1, options: 6, form: 'place', mayStore: true }));
}

/** GEORADIUS_RO: as GEORADIUS, but stores nothing. */
export function georadiusRo(call: Call): void {
  search(call, readSearchOptions(call, { source: 1, options: 6, form: 'place' }));
}

/** GEORADIUSBYMEMBER key member radius unit … */
export function georadiusbymember(call: Call): void {
  search(call, readSearchOptions(call, { source: 1, options: 5, form: 'member', mayStore: true }));
}

/** GEORADIUSBYMEMBER_RO: as GEORADIUSBYMEMBER, but stores nothing. */
export function georadiusbymemberRo(call: Call): void {
  search(call, readSearchOptions(call, { source: 1, options: 5, form: 'member' }));
}

function search(call: Call, options: SearchOptions): void {
  const { entry, shape, count, destination } = options;
  if (entry === 0 || shape === undefined) {
    if (destination > 0) storeNothing(call, destination);
    if (destination > 0) call.reply.integer(0);
    else call.reply.array(0);
    return;
  }
  const found = collect(call, entry, shape, options.any ? count : 0);
  // The nearest are not known before all are in order; only ANY does without.
  const order = options.order === 0 && count > 0 && !options.any ? 1 : options.order;
  if (order !== 0) found.sort((a, b) => order * (a.distance - b.distance));
  const shown = count > 0 ? found.slice(0, count) : found;
  if (destination > 0) store(call, options, shown);
  else replyFound(call, options, shown);
}

/** The members in the shape, cell by cell in the order of their scores; not more than `limit` unless that is 0. */
function collect(call: Call, entry: number, shape: Shape, limit: number): Found[] {
  const found: Found[] = [];
  const reach = new Reach(shape);
  set.open(call.db, entry);
  for (const cell of cellsOf(shape)) {
    if (limit > 0 && found.length >= limit) break;
    const least = scoreOf(cell);
    const end = least + scoresIn(cell.steps);
    for (let there = set.seekScore(least); there; there = set.next()) {
      const { score } = set;
      if (score >= end) break;
      const distance = reach.distanceTo(placeOf(score, here));
      if (distance < 0) continue;
      found.push({ place: set.place, score, distance });
      if (limit > 0 && found.length >= limit) break;
    }
  }
  return found;
}

function replyFound(call: Call, options: SearchOptions, found: readonly Found[]): void {
  const { reply } = call;
  const extras = Number(options.withDistance) + Number(options.withHash) + Number(options.withPlace);
  reply.array(found.length);
  for (const { place, score, distance } of found) {
    if (extras > 0) reply.array(extras + 1);
    const member = set.memberAt(place, slice);
    reply.bulk(member.bytes, member.start, member.length);
    if (options.withDistance) replyDistance(call, distance / options.unit);
    // A score that ZADD gave need not be whole.
    if (options.withHash) reply.integer(Math.trunc(score));
    if (options.withPlace) replyPlace(call, placeOf(score, here));
  }
}

function store(call: Call, options: SearchOptions, found: readonly Found[]): void {
  const { request, db, engine } = call;
  const { destination } = options;
  const { workshop } = engine.keyspace;
  const key = [request.bytes, request.start(destination), request.length(destination)] as const;
  if (found.length === 0) {
    storeNothing(call, destination);
    call.reply.integer(0);
    return;
  }
  result.create(workshop, ...key);
  for (const { place, score, distance } of found) {
    const { bytes, start, length } = set.memberAt(place, slice);
    result.add(bytes, start, length, options.storesDistance ? distance / options.unit : score);
  }
  moveEntry(workshop, result.entry, db, ...key);
  call.changed(destination, options.isSearch ? 'geosearchstore' : 'georadiusstore', found.length);
  call.reply.integer(found.length);
}

/** The destination is deleted where there is nothing to put there. */
function storeNothing(call: Call, destination: number): void {
  const { request, db } = call;
  if (db.discard(request.bytes, request.start(destination), request.length(destination))) {
    call.changed(destination, 'del');
  }
}
