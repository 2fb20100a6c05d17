/** Sorting, by the elements themselves or by keys they name. What sets hold has no order unless it is sorted. */

import { exact, unordered } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared, scenario, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';
import { setKeys } from './vocabulary.ts';

const weightOf = (draw: Draw): string => `weight_${draw.below(12)}`;

function key(draw: Draw): string {
  return draw.chance(0.5) ? draw.pick(setKeys) : draw.key();
}

function limit(draw: Draw): Word[] {
  return draw.chance(0.3) ? ['LIMIT', draw.offset(), draw.offset()] : [];
}

/**
 * Nothing is equal to anything else, but for text that is the same up to a NUL: that is so only where text is not
 * stored, and which comes first is chance then.
 */
function plain(draw: Draw): Draft {
  const isStored = draw.chance(0.2);
  const isText = draw.chance(0.6);
  const options: Word[][] = isText && !isStored ? [] : [limit(draw)];
  if (isText) options.push(['ALPHA']);
  if (draw.chance(0.4)) options.push([draw.pick(['ASC', 'DESC', 'desc'])]);
  for (const pattern of draw.many(0, 2, () =>
    draw.pick(['#', 'weight_*', 'record_*->age', 'none_*', 'fixed', '*']),
  ))
    options.push(['GET', pattern]);
  if (draw.chance(0.05)) options.push([draw.pick(['BY', 'GET', 'NOSUCH', 'LIMIT'])]);
  const name = draw.pick(['SORT', 'SORT_RO']);
  if (isStored) options.push(['STORE', draw.key()]);
  return compared(isText && !isStored ? unordered : exact, name, key(draw), ...options.flat());
}

/**
 * A draft as it stands (with a word less the order might be the original's own affair), and before it a request that reads
 * a number: the original takes one that was out of range earlier for one of those it sorts by.
 */
function sorting(draft: Draft): readonly Draft[] {
  return [steady(command('ZADD', 'nosuch', 'XX', '1', 'm')), steady(draft)];
}

/**
 * Weights are looked up in the order that a set happens to have, and class m tells of those that are missing: events are
 * turned off before, in the same step, or another client would turn them on in between.
 */
function sortingByWeight(draft: Draft): Draft {
  const quiet = ['CONFIG', 'SET', 'notify-keyspace-events', ''];
  const requests = sorting(draft).flatMap((step) => step.requests);
  return scenario([quiet, ...requests]);
}

/** Numeric weights: where they are equal, the elements decide. */
function byWeight(draw: Draw): Draft {
  const by = draw.pick(['weight_*', 'record_*->age', 'record_*->', 'nosuch_*']);
  return command(
    'SORT',
    key(draw),
    'BY',
    by,
    ...limit(draw),
    ...(draw.chance(0.3) ? ['DESC'] : []),
    'GET',
    '#',
  );
}

/** What is stored has an order in any case: that of the value itself, if it has one. */
function unsortedStored(draw: Draw): Draft {
  const direction = draw.chance(0.5) ? [draw.pick(['DESC', 'ASC'])] : [];
  return command('SORT', key(draw), 'BY', 'nosort', ...direction, ...limit(draw), 'STORE', draw.key());
}

export const sortFamily: Family = {
  name: 'sort',
  weight: 8,
  commands: [
    [10, (draw) => sorting(plain(draw))],
    [5, (draw) => sortingByWeight(byWeight(draw))],
    [3, (draw) => steady(compared(unordered, 'SORT', key(draw), 'BY', 'nosort'))],
    [4, (draw) => steady(unsortedStored(draw))],
    [3, (draw) => command('SET', weightOf(draw), draw.chance(0.9) ? draw.integer() : draw.float())],
    [2, (draw) => command('HSET', `record_${draw.below(12)}`, 'age', String(draw.below(90)))],
    [4, (draw) => command('RPUSH', draw.key(), ...draw.many(1, 8, () => String(draw.below(12))))],
  ],
};
