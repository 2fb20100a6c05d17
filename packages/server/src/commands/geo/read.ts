/** What is known of places: GEODIST, GEOHASH, GEOPOS. */
import { SORTED_SET, SortedSetValue } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { readUnit } from './arguments.ts';
import { distance } from './distance.ts';
import type { Place } from './geohash.ts';
import { geohashText, placeOf } from './geohash.ts';
import { replyDistance, replyPlace } from './replies.ts';

const set = new SortedSetValue();

/** GEODIST key member1 member2 [M | KM | FT | MI] */
export function geodist(call: Call): void {
  const unit = call.count === 5 ? readUnit(call, 4) : 1;
  if (call.count > 5) throw errors.syntax;
  const entry = call.readOf(SORTED_SET, 1);
  const from = entry === 0 ? undefined : placeAt(call, entry, 2);
  const to = entry === 0 ? undefined : placeAt(call, entry, 3);
  if (from === undefined || to === undefined) call.reply.null();
  else replyDistance(call, distance(from, to) / unit);
}

/** GEOHASH key [member …] */
export function geohash(call: Call): void {
  const entry = call.readOf(SORTED_SET, 1);
  call.reply.array(call.count - 2);
  for (let i = 2; i < call.count; i++) {
    const place = entry === 0 ? undefined : placeAt(call, entry, i);
    if (place === undefined) call.reply.null();
    else call.reply.bulkText(geohashText(place));
  }
}

/** GEOPOS key [member …] */
export function geopos(call: Call): void {
  const entry = call.readOf(SORTED_SET, 1);
  call.reply.array(call.count - 2);
  for (let i = 2; i < call.count; i++) {
    const place = entry === 0 ? undefined : placeAt(call, entry, i);
    if (place === undefined) call.reply.nullArray();
    else replyPlace(call, place);
  }
}

/** Where the member in argument `index` is, if it is in the sorted set. */
export function placeAt(call: Call, entry: number, index: number): Place | undefined {
  const { request } = call;
  const found = set.open(call.db, entry).find(request.bytes, request.start(index), request.length(index));
  return found === 0 ? undefined : placeOf(set.scoreAt(found), { longitude: 0, latitude: 0 });
}
