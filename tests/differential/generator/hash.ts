/**
 * Hashes: few fields, so that commands meet, and now and then many or long ones, so that a small hash becomes a large
 * one. Where the order of fields is the original's own affair, replies are compared without it.
 */

import { sameShape, scannedPairs, unordered, unorderedPairs } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';

function field(draw: Draw): string {
  return draw.weighted([
    [8, () => `f${draw.below(6)}`],
    [3, () => draw.key()],
    [2, () => draw.value()],
    [0.3, () => 'f'.repeat(draw.pick([63, 64, 65, 300]))],
  ])();
}

function value(draw: Draw): string {
  return draw.chance(0.03) ? 'v'.repeat(draw.pick([63, 64, 65, 5000])) : draw.value();
}

const pairs = (draw: Draw): string[] => draw.many(1, 4, () => [field(draw), value(draw)]).flat();

/** More fields than a small hash has. */
function manyPairs(draw: Draw): Draft {
  const from = draw.below(200);
  const count = draw.pick([20, 130, 513]);
  const words = Array.from({ length: count }, (_, i) => [`many${from + i}`, String(i)]).flat();
  return steady(command('HSET', draw.key(), ...words));
}

function randomFields(draw: Draw): Draft {
  const options: Word[] = draw.chance(0.7) ? [draw.sampleCount()] : [];
  if (options.length > 0 && draw.chance(0.4)) options.push(draw.pick(['WITHVALUES', 'withvalues', 'nosuch']));
  return compared(sameShape, 'HRANDFIELD', draw.key(), ...options);
}

function scan(draw: Draw): Draft {
  const options: Word[][] = [['COUNT', draw.pick(['1000', '5000', '100000'])]];
  if (draw.chance(0.5)) options.push(['MATCH', draw.pattern()]);
  if (draw.chance(0.1)) options.push([draw.pick(['TYPE', 'NOSUCH', 'NOVALUES']), 'x']);
  return steady(compared(scannedPairs, 'HSCAN', draw.key(), '0', ...options.flat()));
}

export const hashFamily: Family = {
  name: 'hash',
  weight: 25,
  readers: { hash: { request: (key) => ['HGETALL', key], compare: unorderedPairs } },
  commands: [
    [14, (draw) => command('HSET', draw.key(), ...pairs(draw))],
    [3, (draw) => command('HMSET', draw.key(), ...pairs(draw))],
    [0.6, manyPairs],
    [4, (draw) => command('HSETNX', draw.key(), field(draw), value(draw))],
    [6, (draw) => command('HGET', draw.key(), field(draw))],
    [4, (draw) => command('HMGET', draw.key(), ...draw.many(1, 4, () => field(draw)))],
    [6, (draw) => compared(unorderedPairs, 'HGETALL', draw.key())],
    [3, (draw) => compared(unordered, draw.pick(['HKEYS', 'HVALS']), draw.key())],
    [3, (draw) => command('HLEN', draw.key())],
    [4, (draw) => command(draw.pick(['HEXISTS', 'HSTRLEN']), draw.key(), field(draw))],
    [8, (draw) => command('HDEL', draw.key(), ...draw.many(1, 4, () => field(draw)))],
    [5, (draw) => command('HINCRBY', draw.key(), field(draw), draw.integer())],
    [5, (draw) => command('HINCRBYFLOAT', draw.key(), field(draw), draw.float())],
    [4, randomFields],
    [4, scan],
    [1, (draw) => steady(command('HSCAN', draw.key(), draw.pick(['abc', '1x', '']), 'COUNT', '0'))],
  ],
};
