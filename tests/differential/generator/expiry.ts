/**
 * Times to live. Relative ones lie far ahead and never near each other; moments are long past or decades
 * ahead; and a few keys do run out, each in a scenario that waits until it has.
 */

import { closeMilliseconds, closeSeconds, scannedAll, unordered } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared, scenario } from './family.ts';
import type { Draw } from './vocabulary.ts';

/** How long a key lives that is meant to run out, and how long to wait until it surely has. */
const shortMs = 20;
const waitMs = 40;

function condition(draw: Draw): Word[] {
  if (draw.chance(0.5)) return [];
  return draw.many(1, draw.chance(0.2) ? 3 : 1, () => draw.pick(['NX', 'XX', 'GT', 'LT']));
}

/** A key that has run out, and somebody who comes across it. */
function runOut(draw: Draw): Draft[] {
  const key = draw.key();
  const value = draw.value();
  const requests = draw.pick<Word[][]>([
    [['SET', key, value, 'PX', String(shortMs)]],
    [['PSETEX', key, String(shortMs), value]],
    [
      ['SET', key, value],
      ['PEXPIRE', key, String(shortMs)],
    ],
    [
      ['SET', key, value],
      ['GETEX', key, 'PX', String(shortMs)],
    ],
    [
      ['SET', key, value, 'EX', '10'],
      ['PEXPIRE', key, String(shortMs), 'LT'],
    ],
  ]);
  return [scenario(requests, waitMs), comeAcross(draw, key)];
}

function comeAcross(draw: Draw, key: string): Draft {
  const other = draw.key();
  return draw.weighted<() => Draft>([
    [
      4,
      () =>
        command(draw.pick(['GET', 'TYPE', 'TTL', 'DUMP', 'STRLEN', 'INCR', 'DEL', 'TOUCH', 'PERSIST']), key),
    ],
    [2, () => command('SET', key, draw.value(), ...draw.pick([[], ['NX'], ['XX'], ['GET'], ['KEEPTTL']]))],
    [1, () => command(draw.pick(['SETNX', 'APPEND', 'GETSET', 'INCRBYFLOAT']), key, draw.value())],
    [1, () => command(draw.pick(['RENAME', 'RENAMENX', 'COPY']), key, other)],
    [1, () => command(draw.pick(['RENAME', 'RENAMENX', 'COPY']), other, key)],
    [1, () => command(draw.pick(['EXPIRE', 'PEXPIREAT']), key, draw.badTime())],
    [1, () => command('MOVE', key, '1')],
    [1, () => command('OBJECT', 'ENCODING', key)],
    [1, () => command('MSETNX', key, draw.value(), other, draw.value())],
    [1, () => command('BITOP', 'NOT', other, key)],
    [1, () => command('DBSIZE')],
    [1, () => compared(unordered, 'KEYS', '*')],
    [1, () => compared(scannedAll, 'SCAN', '0', 'COUNT', '1000')],
  ])();
}

/** A time to live that is taken back before it runs out. */
function spared(draw: Draw): Draft {
  const key = draw.key();
  const rescue = draw.pick<Word[]>([
    ['PERSIST', key],
    ['SET', key, 'new'],
    ['GETEX', key, 'PERSIST'],
    ['PEXPIREAT', key, '4102444800000'],
    ['MSET', key, 'new'],
    ['GETSET', key, 'new'],
    ['RENAME', 'nosuch', key],
  ]);
  // Long enough for the requests of one step to follow each other on any machine.
  return scenario([['SET', key, 'old', 'PX', '10000'], rescue, ['DEL', key]]);
}

export const expiryFamily: Family = {
  name: 'expiry',
  weight: 15,
  commands: [
    [6, (draw) => command('EXPIRE', draw.key(), draw.farSeconds(), ...condition(draw))],
    [6, (draw) => command('PEXPIRE', draw.key(), draw.farMilliseconds(), ...condition(draw))],
    [6, (draw) => command('EXPIREAT', draw.key(), draw.moment(), ...condition(draw))],
    [
      6,
      (draw) => command('PEXPIREAT', draw.key(), draw.moment() * 1000 + draw.below(1000), ...condition(draw)),
    ],
    [
      3,
      (draw) =>
        command(
          draw.pick(['EXPIRE', 'PEXPIRE', 'EXPIREAT', 'PEXPIREAT']),
          draw.key(),
          draw.badTime(),
          ...condition(draw),
        ),
    ],
    [5, (draw) => command('PERSIST', draw.key())],
    [5, (draw) => compared(closeSeconds, draw.pick(['TTL', 'EXPIRETIME']), draw.key())],
    [5, (draw) => compared(closeMilliseconds, draw.pick(['PTTL', 'PEXPIRETIME']), draw.key())],
    [0.1, runOut],
    [1, spared],
  ],
};
