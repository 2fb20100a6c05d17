/** GEOADD key [NX | XX] [CH] longitude latitude member [longitude latitude member …] */
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { CH, giveAll, NX, XX } from '../sorted-set/add.ts';
import { readPlace } from './arguments.ts';
import { cellAt, STEPS, scoreOf } from './geohash.ts';

/** Replicas are told the scores, so that one that knows no places can follow. */
export function geoadd(call: Call): void {
  const { request } = call;
  let flags = 0;
  let first = 2;
  for (let flag = optionAt(call, first); flag !== 0; flag = optionAt(call, ++first)) flags |= flag;
  const places = (call.count - first) / 3;
  if (places < 1 || !Number.isInteger(places) || (flags & (NX | XX)) === (NX | XX)) throw errors.syntax;
  const scores = new Float64Array(places);
  const propagated: (string | Uint8Array)[] = ['ZADD'];
  for (let i = 1; i < first; i++) propagated.push(request.copy(i));
  for (let i = 0; i < places; i++) {
    const at = first + i * 3;
    const { longitude, latitude } = readPlace(call, at);
    const score = scoreOf(cellAt(longitude, latitude, STEPS));
    scores[i] = score;
    propagated.push(String(score), request.copy(at + 2));
  }
  const { dirty } = call.engine.effects;
  giveAll(call, flags, scores, places, { first: first + 2, step: 3 });
  if (call.engine.effects.dirty !== dirty) call.propagateAs(...propagated);
}

function optionAt(call: Call, index: number): number {
  if (index >= call.count) return 0;
  if (call.is(index, 'NX')) return NX;
  if (call.is(index, 'XX')) return XX;
  return call.is(index, 'CH') ? CH : 0;
}
