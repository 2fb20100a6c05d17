/**
 * Consumer groups, on keys of their own: few groups and consumers, so that they get in each other's way. How long
 * something has been pending is never near what is asked for: either anything is long enough, or nothing.
 */

import { closeDeliveries } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared } from './family.ts';
import { newStreamId, streamFields, streamId, streamLimit } from './stream.ts';
import type { Draw } from './vocabulary.ts';
import { groupKeys } from './vocabulary.ts';

const groups = ['g', 'group', 'group:2'];
const consumers = ['c', 'worker-1', 'worker-10', 'worker-1\0'];

function key(draw: Draw): string {
  return draw.chance(0.97) ? draw.pick(groupKeys) : draw.key();
}

function group(draw: Draw): string {
  return draw.chance(0.97) ? draw.pick(groups) : draw.value();
}

function consumer(draw: Draw): string {
  return draw.pick(consumers);
}

function idle(draw: Draw): string {
  return draw.pick(['0', '0', '0', '-1', '99999999', 'x']);
}

function add(draw: Draw): Draft {
  const options = draw.chance(0.05) ? ['MAXLEN', '~', '5'] : [];
  return command('XADD', key(draw), ...options, newStreamId(draw), ...streamFields(draw));
}

function entriesRead(draw: Draw): Word[] {
  return draw.chance(0.2) ? ['ENTRIESREAD', draw.pick(['-1', '0', '5', '400', '-2', 'x'])] : [];
}

function create(draw: Draw): Draft {
  const from = draw.chance(0.5) ? draw.pick(['0', '$']) : streamId(draw);
  const options = draw.chance(0.3) ? ['MKSTREAM'] : [];
  return command(
    'XGROUP',
    'CREATE',
    draw.pick(groupKeys),
    draw.pick(groups),
    from,
    ...options,
    ...entriesRead(draw),
  );
}

function setId(draw: Draw): Draft {
  const from = draw.chance(0.3) ? '$' : streamId(draw);
  return command('XGROUP', 'SETID', key(draw), group(draw), from, ...entriesRead(draw));
}

function count(draw: Draw): Word[] {
  return draw.chance(0.6) ? ['COUNT', draw.pick(['1', '1', '2', '5', '0', '-1'])] : [];
}

function read(draw: Draw): Draft {
  const keys = draw.many(1, 2, () => key(draw));
  const ids = keys.map(() =>
    draw.weighted([
      [8, '>'],
      [3, '0'],
      [1, '$'],
      [2, streamId(draw)],
    ]),
  );
  const options = [...count(draw), ...(draw.chance(0.15) ? ['NOACK'] : [])];
  return command('XREADGROUP', 'GROUP', group(draw), consumer(draw), ...options, 'STREAMS', ...keys, ...ids);
}

function pending(draw: Draw): Draft {
  const words: Word[] = [];
  if (draw.chance(0.8)) {
    if (draw.chance(0.2)) words.push('IDLE', idle(draw));
    words.push(streamLimit(draw, '-'), streamLimit(draw, '+'), draw.pick(['10', '1', '0', '-3', 'x']));
    if (draw.chance(0.4)) words.push(consumer(draw));
  }
  return compared(closeDeliveries, 'XPENDING', key(draw), group(draw), ...words);
}

function claim(draw: Draw): Draft {
  const options: Word[] = [];
  if (draw.chance(0.2)) options.push('IDLE', draw.pick(['0', '5000', 'x']));
  if (draw.chance(0.1)) options.push('TIME', draw.pick(['0', '1700000000000', '9999999999999']));
  if (draw.chance(0.2)) options.push('RETRYCOUNT', draw.pick(['0', '3', '-1', 'x']));
  if (draw.chance(0.3)) options.push('FORCE');
  if (draw.chance(0.3)) options.push(draw.pick(['JUSTID', 'justid']));
  if (draw.chance(0.1)) options.push('LASTID', streamId(draw));
  const ids = draw.many(1, 4, () => streamId(draw));
  return command('XCLAIM', key(draw), group(draw), consumer(draw), idle(draw), ...ids, ...options);
}

function autoclaim(draw: Draw): Draft {
  const options = draw.chance(0.6) ? ['COUNT', draw.pick(['1', '2', '3', '0'])] : [];
  if (draw.chance(0.3)) options.push('JUSTID');
  const from = draw.chance(0.5) ? '0' : streamLimit(draw, '-');
  return command('XAUTOCLAIM', key(draw), group(draw), consumer(draw), idle(draw), from, ...options);
}

function info(draw: Draw): Draft {
  const words: Word[] = draw.weighted([
    [2, ['GROUPS', key(draw)]],
    [2, ['CONSUMERS', key(draw), group(draw)]],
    [3, ['STREAM', key(draw), 'FULL', 'COUNT', draw.pick(['0', '1', '20'])]],
  ]);
  return compared(closeDeliveries, 'XINFO', ...words);
}

export const streamGroupsFamily: Family = {
  name: 'stream-groups',
  weight: 20,
  commands: [
    [20, add],
    [6, create],
    [2, setId],
    [0.5, (draw) => command('XGROUP', 'DESTROY', key(draw), group(draw))],
    [1, (draw) => command('XGROUP', 'CREATECONSUMER', key(draw), group(draw), consumer(draw))],
    [1, (draw) => command('XGROUP', 'DELCONSUMER', key(draw), group(draw), consumer(draw))],
    [16, read],
    [8, (draw) => command('XACK', key(draw), group(draw), ...draw.many(1, 4, () => streamId(draw)))],
    [5, (draw) => command('XDEL', key(draw), ...draw.many(1, 3, () => streamId(draw)))],
    [1, (draw) => command('XTRIM', key(draw), 'MAXLEN', draw.pick(['0', '3', '20']))],
    [1, (draw) => command('XSETID', key(draw), `${draw.rise()}`, 'ENTRIESADDED', draw.pick(['0', '500']))],
    [6, pending],
    [6, claim],
    [5, autoclaim],
    [5, info],
    [0.1, (draw) => command('DEL', key(draw))],
  ],
};
