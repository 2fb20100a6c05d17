/**
 * Sorted sets: few members and scores from the edges, so that many are equal; now and then many or long members, so that
 * a small sorted set becomes a large one. Ranges by member mean something only where all scores are equal, and the
 * original leaves open what they are elsewhere: they have keys of their own, under which that is so.
 */

import { exact, sameShape, scannedPairs } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';
import { lexicalKeys, setKeys } from './vocabulary.ts';

function member(draw: Draw): string {
  return draw.weighted([
    [8, () => `m${draw.below(8)}`],
    [3, () => draw.key()],
    [2, () => draw.value()],
    [0.3, () => 'm'.repeat(draw.pick([63, 64, 65, 300]))],
  ])();
}

function score(draw: Draw): string {
  return draw.weighted([
    [10, () => String(draw.between(-3, 6))],
    [
      2,
      () =>
        draw.pick([
          'inf',
          '-inf',
          '+inf',
          '-0',
          '0.1',
          '1e300',
          '4611686018427387904',
          '1e15',
          '1e17',
          '286630676996680.625',
        ]),
    ],
    [3, () => draw.float()],
  ])();
}

/** A limit of a range of scores. */
function scoreLimit(draw: Draw): string {
  const limit = draw.weighted([
    [10, () => String(draw.between(-3, 6))],
    [5, () => draw.pick(['-inf', '+inf', 'inf'])],
    [2, () => score(draw)],
    [
      1,
      () =>
        draw.pick(['', ' 1', '1 ', '\t-2', '1\x00x', '1e400', '-1e400', '1e-400', 'nan', '0x1p1', '(1', 'a']),
    ],
  ])();
  return draw.chance(0.3) ? `(${limit}` : limit;
}

/** A limit of a range of members. */
function memberLimit(draw: Draw): string {
  return draw.weighted([
    [3, () => '-'],
    [3, () => '+'],
    [10, () => draw.pick(['[', '(']) + draw.pick(['', 'a', 'b', 'bb', 'm2', 'm5', 'word40', 'word80', 'z'])],
    [0.5, () => draw.pick(['', 'a', '-x', '+\x00x', '--', '\xff'])],
  ])();
}

function rank(draw: Draw): string {
  return draw.chance(0.9) ? String(draw.between(-9, 9)) : draw.integer();
}

const pairs = (draw: Draw): string[] => draw.many(1, 4, () => [score(draw), member(draw)]).flat();

function add(draw: Draw): Draft {
  const options = draw.chance(0.4)
    ? draw.many(1, 2, () => draw.pick(['NX', 'XX', 'GT', 'LT', 'CH', 'ch']))
    : [];
  return command('ZADD', draw.key(), ...options, ...pairs(draw));
}

function increment(draw: Draw): Draft {
  const options = draw.chance(0.5) ? [draw.pick(['NX', 'XX', 'GT', 'LT', 'CH'])] : [];
  return command('ZADD', draw.key(), ...options, 'INCR', score(draw), member(draw));
}

/** More members than a small sorted set has, or just as many. */
function manyPairs(draw: Draw): Draft {
  const from = draw.below(200);
  const divisor = draw.pick([1, 10, 1000]);
  const count = draw.pick([20, 100, 129, 400]);
  const words = Array.from({ length: count }, (_, i) => [
    String(((i * 7919) % count) / divisor),
    `many${from + i}`,
  ]);
  return steady(command('ZADD', draw.key(), ...words.flat()));
}

function withScores(draw: Draw): string[] {
  return draw.chance(0.5) ? [draw.pick(['WITHSCORES', 'withscores'])] : [];
}

function limit(draw: Draw): string[] {
  return draw.chance(0.3) ? ['LIMIT', String(draw.between(-1, 4)), String(draw.between(-2, 5))] : [];
}

/** The words of ZRANGE and ZRANGESTORE behind the key. */
function range(draw: Draw, more: readonly string[]): string[] {
  const reverse = draw.chance(0.4) ? ['REV'] : [];
  if (draw.chance(0.5)) return [rank(draw), rank(draw), ...reverse, ...more];
  const options = draw.chance(0.5) ? [...limit(draw), ...reverse] : [...reverse, ...limit(draw)];
  return [scoreLimit(draw), scoreLimit(draw), 'BYSCORE', ...options, ...more];
}

/** Requests by member, under the keys whose scores are all equal. */
function lexical(draw: Draw): Draft {
  const key = draw.pick(lexicalKeys);
  const [low, high] = [memberLimit(draw), memberLimit(draw)];
  const words = draw.weighted<() => string[]>([
    [4, () => ['ZRANGEBYLEX', key, low, high, ...limit(draw)]],
    [3, () => ['ZREVRANGEBYLEX', key, high, low, ...limit(draw)]],
    [3, () => ['ZRANGE', key, low, high, 'BYLEX', ...(draw.chance(0.4) ? ['REV'] : []), ...limit(draw)]],
    [1, () => ['ZRANGE', key, low, high, 'BYLEX', 'WITHSCORES']],
    [2, () => ['ZRANGESTORE', draw.pick(lexicalKeys), key, low, high, 'BYLEX', ...limit(draw)]],
    [3, () => ['ZLEXCOUNT', key, low, high]],
    [1, () => ['ZREMRANGEBYLEX', key, low, high]],
    [
      3,
      () => [
        'ZADD',
        key,
        ...draw.many(1, 4, () => ['0', draw.pick(['a', 'b', 'bb', 'c', `m${draw.below(9)}`])]).flat(),
      ],
    ],
    [0.3, () => ['ZADD', key, ...Array.from({ length: 130 }, (_, i) => ['0', `word${i}`]).flat()]],
    [2, () => ['ZREM', key, ...draw.many(1, 4, () => draw.pick(['a', 'b', 'c', `m${draw.below(9)}`]))]],
    [0.1, () => ['DEL', key]],
  ])();
  return steady(command(...words));
}

