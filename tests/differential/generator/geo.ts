/**
 * Places, most of them in a few towns near each other, so that searches find some and not others; now and then at the
 * edges of the map. Distances are not stored here: their last digits depend on the sine of the machine, which is another
 * one in the C library than in V8.
 */

import { unordered } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared } from './family.ts';
import type { Draw } from './vocabulary.ts';
import { placeKeys } from './vocabulary.ts';

function key(draw: Draw): string {
  return draw.chance(0.8) ? draw.pick(placeKeys) : draw.key();
}

const member = (draw: Draw): string => (draw.chance(0.95) ? `town${draw.below(40)}` : draw.value());

function place(draw: Draw): Word[] {
  return draw.weighted<() => Word[]>([
    [10, () => [`${12 + draw.below(40_000) / 10_000}`, `${36 + draw.below(40_000) / 10_000}`]],
    [
      3,
      () => [`${draw.between(-179, 179)}.${draw.below(999)}`, `${draw.between(-84, 84)}.${draw.below(999)}`],
    ],
    [1, () => [draw.pick(['180', '-180', '179.9999']), draw.pick(['85', '-85', '0', '85.05112878'])]],
    [0.5, () => [draw.pick(['181', '0', 'abc', '1e300', '']), draw.pick(['86', '-91', 'nan', '0', 'x'])]],
  ])();
}

function unit(draw: Draw): string {
  return draw.chance(0.95) ? draw.pick(['m', 'km', 'ft', 'mi', 'KM']) : draw.pick(['nm', '', 'mm']);
}

function length(draw: Draw): string {
  return draw.weighted([
    [10, () => `${draw.below(900)}.${draw.below(99)}`],
    [3, () => `${draw.below(9_000_000)}`],
    [1, () => draw.pick(['0', '-1', 'abc', '1e10', ''])],
  ])();
}

/**
 * What any search takes. Without an order the original has one of its own, that of its cells. Sorted sets of other
 * families may hold many members at one place: which of them a count leaves out is chance.
 */
function options(draw: Draw, searched: string): Word[] {
  const drawn: Word[] = [draw.pick(['ASC', 'DESC'])];
  if (placeKeys.includes(searched) && draw.chance(0.3))
    drawn.push('COUNT', draw.pick(['1', '3', '100', '0', '-1', 'x']));
  for (const extra of ['WITHDIST', 'WITHCOORD', 'WITHHASH']) if (draw.chance(0.3)) drawn.push(extra);
  return drawn;
}

function shape(draw: Draw): Word[] {
  const from = draw.chance(0.5) ? ['FROMMEMBER', member(draw)] : ['FROMLONLAT', ...place(draw)];
  const by = draw.chance(0.5)
    ? ['BYRADIUS', length(draw), unit(draw)]
    : ['BYBOX', length(draw), length(draw), unit(draw)];
  return draw.chance(0.5) ? [...from, ...by] : [...by, ...from];
}

function radius(draw: Draw): Draft {
  const suffix = draw.chance(0.3) ? '_RO' : '';
  const store = draw.chance(0.2) ? ['STORE', draw.pick(placeKeys)] : [];
  const searched = key(draw);
  const rest = [length(draw), unit(draw), ...options(draw, searched), ...store];
  return draw.chance(0.5)
    ? command(`GEORADIUS${suffix}`, searched, ...place(draw), ...rest)
    : command(`GEORADIUSBYMEMBER${suffix}`, searched, member(draw), ...rest);
}

function search(draw: Draw): Draft {
  const searched = key(draw);
  return command('GEOSEARCH', searched, ...shape(draw), ...options(draw, searched));
}

function add(draw: Draw): Draft {
  const flags = draw.chance(0.2) ? [draw.pick(['NX', 'XX', 'CH', 'GT'])] : [];
  return command(
    'GEOADD',
    key(draw),
    ...flags,
    ...draw.many(1, 4, () => [...place(draw), member(draw)]).flat(),
  );
}

export const geoFamily: Family = {
  name: 'geo',
  weight: 12,
  commands: [
    [12, add],
    [
      4,
      (draw) =>
        command('GEODIST', key(draw), member(draw), member(draw), ...(draw.chance(0.5) ? [unit(draw)] : [])),
    ],
    [4, (draw) => command('GEOHASH', key(draw), ...draw.many(0, 3, () => member(draw)))],
    [4, (draw) => command('GEOPOS', key(draw), ...draw.many(0, 3, () => member(draw)))],
    [10, search],
    [3, (draw) => compared(unordered, 'GEOSEARCH', key(draw), ...shape(draw))],
    [
      2,
      (draw) => command('GEOSEARCH', key(draw), ...shape(draw), 'COUNT', draw.pick(['1', '2', '50']), 'ANY'),
    ],
    [5, (draw) => command('GEOSEARCHSTORE', draw.pick(placeKeys), key(draw), ...shape(draw))],
    [6, radius],
  ],
};
