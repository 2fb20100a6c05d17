/**
 * What is searched: a circle or a box around a place, and the cells of the map that cover it.
 *
 * The cells are the one the place is in and its eight neighbours, as small as may be for that: of those that lie outside
 * the box around the shape none is looked at. Whether a member in a cell is in the shape is asked of each.
 */
import { degrees, degreesOf, distance, latitudeDistance, radians } from './distance.ts';
import type { Borders, Cell, Place } from './geohash.ts';
import { bordersOf, cellAt, neighbour, STEPS } from './geohash.ts';

/** Lengths in metres. A circle is as wide and high as twice its radius. */
export interface Shape {
  readonly centre: Place;
  readonly kind: 'circle' | 'box';
  readonly halfWidth: number;
  readonly halfHeight: number;
}

/** For what rounding does, where more is left out than the exact answer would. */
const MARGIN = 1.000001;

/**
 * Tells of one place after another whether it is in a shape.
 *
 * Most of what is looked at lies too far north or south, east or west, whatever the rest: two subtractions tell it, and
 * only what they leave is worth sines. No place in the shape is further east than e, where
 * sin(e / 2) = sin(width / 2) / cos(the latitude nearest to a pole), angles all of them.
 */
export class Reach {
  private readonly shape: Shape;
  private readonly northMax: number;
  /** In degrees. */
  private readonly eastMax: number;
  private readonly beside: Place;

  constructor(shape: Shape) {
    const { centre, halfWidth, halfHeight } = shape;
    this.shape = shape;
    this.northMax = halfHeight * MARGIN + 0.001;
    const nearest = radians(Math.abs(centre.latitude) + degreesOf(halfHeight));
    const wide = radians(degreesOf(halfWidth)) / 2;
    const sine = nearest < Math.PI / 2 && wide < Math.PI / 2 ? Math.sin(wide) / Math.cos(nearest) : 1;
    this.eastMax = sine < 1 ? 2 * degrees(Math.asin(sine)) * MARGIN : 180;
    this.beside = { longitude: centre.longitude, latitude: 0 };
  }

  /** The distance of a place from the centre in metres, or -1 if it is outside. */
  distanceTo(place: Place): number {
    const { centre, kind, halfWidth, halfHeight } = this.shape;
    const north = latitudeDistance(place, centre);
    if (north > this.northMax) return -1;
    const east = Math.abs(place.longitude - centre.longitude);
    if (Math.min(east, 360 - east) > this.eastMax) return -1;
    if (kind === 'box') {
      if (north > halfHeight) return -1;
      this.beside.latitude = place.latitude;
      return distance(place, this.beside) > halfWidth ? -1 : distance(centre, place);
    }
    const metres = distance(centre, place);
    return metres > halfWidth ? -1 : metres;
  }
}

/** Half the length of the equator on the maps of Mercator, in metres. */
const MERCATOR_MAX = 20_037_726.37;

/** Cells that cover the shape, each once, in the order they are searched: the middle, then north, south, east, west … */
export function cellsOf(shape: Shape): Cell[] {
  const { centre, kind, halfWidth, halfHeight } = shape;
  const radius = kind === 'circle' ? halfWidth : Math.sqrt(halfWidth ** 2 + halfHeight ** 2);
  const box = boxAround(shape);
  let steps = stepsFor(radius, centre.latitude);
  let middle = cellAt(centre.longitude, centre.latitude, steps);
  if (steps > 1 && !reaches(middle, box)) {
    steps--;
    middle = cellAt(centre.longitude, centre.latitude, steps);
  }
  const borders = bordersOf(middle);
  const found: Cell[] = [];
  for (const [north, east] of AROUND) {
    const isNeeded =
      steps < 2 ||
      !(
        (north < 0 && borders.south < box.south) ||
        (north > 0 && borders.north > box.north) ||
        (east < 0 && borders.west < box.west) ||
        (east > 0 && borders.east > box.east)
      );
    const cell = neighbour(middle, north, east);
    // On a map of few cells one is the neighbour on more than one side.
    const last = found.at(-1);
    const isKnown = last?.latitude === cell.latitude && last.longitude === cell.longitude;
    if (isNeeded && !isKnown) found.push(cell);
  }
  return found;
}

const AROUND = [
  [0, 0],
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const;

/** The smallest cells of which nine cover a radius; near the poles they are narrower. */
function stepsFor(radius: number, latitude: number): number {
  if (radius === 0) return STEPS;
  let steps = 1;
  for (let range = radius; range < MERCATOR_MAX; range *= 2) steps++;
  steps -= 2;
  if (Math.abs(latitude) > 66) steps--;
  if (Math.abs(latitude) > 80) steps--;
  return Math.max(1, Math.min(STEPS, steps));
}

/** Whether the neighbours of a cell reach as far as the box does. */
function reaches(middle: Cell, box: Borders): boolean {
  return (
    bordersOf(neighbour(middle, 1, 0)).north >= box.north &&
    bordersOf(neighbour(middle, -1, 0)).south <= box.south &&
    bordersOf(neighbour(middle, 0, 1)).east >= box.east &&
    bordersOf(neighbour(middle, 0, -1)).west <= box.west
  );
}

/** The box of degrees around a shape: as wide as it must be at the side that is nearer to a pole. */
function boxAround({ centre, halfWidth, halfHeight }: Shape): Borders {
  const { longitude, latitude } = centre;
  const high = degreesOf(halfHeight);
  const edge = latitude < 0 ? latitude - high : latitude + high;
  const wide = degreesOf(halfWidth / Math.cos(radians(edge)));
  return { south: latitude - high, north: latitude + high, west: longitude - wide, east: longitude + wide };
}