/** The words of ZUNION and its relatives behind the destination. */
function sources(draw: Draw, weighted: boolean, more: readonly string[]): Word[] {
  const keys = [...draw.keys(0, 3), draw.chance(0.4) ? draw.pick([...lexicalKeys, ...setKeys]) : draw.key()];
  const options: Word[][] = [];
  if (weighted && draw.chance(0.4)) options.push(['WEIGHTS', ...keys.map(() => score(draw))]);
  if (weighted && draw.chance(0.4))
    options.push(['AGGREGATE', draw.pick(['SUM', 'MIN', 'MAX', 'sum', 'AVG'])]);
  if (draw.chance(0.5)) options.reverse();
  const count = draw.chance(0.95) ? String(keys.length) : draw.integer();
  return [count, ...keys, ...options.flat(), ...more];
}

function combine(draw: Draw): Draft {
  const [name, weighted] = draw.pick([
    ['UNION', true],
    ['INTER', true],
    ['DIFF', false],
  ] as const);
  if (draw.chance(0.5)) return command(`Z${name}`, ...sources(draw, weighted, withScores(draw)));
  return command(`Z${name}STORE`, draw.key(), ...sources(draw, weighted, []));
}

function popFromSeveral(draw: Draw): Draft {
  const keys = draw.keys(1, 3);
  const count = draw.chance(0.5) ? ['COUNT', draw.pick(['1', '2', '5', '200', '0', '-1', 'x'])] : [];
  return command('ZMPOP', String(keys.length), ...keys, draw.pick(['MIN', 'MAX', 'min']), ...count);
}

function randomMembers(draw: Draw): Draft {
  const options: Word[] = draw.chance(0.7) ? [draw.sampleCount()] : [];
  if (options.length > 0 && draw.chance(0.4)) options.push(draw.pick(['WITHSCORES', 'withscores', 'nosuch']));
  return compared(sameShape, 'ZRANDMEMBER', draw.key(), ...options);
}

function scan(draw: Draw): Draft {
  const options: Word[][] = [['COUNT', draw.pick(['5000', '100000'])]];
  if (draw.chance(0.5)) options.push(['MATCH', draw.pattern()]);
  if (draw.chance(0.1)) options.push([draw.pick(['TYPE', 'NOSUCH']), 'x']);
  return steady(compared(scannedPairs, 'ZSCAN', draw.key(), '0', ...options.flat()));
}

/** A pop takes one member more often than several, for keys to last. */
function pop(draw: Draw): Draft {
  const count = draw.chance(0.4) ? [draw.pick(['0', '1', '2', '3', '100', '-1', 'x'])] : [];
  return command(draw.pick(['ZPOPMIN', 'ZPOPMAX']), draw.key(), ...count);
}

export const sortedSetFamily: Family = {
  name: 'sorted set',
  weight: 30,
  readers: { zset: { request: (key) => ['ZRANGE', key, '0', '-1', 'WITHSCORES'], compare: exact } },
  commands: [
    [16, add],
    [0.8, manyPairs],
    [3, increment],
    [5, (draw) => command('ZINCRBY', draw.key(), score(draw), member(draw))],
    [3, (draw) => command('ZCARD', draw.key())],
    [4, (draw) => command('ZSCORE', draw.key(), member(draw))],
    [2, (draw) => command('ZMSCORE', draw.key(), ...draw.many(1, 4, () => member(draw)))],
    [5, (draw) => command(draw.pick(['ZRANK', 'ZREVRANK']), draw.key(), member(draw))],
    [4, (draw) => command('ZCOUNT', draw.key(), scoreLimit(draw), scoreLimit(draw))],
    [6, (draw) => command('ZRANGE', draw.key(), ...range(draw, withScores(draw)))],
    [3, (draw) => command('ZREVRANGE', draw.key(), rank(draw), rank(draw), ...withScores(draw))],
    [
      4,
      (draw) =>
        command(
          draw.pick(['ZRANGEBYSCORE', 'ZREVRANGEBYSCORE']),
          draw.key(),
          scoreLimit(draw),
          scoreLimit(draw),
          ...(draw.chance(0.5)
            ? [...withScores(draw), ...limit(draw)]
            : [...limit(draw), ...withScores(draw)]),
        ),
    ],
    [3, (draw) => command('ZRANGESTORE', draw.key(), draw.key(), ...range(draw, []))],
    [12, lexical],
    [5, (draw) => command('ZREM', draw.key(), ...draw.many(1, 4, () => member(draw)))],
    [1.5, (draw) => command('ZREMRANGEBYRANK', draw.key(), rank(draw), rank(draw))],
    [1.5, (draw) => command('ZREMRANGEBYSCORE', draw.key(), scoreLimit(draw), scoreLimit(draw))],
    [3, pop],
    [2, popFromSeveral],
    [8, combine],
    [
      2,
      (draw) =>
        command(
          'ZINTERCARD',
          ...sources(draw, false, draw.chance(0.5) ? ['LIMIT', draw.pick(['0', '1', '2', '-1', 'x'])] : []),
        ),
    ],
    [3, randomMembers],
    [3, scan],
    [1, (draw) => steady(command('ZSCAN', draw.key(), draw.pick(['abc', '1x', '']), 'COUNT', '0'))],
  ],
};
