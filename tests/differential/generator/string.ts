/** Strings: reading, writing, counting, cutting, comparing. */

import { exact } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Family } from './family.ts';
import { command, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';
import { bigKey } from './vocabulary.ts';

/** EX, PX, EXAT or PXAT with a time that outlasts the run, is long past, or is none. */
function expiration(draw: Draw): (Word | number)[] {
  return draw.weighted<() => (Word | number)[]>([
    [3, () => ['EX', draw.farSeconds()]],
    [3, () => ['PX', draw.farMilliseconds()]],
    [2, () => ['EXAT', draw.moment()]],
    [2, () => ['PXAT', draw.moment() * 1000 + draw.below(1000)]],
    [1, () => [draw.pick(['EX', 'PX', 'EXAT', 'PXAT']), draw.badTime()]],
  ])();
}

function setOptions(draw: Draw): (Word | number)[] {
  const options: (Word | number)[] = [];
  if (draw.chance(0.25)) options.push(draw.pick(['NX', 'XX']));
  if (draw.chance(0.2)) options.push('GET');
  if (draw.chance(0.3)) options.push(...expiration(draw));
  if (draw.chance(0.1)) options.push('KEEPTTL');
  if (draw.chance(0.05)) options.push(draw.pick(['NX', 'XX', 'GET', 'PERSIST']));
  return options;
}

function getexOptions(draw: Draw): (Word | number)[] {
  if (draw.chance(0.2)) return [];
  const options = draw.chance(0.3) ? ['PERSIST'] : expiration(draw);
  return draw.chance(0.1) ? [...options, ...expiration(draw)] : options;
}

function lcsOptions(draw: Draw): (Word | number)[] {
  const options: (Word | number)[] = [];
  if (draw.chance(0.3)) options.push('LEN');
  if (draw.chance(0.5)) options.push('IDX');
  if (draw.chance(0.4)) options.push('MINMATCHLEN', draw.integer());
  if (draw.chance(0.4)) options.push('WITHMATCHLEN');
  return options;
}

const pairs = (draw: Draw) => draw.many(1, 4, () => [draw.key(), draw.value()]).flat();

export const stringFamily: Family = {
  name: 'string',
  weight: 30,
  readers: { string: { request: (key) => ['GET', key], compare: exact } },
  commands: [
    [14, (draw) => command('SET', draw.key(), draw.value(), ...setOptions(draw))],
    [4, (draw) => command('SET', draw.key(), draw.text(draw.below(40)))],
    [8, (draw) => command('GET', draw.key())],
    [3, (draw) => command('GETDEL', draw.key())],
    [5, (draw) => command('GETEX', draw.key(), ...getexOptions(draw))],
    [3, (draw) => command('GETSET', draw.key(), draw.value())],
    [4, (draw) => command('APPEND', draw.key(), draw.value())],
    [3, (draw) => command('STRLEN', draw.key())],
    [6, (draw) => command(draw.pick(['GETRANGE', 'SUBSTR']), draw.key(), draw.offset(), draw.offset())],
    [5, (draw) => command('SETRANGE', draw.key(), draw.offset(), draw.value())],
    [3, (draw) => command('SETNX', draw.key(), draw.value())],
    [2, (draw) => command('SETEX', draw.key(), draw.farSeconds(), draw.value())],
    [2, (draw) => command('PSETEX', draw.key(), draw.farMilliseconds(), draw.value())],
    [1, (draw) => command(draw.pick(['SETEX', 'PSETEX']), draw.key(), draw.badTime(), draw.value())],
    [5, (draw) => command(draw.pick(['INCR', 'DECR']), draw.key())],
    [6, (draw) => command(draw.pick(['INCRBY', 'DECRBY']), draw.key(), draw.integer())],
    [6, (draw) => command('INCRBYFLOAT', draw.key(), draw.float())],
    [4, (draw) => command('MGET', ...draw.keys(1, 5))],
    [4, (draw) => command('MSET', ...pairs(draw))],
    [3, (draw) => command('MSETNX', ...pairs(draw))],
    [5, (draw) => command('LCS', draw.key(), draw.key(), ...lcsOptions(draw))],
    [0.3, (draw) => steady(command('SETRANGE', bigKey, draw.below(200_000), draw.bytes(draw.below(50))))],
    [0.3, (draw) => steady(command('GETRANGE', bigKey, draw.below(200_000), draw.below(200_000)))],
    [0.3, (draw) => command(draw.pick(['GET', 'STRLEN', 'DEL', 'UNLINK']), bigKey)],
    [0.5, (draw) => command('SETRANGE', draw.key(), draw.pick(['536870912', '536870911']), '')],
    [0.5, (draw) => command('SETRANGE', draw.key(), '536870912', draw.value())],
  ],
};
