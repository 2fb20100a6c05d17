/** Distances over the ground, on a sphere, in metres. */
import type { Place } from './geohash.ts';

/** Radius of the earth that Redis reckons with. */
const EARTH_METRES = 6_372_797.560856;

export function radians(degrees: number): number {
  return degrees * (Math.PI / 180);
}

export function degrees(angle: number): number {
  return angle / (Math.PI / 180);
}

/** Degrees of latitude that so many metres are. */
export function degreesOf(metres: number): number {
  return degrees(metres / EARTH_METRES);
}

/** The great-circle distance (R. W. Sinnott, "Virtues of the Haversine", 1984). */
export function distance(a: Place, b: Place): number {
  const v = Math.sin((radians(b.longitude) - radians(a.longitude)) / 2);
  if (v === 0) return latitudeDistance(a, b);
  const from = radians(a.latitude);
  const to = radians(b.latitude);
  const u = Math.sin((to - from) / 2);
  return 2 * EARTH_METRES * Math.asin(Math.sqrt(u * u + Math.cos(from) * Math.cos(to) * v * v));
}

/** The distance along a meridian. */
export function latitudeDistance(a: Place, b: Place): number {
  return EARTH_METRES * Math.abs(radians(b.latitude) - radians(a.latitude));
}
