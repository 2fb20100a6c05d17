/**
 * Lists: few different elements, so that searches meet some, and now and then many or long ones, so that a list gets
 * several nodes.
 */

import { exact } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';

function element(draw: Draw): string {
  return draw.weighted([
    [8, () => `e${draw.below(5)}`],
    [3, () => String(draw.between(-3, 300))],
    [3, () => draw.value()],
    [0.2, () => 'e'.repeat(draw.pick([63, 64, 4095, 4096, 8191, 9000]))],
  ])();
}

const elements = (draw: Draw): string[] => draw.many(1, 4, () => element(draw));

const end = (draw: Draw): string =>
  draw.chance(0.03) ? draw.pick(['MIDDLE', '', 'HEAD']) : draw.pick(['LEFT', 'RIGHT', 'left', 'Right']);

/** An index, mostly of an element that is there. */
function index(draw: Draw): string {
  return draw.chance(0.8) ? String(draw.between(-8, 8)) : draw.offset();
}

function count(draw: Draw): string {
  return draw.chance(0.8) ? String(draw.between(-1, 6)) : draw.sampleCount();
}

/** More elements than a node has. */
function manyElements(draw: Draw): Draft {
  const length = draw.pick([20, 90]);
  const words = Array.from({ length: draw.pick([20, 130, 513]) }, (_, i) => `${i}`.padStart(length, 'm'));
  return steady(command(draw.pick(['LPUSH', 'RPUSH']), draw.key(), ...words));
}

function trim(draw: Draw): Draft {
  // Mostly a little, or lists would never grow.
  if (draw.chance(0.7)) return command('LTRIM', draw.key(), draw.pick(['0', '1']), draw.pick(['-1', '-2']));
  return command('LTRIM', draw.key(), index(draw), index(draw));
}

function search(draw: Draw): Draft {
  const options: Word[] = [];
  if (draw.chance(0.4)) options.push('RANK', draw.chance(0.8) ? String(draw.between(-3, 3)) : draw.integer());
  if (draw.chance(0.4)) options.push('COUNT', count(draw));
  if (draw.chance(0.3)) options.push(draw.pick(['MAXLEN', 'maxlen']), count(draw));
  return command('LPOS', draw.key(), element(draw), ...options);
}

function multiplePop(draw: Draw): Draft {
  const keys = draw.keys(1, 3);
  const numkeys = draw.chance(0.9) ? String(keys.length) : draw.integer();
  const options: Word[] = draw.chance(0.5) ? ['COUNT', count(draw)] : [];
  return command('LMPOP', numkeys, ...keys, end(draw), ...options);
}

/** Commands that wait, but never for long: what they wait for does not come, because no other client is heard meanwhile. */
function blocking(draw: Draw): Draft {
  const timeout = draw.chance(0.9)
    ? '0.001'
    : draw.pick(['-1', 'x', '', 'nan', 'inf', '1e400', '0x1p-9', '1e-4950']);
  const keys = draw.keys(1, 3);
  return steady(
    draw.weighted([
      [3, () => command(draw.pick(['BLPOP', 'BRPOP']), ...keys, timeout)],
      [2, () => command('BLMOVE', draw.key(), draw.key(), end(draw), end(draw), timeout)],
      [1, () => command('BRPOPLPUSH', draw.key(), draw.key(), timeout)],
      [2, () => command('BLMPOP', timeout, String(keys.length), ...keys, end(draw), 'COUNT', count(draw))],
    ])(),
  );
}

export const listFamily: Family = {
  name: 'list',
  weight: 25,
  readers: { list: { request: (key) => ['LRANGE', key, '0', '-1'], compare: exact } },
  commands: [
    [12, (draw) => command(draw.pick(['LPUSH', 'RPUSH']), draw.key(), ...elements(draw))],
    [4, (draw) => command(draw.pick(['LPUSHX', 'RPUSHX']), draw.key(), ...elements(draw))],
    [1, manyElements],
    [4, (draw) => command(draw.pick(['LPOP', 'RPOP']), draw.key())],
    [4, (draw) => command(draw.pick(['LPOP', 'RPOP']), draw.key(), count(draw))],
    [2, (draw) => command('LLEN', draw.key())],
    [4, (draw) => command('LINDEX', draw.key(), index(draw))],
    [5, (draw) => command('LRANGE', draw.key(), index(draw), index(draw))],
    [5, (draw) => command('LSET', draw.key(), index(draw), element(draw))],
    [
      6,
      (draw) =>
        command(
          'LINSERT',
          draw.key(),
          draw.pick(['BEFORE', 'AFTER', 'after', 'x']),
          element(draw),
          element(draw),
        ),
    ],
    [
      5,
      (draw) => command('LREM', draw.key(), draw.chance(0.8) ? index(draw) : draw.integer(), element(draw)),
    ],
    [3, trim],
    [6, search],
    [5, (draw) => command('LMOVE', draw.key(), draw.key(), end(draw), end(draw))],
    [3, (draw) => command('RPOPLPUSH', draw.key(), draw.key())],
    [4, multiplePop],
    [0.7, blocking],
  ],
};
