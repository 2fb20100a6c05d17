/** The server as a whole: its databases, its settings, what it says about itself and its commands. */

import {
  fieldsExcept,
  linesAfter,
  sameKind,
  sameShape,
  unordered,
  unorderedPairs,
  within,
} from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared, steady } from './family.ts';
import { database } from './generic.ts';
import { infoLines, unorderedInfoLines } from './info.ts';
import type { Draw } from './vocabulary.ts';

/**
 * Directives with values to set them to, good and bad, none of which makes a reply depend on the machine. The
 * runner sets them back before the next run (baseline.ts).
 */
const directives: Readonly<Record<string, readonly string[]>> = {
  maxmemory: ['0', '1gb', '2GB', '3000000000', '1.5gb', 'abc', '-1', ''],
  'maxmemory-policy': ['noeviction', 'NoEviction', 'volatile-ttl', 'nosuch'],
  'maxmemory-samples': ['5', '0', '10'],
  timeout: ['0', '10000', '-1', 'abc', '2147483648'],
  hz: ['10', '50', 'abc'],
  'slowlog-max-len': ['128', '10', '-1'],
  'proto-max-bulk-len': ['512mb', '1mb', '1', '1048576'],
  'tcp-keepalive': ['300', '60'],
  'lfu-log-factor': ['10', '0', '-1'],
  databases: ['16'],
  // No n with all other classes: the original forgets it when a later value is refused.
  'notify-keyspace-events': [
    'KEg$lshzxe',
    'KEA',
    'KEAm',
    'Em',
    'Kz',
    'KEg$n',
    'Kg$',
    'Egx',
    'En',
    'Kh',
    'A',
    '',
    'nope',
  ],
  nosuch: ['1'],
};

const directivePatterns = [
  'maxmemory',
  'MAXMEMORY',
  'maxmemory-*',
  'slowlog*',
  'lfu*',
  'hz',
  'timeout',
  'notify-keyspace*',
  'proto-max-bulk-len',
  'client-output-buffer-limit',
  'nosuch*',
  '',
];

function configSet(draw: Draw): Draft {
  const settings = draw.many(1, draw.chance(0.2) ? 3 : 1, () => {
    const name = draw.pick(Object.keys(directives));
    return [name, draw.pick(directives[name] ?? [])];
  });
  return steady(command('CONFIG', 'SET', ...settings.flat()));
}

/** Chosen more often than the other directives, or hardly anybody would hear of a key. */
function chooseEvents(draw: Draw): Draft {
  return steady(
    command('CONFIG', 'SET', 'notify-keyspace-events', draw.pick(directives['notify-keyspace-events'] ?? [])),
  );
}

/** Requests in which COMMAND GETKEYS is to find the keys. */
const keyedRequests = [
  ['SET', 'a', 'b', 'EX', '10'],
  ['GET', 'a'],
  ['MSET', 'a', '1', 'b', '2'],
  ['MGET', 'a', 'b', 'c'],
  ['BITOP', 'AND', 'a', 'b', 'c'],
  ['LCS', 'a', 'b'],
  ['COPY', 'a', 'b'],
  ['OBJECT', 'ENCODING', 'a'],
  ['PING'],
  ['NOSUCH', 'a'],
  ['BITFIELD', 'a', 'GET', 'u8', '0'],
  ['MEMORY', 'USAGE', 'a'],
];

const tellers = [
  'GET',
  'set',
  'Append',
  'BITFIELD',
  'MSETNX',
  'EXPIRE',
  'SUBSCRIBE',
  'PING',
  'EXEC',
  'SCAN',
  'nosuch',
];

/** COMMAND INFO; the notes of key specs each server has in its own words. */
const exceptNotes = fieldsExcept(['notes']);

