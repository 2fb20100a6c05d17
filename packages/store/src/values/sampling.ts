/** Choosing some of a collection's elements at random. */

/** What can be chosen from: see HashValue for what a place is. */
export interface PlaceSource {
  readonly count: number;
  visitPlaces(visit: (place: number) => void): void;
  randomPlace(random: () => number): number;
}

/** Above this share of the whole, choosing among all is cheaper than trying until enough were different. */
const MANY = 1 / 3;

/** The places of `count` different elements, or of all if there are fewer, in any order. */
export function sampleDistinct(source: PlaceSource, count: number, random: () => number): number[] {
  if (count > source.count * MANY) {
    const places: number[] = [];
    source.visitPlaces((place) => places.push(place));
    for (let i = 0; i < count && i < places.length; i++) {
      const other = i + Math.floor(random() * (places.length - i));
      const chosen = places[other] as number;
      places[other] = places[i] as number;
      places[i] = chosen;
    }
    return places.slice(0, count);
  }
  const chosen = new Set<number>();
  while (chosen.size < count) chosen.add(source.randomPlace(random));
  return [...chosen];
}
