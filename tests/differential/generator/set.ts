/**
 * Sets: few members, so that commands meet; all integers or not, and now and then many or long ones, so that a set takes
 * each of its forms. The order of members is the original's own affair.
 */

import { sameKind, sameShape, scannedAll, unordered } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';
import { setKeys } from './vocabulary.ts';

/** A key that probably holds a set. */
function key(draw: Draw): string {
  return draw.chance(0.7) ? draw.pick(setKeys) : draw.key();
}

const keys = (draw: Draw, least: number, most: number): string[] => draw.many(least, most, () => key(draw));

function member(draw: Draw): string {
  return draw.weighted([
    [8, () => String(draw.below(12))],
    [2, () => draw.integer()],
    [3, () => `m${draw.below(8)}`],
    [2, () => draw.value()],
    [0.3, () => 'm'.repeat(draw.pick([63, 64, 65, 300]))],
  ])();
}

const members = (draw: Draw): string[] => draw.many(1, 5, () => member(draw));

/** More members than an intset or a small set has. */
function many(draw: Draw): Draft {
  const from = draw.below(300);
  const prefix = draw.pick(['', '', 'many']);
  const count = draw.pick([20, 127, 129, 511, 513]);
  return steady(
    command('SADD', key(draw), ...Array.from({ length: count }, (_, i) => `${prefix}${from + i}`)),
  );
}

function scan(draw: Draw): Draft {
  const options: Word[][] = [['COUNT', draw.pick(['5000', '100000'])]];
  if (draw.chance(0.5)) options.push(['MATCH', draw.pattern()]);
  if (draw.chance(0.1)) options.push([draw.pick(['TYPE', 'NOSUCH']), 'x']);
  return steady(compared(scannedAll, 'SSCAN', key(draw), '0', ...options.flat()));
}

function intercard(draw: Draw): Draft {
  const names = keys(draw, 1, 3);
  // No number with something behind it: the original reads those in one way to answer and in another to track keys.
  const count = draw.chance(0.8) ? String(names.length) : draw.pick(['0', '-1', '99', 'abc', '']);
  const limit = draw.chance(0.4) ? ['LIMIT', draw.integer()] : [];
  return command('SINTERCARD', count, ...names, ...limit);
}

/** What is popped is chance: afterwards the key is made anew, so that both sides hold the same. */
function pop(draw: Draw): readonly Draft[] {
  const name = key(draw);
  const count = draw.chance(0.5) ? [draw.sampleCount()] : [];
  return [steady(compared(sameShape, 'SPOP', name, ...count)), steady(compared(sameKind, 'DEL', name))];
}

export const setFamily: Family = {
  name: 'set',
  weight: 25,
  readers: { set: { request: (name) => ['SMEMBERS', name], compare: unordered } },
  commands: [
    [14, (draw) => command('SADD', key(draw), ...members(draw))],
    [0.6, many],
    [8, (draw) => command('SREM', key(draw), ...members(draw))],
    [4, (draw) => command('SMOVE', key(draw), key(draw), member(draw))],
    [4, (draw) => command('SISMEMBER', key(draw), member(draw))],
    [3, (draw) => command('SMISMEMBER', key(draw), ...members(draw))],
    [3, (draw) => command('SCARD', key(draw))],
    [4, (draw) => compared(unordered, 'SMEMBERS', key(draw))],
    [6, (draw) => compared(unordered, draw.pick(['SINTER', 'SUNION', 'SDIFF']), ...keys(draw, 1, 3))],
    [
      6,
      (draw) =>
        command(draw.pick(['SINTERSTORE', 'SUNIONSTORE', 'SDIFFSTORE']), key(draw), ...keys(draw, 1, 3)),
    ],
    [4, intercard],
    [
      3,
      (draw) =>
        compared(sameShape, 'SRANDMEMBER', key(draw), ...(draw.chance(0.7) ? [draw.sampleCount()] : [])),
    ],
    [2, pop],
    [4, scan],
  ],
};
