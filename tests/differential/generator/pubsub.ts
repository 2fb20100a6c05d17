/**
 * Publish and subscribe. No channel matches two of the patterns: the original walks them in an order of its
 * own, and a subscriber of both would see it.
 */

import { maskedElement, sameKind, unordered } from '../comparison.ts';
import type { Family } from './family.ts';
import { command, compared, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';

const channels = [
  'news',
  'chat',
  'cgat',
  '\x00\xff\r\n',
  'two words',
  '',
  '__keyspace@0__:a',
  '__keyevent@0__:del',
];
const patterns = ['n*', 'c[gh]at', '\x00*', 'two?words', 'nosuch*', '__key*'];

const channel = (draw: Draw) => draw.pick(channels);
const some = (draw: Draw) => draw.many(1, 3, () => channel(draw));

/** Confirmations of leaving every channel come in any order; what is counted in them does not. */
const left = maskedElement(1);

export const pubsubFamily: Family = {
  name: 'pubsub',
  weight: 5,
  commands: [
    [3, (draw) => command('SUBSCRIBE', ...some(draw))],
    [2, (draw) => command('PSUBSCRIBE', ...draw.many(1, 2, () => draw.pick(patterns)))],
    [1, () => command('PSUBSCRIBE', '__key*')],
    [2, (draw) => command('SSUBSCRIBE', ...some(draw))],
    [3, (draw) => steady(command('UNSUBSCRIBE', ...some(draw)))],
    [2, (draw) => command('PUNSUBSCRIBE', draw.pick(patterns))],
    [2, (draw) => steady(command('SUNSUBSCRIBE', ...some(draw)))],
    [3, (draw) => compared(left, draw.pick(['UNSUBSCRIBE', 'PUNSUBSCRIBE', 'SUNSUBSCRIBE']))],
    [12, (draw) => command('PUBLISH', channel(draw), draw.value())],
    [5, (draw) => command('SPUBLISH', channel(draw), draw.value())],
    [2, (draw) => compared(unordered, 'PUBSUB', 'CHANNELS', ...draw.many(0, 1, () => draw.pick(patterns)))],
    [
      2,
      (draw) => compared(unordered, 'PUBSUB', 'SHARDCHANNELS', ...draw.many(0, 1, () => draw.pick(patterns))),
    ],
    [2, (draw) => command('PUBSUB', 'NUMSUB', ...draw.many(0, 3, () => channel(draw)))],
    [2, (draw) => command('PUBSUB', 'SHARDNUMSUB', ...draw.many(0, 3, () => channel(draw)))],
    [2, () => command('PUBSUB', 'NUMPAT')],
    [0.5, () => compared(sameKind, 'PUBSUB', 'HELP')],
    [0.5, (draw) => command('PUBSUB', draw.pick(['NOSUCH', '']))],
  ],
};