const commandQuestions: Family['commands'] = [
  [
    3,
    (draw) => steady(compared(exceptNotes, 'COMMAND', 'INFO', ...draw.many(1, 3, () => draw.pick(tellers)))),
  ],
  [
    3,
    (draw) =>
      steady(command('COMMAND', draw.pick(['GETKEYS', 'GETKEYSANDFLAGS']), ...draw.pick(keyedRequests))),
  ],
  [1, () => steady(compared(sameShape, 'COMMAND', 'COUNT'))],
  [1, (draw) => steady(compared(sameKind, 'COMMAND', 'DOCS', draw.pick(tellers)))],
  [1, () => steady(command('COMMAND', 'DOCS', 'nosuch'))],
  [
    1,
    (draw) => {
      const filter = draw.pick([
        ['PATTERN', 'get*'],
        ['PATTERN', '[im]*BY*'],
        ['ACLCAT', 'bitmap'],
        ['ACLCAT', 'nosuch'],
        ['MODULE', 'nosuch'],
        ['NOSUCH', 'x'],
      ]);
      return steady(compared(unordered, 'COMMAND', 'LIST', 'FILTERBY', ...filter));
    },
  ],
  [0.3, () => steady(compared(sameKind, 'COMMAND', 'HELP'))],
];

const protocolTypes = [
  ...['string', 'integer', 'double', 'bignum', 'null', 'array', 'set', 'map', 'attrib', 'push', 'verbatim'],
  ...['true', 'false', 'nosuch'],
];

/** A line of DEBUG OBJECT without what belongs to one machine or one allocator. */
const objectLine = linesAfter((line) => line.replaceAll(/(at:|refcount:|lru:|lru_seconds_idle:)\S+/g, '$1'));

/** The same of DEBUG SDSLEN. */
const sdsLine = linesAfter((line) => line.replaceAll(/(avail:|zmalloc: )\d+/g, '$1'));

const debugQuestions: Family['commands'] = [
  [2, (draw) => steady(command('DEBUG', 'PROTOCOL', draw.pick(protocolTypes)))],
  [1, () => steady(command('DEBUG', 'DIGEST'))],
  [1, (draw) => steady(command('DEBUG', 'DIGEST-VALUE', ...draw.keys(0, 3)))],
  [1, (draw) => steady(compared(objectLine, 'DEBUG', 'OBJECT', draw.key()))],
  [0.5, () => steady(command('DEBUG', 'SLEEP', '0'))],
  [0.5, (draw) => steady(command('DEBUG', draw.pick(['NOSUCH', '', 'OBJECT', 'HTSTATS'])))],
  [0.5, () => steady(command('DEBUG', 'ERROR', 'MYERR of mine'))],
  [1, (draw) => steady(command('DEBUG', draw.pick(['LISTPACK', 'QUICKLIST']), draw.key()))],
  [0.5, (draw) => steady(compared(sdsLine, 'DEBUG', 'SDSLEN', draw.key()))],
  [0.5, (draw) => steady(compared(sameKind, 'DEBUG', 'HTSTATS', draw.pick(['0', '9', '16', '-1', 'abc'])))],
  [0.5, (draw) => steady(compared(sameKind, 'DEBUG', 'HTSTATS-KEY', draw.key()))],
  [
    0.5,
    (draw) =>
      steady(
        command(
          'DEBUG',
          'QUICKLIST-PACKED-THRESHOLD',
          draw.pick([
            '0',
            '1',
            '2b',
            '8',
            '64',
            '4k',
            '9kb',
            '1gb',
            '2gb',
            'abc',
            '',
            '5gb',
            '4293918720',
            '4293918721',
          ]),
        ),
      ),
  ],
  [
    0.5,
    (draw) =>
      steady(
        command(
          'DEBUG',
          'REPLYBUFFER',
          draw.pick(['PEAK-RESET-TIME', 'peak-reset-time', 'RESIZING', 'NOSUCH']),
          draw.pick(['never', 'RESET', '100', 'abc', '1.5']),
        ),
      ),
  ],
  [0.3, () => steady(compared(sameKind, 'DEBUG', 'CLIENT-EVICTION'))],
];

