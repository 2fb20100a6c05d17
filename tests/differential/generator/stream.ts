/**
 * Streams: ids that mostly rise, with gaps and jumps between them, and fields that are mostly the same, so that blocks
 * fill and are trimmed. Ids that the clock chooses are each server's own: they have a key of their own, which is deleted
 * at once.
 */

import { closeDeliveries, sameDump, sameShape } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';
import { streamKeys, timedKey } from './vocabulary.ts';

function streamKey(draw: Draw): string {
  return draw.chance(0.7) ? draw.pick(streamKeys) : draw.key();
}

/** An id that may be in some stream, or of no entry at all. */
export function streamId(draw: Draw): string {
  return draw.weighted([
    [12, () => `${draw.recentRise(30)}-${draw.below(3)}`],
    [4, () => `${draw.recentRise(30)}`],
    [
      1,
      () =>
        draw.pick([
          '0',
          '0-0',
          '18446744073709551615',
          '18446744073709551615-18446744073709551615',
          '9999-18446744073709551615',
          '007-+1',
        ]),
    ],
    [
      0.6,
      () => draw.pick(['', '-', '+', '$', '>', '*', '1-', '-1', '1-2-3', '1-*', 'x', '18446744073709551616']),
    ],
  ])();
}

/** The id of a new entry. */
export function newStreamId(draw: Draw): string {
  return draw.weighted([
    [10, () => `${draw.rise()}-${draw.below(3)}`],
    [5, () => `${draw.rise()}-*`],
    [3, () => `${draw.recentRise(3)}-*`],
    [2, () => String(draw.rise())],
    // The clock's are drawn elsewhere.
    [1, () => streamId(draw).replace(/^\*$/, '1-*')],
  ])();
}

export function streamFields(draw: Draw): string[] {
  const fields = draw.weighted([
    [6, ['name', 'size']],
    [2, ['name']],
    [1, ['size', 'name']],
    [1, ['12', 'x', '']],
  ]);
  return fields.flatMap((field) => [
    field,
    draw.chance(0.02) ? 'v'.repeat(draw.pick([200, 5000])) : draw.value(),
  ]);
}

/** The words that say what is to be trimmed. */
function trimming(draw: Draw): string[] {
  const operator = draw.weighted([
    [3, []],
    [2, ['=']],
    [2, ['~']],
  ]);
  const strategy = draw.chance(0.6)
    ? ['MAXLEN', ...operator, draw.chance(0.9) ? String(draw.between(0, 120)) : draw.integer()]
    : [draw.pick(['MINID', 'minid']), ...operator, streamId(draw)];
  const limit = draw.chance(operator[0] === '~' ? 0.4 : 0.04)
    ? ['LIMIT', draw.pick(['0', '10', '101', '-1', 'x'])]
    : [];
  return draw.chance(0.95) ? [...strategy, ...limit] : [...limit, ...strategy];
}

function add(draw: Draw): Draft {
  const options = draw.chance(0.1) ? ['NOMKSTREAM'] : [];
  if (draw.chance(0.15)) options.push(...trimming(draw));
  return command('XADD', streamKey(draw), ...options, newStreamId(draw), ...streamFields(draw));
}

/** More entries than a block has. */
function addMany(draw: Draw): Draft[] {
  const key = streamKey(draw);
  const length = draw.pick([1, 1, 100]);
  return Array.from({ length: draw.pick([30, 120]) }, (_, i) =>
    steady(
      command(
        'XADD',
        key,
        `${draw.rise()}-${draw.below(2)}`,
        'name',
        `${i}`.padStart(length, 'm'),
        'size',
        i,
      ),
    ),
  );
}

export function streamLimit(draw: Draw, edge: string): string {
  if (draw.chance(0.35)) return edge;
  return draw.chance(0.2) ? `(${streamId(draw)}` : streamId(draw);
}

function count(draw: Draw): Word[] {
  return draw.chance(0.4)
    ? [draw.pick(['COUNT', 'count']), draw.chance(0.9) ? draw.between(-1, 9) : draw.integer()].map(String)
    : [];
}

function read(draw: Draw): Draft {
  const keys = draw.many(1, 3, () => streamKey(draw));
  const ids = keys.map(() => (draw.chance(0.1) ? '$' : draw.chance(0.3) ? '0' : streamId(draw)));
  return command('XREAD', ...count(draw), draw.pick(['STREAMS', 'streams']), ...keys, ...ids);
}

/** Ids that the clock chooses. */
function addTimed(draw: Draw): Draft[] {
  const options = draw.chance(0.3) ? trimming(draw) : [];
  const adding = Array.from({ length: draw.between(1, 3) }, () =>
    steady(compared(sameShape, 'XADD', timedKey, ...options, '*', ...streamFields(draw))),
  );
  return [
    ...adding,
    steady(command('XLEN', timedKey)),
    steady(compared(sameShape, 'XREAD', 'COUNT', '2', 'STREAMS', timedKey, '0')),
    steady(command('DEL', timedKey)),
  ];
}

function setId(draw: Draw): Draft {
  const options: Word[] = [];
  if (draw.chance(0.3))
    options.push('ENTRIESADDED', draw.chance(0.8) ? String(draw.below(300)) : draw.integer());
  if (draw.chance(0.3)) options.push(draw.pick(['MAXDELETEDID', 'maxdeletedid']), streamId(draw));
  return command('XSETID', streamKey(draw), draw.chance(0.7) ? `${draw.rise()}` : streamId(draw), ...options);
}

function info(draw: Draw): Draft {
  const options = draw.pick([[], [], ['FULL'], ['full', 'COUNT', '2'], ['FULL', 'count', '-1']]);
  return command('XINFO', draw.pick(['STREAM', 'stream']), streamKey(draw), ...options);
}

export const streamFamily: Family = {
  name: 'stream',
  weight: 30,
  readers: {
    stream: { request: (key) => ['XINFO', 'STREAM', key, 'FULL', 'COUNT', '0'], compare: closeDeliveries },
  },
  commands: [
    [24, add],
    [1, addMany],
    [0.5, addTimed],
    [3, (draw) => command('XLEN', streamKey(draw))],
    [
      6,
      (draw) =>
        command('XRANGE', streamKey(draw), streamLimit(draw, '-'), streamLimit(draw, '+'), ...count(draw)),
    ],
    [
      5,
      (draw) =>
        command('XREVRANGE', streamKey(draw), streamLimit(draw, '+'), streamLimit(draw, '-'), ...count(draw)),
    ],
    [8, (draw) => command('XDEL', streamKey(draw), ...draw.many(1, 4, () => streamId(draw)))],
    [4, (draw) => command('XTRIM', streamKey(draw), ...trimming(draw))],
    [6, read],
    [2, setId],
    [2, info],
    [0.1, (draw) => command('DEL', streamKey(draw))],
    [4, (draw) => compared(sameDump, 'DUMP', streamKey(draw))],
  ],
};
