/**
 * Places on a curve: longitude and latitude as one number of 52 bits, so that a sorted set keeps close what is close.
 *
 *     latitude  -85.05112878 … 85.05112878 in 2^26 steps ─┐
 *     longitude        -180 … 180 in 2^26 steps ──────────┴─► bits taken in turns, the longitude's above the latitude's
 *
 * The first 2n bits name a cell of n steps in each direction: what is in the cell are the numbers that begin so, one
 * range of scores. (G. M. Morton, "A computer oriented geodetic data base", 1966; the limits are those of the Mercator
 * projection of web maps, as Redis has them.) A number below 2^53 holds all of it exactly.
 */

export const LATITUDE_MAX = 85.05112878;
export const LONGITUDE_MAX = 180;
/** Steps of a score. */
export const STEPS = 26;

const HALF_BITS = 13;
const HALF_MASK = 0x1fff;
/** Half of a score's bits; as many rows and columns as the map has at its finest. */
const HALF = 2 ** STEPS;

/** A cell: `steps` bits of each coordinate. */
export interface Cell {
  readonly latitude: number;
  readonly longitude: number;
  readonly steps: number;
}

/** The borders of a cell, in degrees. */
export interface Borders {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/** A place in degrees. */
export interface Place {
  longitude: number;
  latitude: number;
}

/** Whether a place has a score. */
export function isOnMap(longitude: number, latitude: number): boolean {
  return Math.abs(longitude) <= LONGITUDE_MAX && Math.abs(latitude) <= LATITUDE_MAX;
}

/** The cell of `steps` that a place is in. `latitudeMax` is another one for geohashes that other systems read. */
export function cellAt(
  longitude: number,
  latitude: number,
  steps: number,
  latitudeMax: number = LATITUDE_MAX,
): Cell {
  const scale = 2 ** steps;
  return {
    latitude: (((latitude + latitudeMax) / (2 * latitudeMax)) * scale) >>> 0,
    longitude: (((longitude + LONGITUDE_MAX) / (2 * LONGITUDE_MAX)) * scale) >>> 0,
    steps,
  };
}

/** The least score of a cell. */
export function scoreOf({ latitude, longitude, steps }: Cell): number {
  const shift = STEPS - steps;
  return interleave(latitude * 2 ** shift, longitude * 2 ** shift);
}

/** How many scores a cell of these steps has. */
export function scoresIn(steps: number): number {
  return 4 ** (STEPS - steps);
}

export function bordersOf({ latitude, longitude, steps }: Cell): Borders {
  const scale = 2 ** steps;
  return {
    south: degreesNorth(latitude, scale),
    north: degreesNorth(latitude + 1, scale),
    west: degreesEast(longitude, scale),
    east: degreesEast(longitude + 1, scale),
  };
}

function degreesNorth(rows: number, scale: number): number {
  return -LATITUDE_MAX + (rows / scale) * (2 * LATITUDE_MAX);
}

function degreesEast(columns: number, scale: number): number {
  return -LONGITUDE_MAX + (columns / scale) * (2 * LONGITUDE_MAX);
}

/**
 * The cell `north` rows and `east` columns away; the map goes on at its other side. What lies on the northern or eastern
 * edge of the map is in a row or column of its own, as in Redis, and stays there as long as it does not move that way.
 */
export function neighbour({ latitude, longitude, steps }: Cell, north: number, east: number): Cell {
  const mask = 2 ** steps - 1;
  return {
    latitude: north === 0 ? latitude : (latitude + north) & mask,
    longitude: east === 0 ? longitude : (longitude + east) & mask,
    steps,
  };
}

/** The middle of the smallest cell that a score names. */
export function placeOf(score: number, into: Place): Place {
  const upper = Math.floor(score / HALF);
  const lower = score - upper * HALF;
  const latitude = even(upper) * (HALF_MASK + 1) + even(lower);
  const longitude = even(upper >>> 1) * (HALF_MASK + 1) + even(lower >>> 1);
  const easts = degreesEast(longitude, HALF) + degreesEast(longitude + 1, HALF);
  const norths = degreesNorth(latitude, HALF) + degreesNorth(latitude + 1, HALF);
  into.longitude = clamp(easts / 2, LONGITUDE_MAX);
  into.latitude = clamp(norths / 2, LATITUDE_MAX);
  return into;
}

function clamp(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}

function interleave(latitude: number, longitude: number): number {
  const upper = spread(latitude >>> HALF_BITS) | (spread(longitude >>> HALF_BITS) << 1);
  const lower = spread(latitude & HALF_MASK) | (spread(longitude & HALF_MASK) << 1);
  return upper * HALF + lower;
}

/** Puts a zero above each of 16 bits. */
function spread(bits: number): number {
  let spreading = bits;
  spreading = (spreading | (spreading << 8)) & 0x00ff00ff;
  spreading = (spreading | (spreading << 4)) & 0x0f0f0f0f;
  spreading = (spreading | (spreading << 2)) & 0x33333333;
  return (spreading | (spreading << 1)) & 0x55555555;
}

/** Every other bit, from the lowest on: the reverse of `spread`. */
function even(bits: number): number {
  let gathering = bits & 0x55555555;
  gathering = (gathering | (gathering >>> 1)) & 0x33333333;
  gathering = (gathering | (gathering >>> 2)) & 0x0f0f0f0f;
  gathering = (gathering | (gathering >>> 4)) & 0x00ff00ff;
  return (gathering | (gathering >>> 8)) & 0x0000ffff;
}

const LETTERS = '0123456789bcdefghjkmnpqrstuvwxyz';

/** The eleven letters by which other systems know a place: their latitudes go to the poles. */
export function geohashText({ longitude, latitude }: Place): string {
  const { latitude: row, longitude: column } = cellAt(longitude, latitude, STEPS, 90);
  const bits = BigInt(interleave(row, column));
  let text = '';
  for (let shift = 47n; shift >= 0n; shift -= 5n) text += LETTERS[Number((bits >> shift) & 31n)];
  // 52 bits are ten letters and two bits; the eleventh letter is always the first of the alphabet.
  return `${text}${LETTERS[0]}`;
}
