/** Arguments of the geo commands: places, lengths, units. */
import { parseDouble } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import type { Place } from './geohash.ts';
import { isOnMap } from './geohash.ts';

/** Metres of a unit. */
const UNITS: readonly (readonly [name: string, metres: number])[] = [
  ['M', 1],
  ['KM', 1000],
  ['FT', 0.3048],
  ['MI', 1609.34],
];

/** The metres of the unit in argument `index`. @throws an error that names the units there are */
export function readUnit(call: Call, index: number): number {
  for (const [name, metres] of UNITS) if (call.is(index, name)) return metres;
  throw new CommandError('ERR unsupported unit provided. please use M, KM, FT, MI');
}

/** Argument `index` as a number. @throws `refusal` */
export function readNumber(call: Call, index: number, refusal: CommandError = errors.notFloat): number {
  const { request } = call;
  const value = parseDouble(request.bytes, request.start(index), request.length(index));
  if (Number.isNaN(value)) throw refusal;
  return value;
}

/** The longitude in argument `index` and the latitude behind it. @throws notFloat, or an error that shows both */
export function readPlace(call: Call, index: number): Place {
  const longitude = readNumber(call, index);
  const latitude = readNumber(call, index + 1);
  if (!isOnMap(longitude, latitude)) {
    throw new CommandError(`ERR invalid longitude,latitude pair ${fixed(longitude)},${fixed(latitude)}`);
  }
  return { longitude, latitude };
}

/** A number with six digits behind the point, however large. */
function fixed(value: number): string {
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  return Math.abs(value) < 1e21 ? value.toFixed(6) : `${BigInt(value)}.000000`;
}