const logQuestions: Family['commands'] = [
  [
    1,
    (draw) =>
      steady(command('SLOWLOG', 'GET', ...draw.many(0, 1, () => draw.pick(['0', '5', '-1', '-2', 'abc'])))),
  ],
  [1, (draw) => steady(command('SLOWLOG', draw.pick(['LEN', 'RESET', 'NOSUCH'])))],
  [1, (draw) => steady(command('LATENCY', draw.pick(['LATEST', 'RESET', 'NOSUCH', 'HISTORY'])))],
  [1, (draw) => steady(command('LATENCY', draw.pick(['HISTORY', 'GRAPH', 'RESET']), 'nosuch'))],
  [0.5, () => steady(compared(sameKind, 'LATENCY', 'HISTOGRAM', 'get'))],
  [0.5, (draw) => steady(compared(sameKind, 'MEMORY', draw.pick(['DOCTOR', 'PURGE', 'HELP', 'NOSUCH'])))],
  [0.5, () => steady(compared(sameShape, 'MEMORY', 'STATS'))],
];

const sections = ['server', 'clients', 'Memory', 'persistence', 'STATS', 'replication', 'cpu', 'modules'];

export const serverIntrospectionFamily: Family = {
  name: 'server-introspection',
  weight: 6,
  commands: [
    [4, () => command('DBSIZE')],
    [1, (draw) => command('FLUSHDB', ...draw.many(0, 1, () => draw.pick(['ASYNC', 'SYNC', 'NOSUCH'])))],
    [0.5, (draw) => command('FLUSHALL', ...draw.many(0, 1, () => draw.pick(['ASYNC', 'SYNC', 'NOSUCH'])))],
    [3, (draw) => command('SWAPDB', database(draw), database(draw))],
    [1, () => compared(sameShape, 'TIME')],
    [1, () => compared(within(1_000_000), 'LASTSAVE')],
    [1, () => command('ROLE')],
    [1, (draw) => steady(command('WAIT', draw.pick(['0', '1', '-1', 'abc']), draw.pick(['1', '-1', 'abc'])))],
    [0.3, () => compared(sameKind, 'LOLWUT')],
    [
      1,
      (draw) =>
        steady(
          command(draw.pick(['REPLICAOF', 'SLAVEOF']), ...draw.pick([['NO', 'ONE'], ['host', 'x'], ['NO']])),
        ),
    ],
    [0.5, (draw) => steady(command(draw.pick(['SHUTDOWN', 'BGSAVE', 'MONITOR']), 'NOSUCH'))],
    [
      0.5,
      (draw) =>
        steady(
          command(
            'FAILOVER',
            ...draw
              .many(0, 2, () =>
                draw.pick([['ABORT'], ['force'], ['TO', 'x', '1'], ['TO', 'x'], ['TIMEOUT', draw.integer()]]),
              )
              .flat(),
          ),
        ),
    ],
    [3, (draw) => compared(infoLines, 'INFO', ...draw.many<Word>(1, 2, () => draw.pick(sections)))],
    [
      2,
      (draw) =>
        compared(infoLines, 'INFO', draw.pick(['keyspace', 'errorstats', 'cluster', 'nosuch', 'clients'])),
    ],
    [1, () => compared(unorderedInfoLines, 'INFO', 'commandstats')],
    [
      0.5,
      (draw) =>
        compared(
          unorderedInfoLines,
          'INFO',
          ...draw.many<Word>(0, 1, () => draw.pick(['all', 'everything', 'default'])),
        ),
    ],
    [4, configSet],
    [2, chooseEvents],
    [
      4,
      (draw) =>
        compared(unorderedPairs, 'CONFIG', 'GET', ...draw.many(1, 2, () => draw.pick(directivePatterns))),
    ],
    [0.5, () => command('CONFIG', 'RESETSTAT')],
    [0.5, () => command('CONFIG', 'REWRITE')],
    [0.5, (draw) => steady(command('CONFIG', draw.pick(['NOSUCH', 'GET', 'SET', ''])))],
    ...commandQuestions,
    ...debugQuestions,
    ...logQuestions,
  ],
};
