/** A connection and what a client can say about itself and others. */

import { fieldsExcept, linesAfter, sameKind, sameShape } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared, scenario, steady } from './family.ts';
import { database } from './generic.ts';
import type { Draw } from './vocabulary.ts';
import { allKeys } from './vocabulary.ts';

/** The password of runs that have one. */
export const password = 'a secret';

/** What each server counts or numbers for itself in a line of CLIENT LIST. */
const ownFields =
  /\b(id|addr|laddr|fd|age|idle|qbuf|qbuf-free|argv-mem|multi-mem|rbs|rbp|obl|oll|omem|tot-mem|events)=\S*/g;

// Redwing ends the line with two fields of Redis 7.2.
const laterFields = / lib-name=\S* lib-ver=\S*$/;

const clientLines = linesAfter((line) => line.replaceAll(ownFields, '$1').replace(laterFields, ''));

const names = ['', 'me', 'worker-1', 'with space', 'new\nline', 'caf\xc3\xa9', '\x00', '~!@'];
const credentials = [['default', password], [password], ['default', 'wrong'], ['nobody', 'x'], ['wrong']];

const anybody = (draw: Draw): Word => ({ idOf: draw.below(3) });

function hello(draw: Draw): Draft {
  const version = draw.weighted([
    [4, '3'],
    [4, '2'],
    [1, '4'],
    [1, '1'],
    [1, 'abc'],
    [1, ''],
  ]);
  const options = draw.weighted<() => readonly string[]>([
    [6, () => []],
    [2, () => ['AUTH', ...draw.pick(credentials)]],
    [2, () => ['SETNAME', draw.pick(names)]],
    [1, () => [draw.pick(['NOSUCH', 'AUTH', 'SETNAME', ''])]],
  ])();
  return compared(fieldsExcept(['id', 'version']), 'HELLO', version, ...options);
}

/** Requests that are not answered, and how one learns that the server still listens. */
function unanswered(draw: Draw): Draft {
  const quiet = draw.many<Word[]>(1, 3, () => ['SET', draw.key(), draw.value()]);
  if (draw.chance(0.3))
    return scenario([
      ['CLIENT', 'REPLY', 'SKIP'],
      ['INCR', draw.key()],
    ]);
  return scenario([['CLIENT', 'REPLY', 'OFF'], ...quiet, ['NOSUCH'], ['CLIENT', 'REPLY', 'ON']]);
}

function kill(draw: Draw): Draft {
  const filter = draw.weighted<() => Word[]>([
    [2, () => ['ID', anybody(draw)]],
    [2, () => ['ID', anybody(draw), 'SKIPME', draw.pick(['yes', 'no', 'maybe'])]],
    [1, () => ['TYPE', draw.pick(['pubsub', 'replica', 'slave', 'master', 'nosuch'])]],
    [1, () => ['TYPE', 'normal', 'SKIPME', draw.pick(['yes', 'no'])]],
    [1, () => ['USER', draw.pick(['nobody', ''])]],
    [1, () => [draw.pick(['127.0.0.1:1', 'ADDR', 'ID', ''])]],
    [1, () => ['ADDR', '127.0.0.1:1', 'LADDR', '127.0.0.1:1']],
    [1, () => ['ID', draw.pick(['0', '-1', 'abc', '999999999'])]],
  ])();
  return steady(command('CLIENT', 'KILL', ...filter));
}

function list(draw: Draw): Draft {
  const filter = draw.weighted<() => Word[]>([
    [3, () => []],
    [2, () => ['TYPE', draw.pick(['normal', 'pubsub', 'replica', 'master', 'nosuch'])]],
    [2, () => ['ID', anybody(draw), anybody(draw)]],
    [1, () => ['ID', draw.pick(['abc', '0', '-1'])]],
    [1, () => [draw.pick(['ID', 'TYPE', 'NOSUCH'])]],
  ])();
  return steady(compared(clientLines, 'CLIENT', 'LIST', ...filter));
}

const pause = (draw: Draw) =>
  draw.weighted<() => Draft>([
    [
      1,
      () =>
        scenario([
          ['CLIENT', 'PAUSE', '1000', 'WRITE'],
          ['GET', 'a'],
          ['CLIENT', 'UNPAUSE'],
          ['INCR', 'a'],
        ]),
    ],
    [
      1,
      () =>
        scenario([
          ['CLIENT', 'PAUSE', '3', draw.pick(['WRITE', 'ALL'])],
          ['INCR', 'counter'],
        ]),
    ],
    [1, () => steady(command('CLIENT', 'PAUSE', draw.pick(['abc', '-1', '']), 'ALL'))],
    [1, () => steady(command('CLIENT', 'PAUSE', '0', draw.pick(['ALL', 'WRITE', 'NOSUCH'])))],
  ])();

/**
 * Modes of tracking in which it is certain what is told when. What broadcasting mode tells together depends on how
 * requests arrive, and the ids that REDIRECT is about are each server's own: transcripts have those.
 */
function tracking(draw: Draw): Draft {
  const options = draw.weighted<() => Word[]>([
    [4, () => []],
    [2, () => ['OPTIN']],
    [2, () => ['OPTOUT']],
    [2, () => ['NOLOOP']],
    [1, () => ['NOLOOP', draw.pick(['OPTIN', 'OPTOUT'])]],
    [
      1,
      () =>
        draw.pick([['PREFIX', 'a'], ['OPTIN', 'OPTOUT'], ['BCAST', 'OPTIN'], ['NOSUCH'], ['REDIRECT', '0']]),
    ],
  ])();
  return steady(command('CLIENT', 'TRACKING', 'ON', ...options));
}

export const connectionFamily: Family = {
  name: 'connection',
  weight: 6,
  commands: [
    [4, (draw) => command('PING', ...draw.many(0, 1, () => draw.value()))],
    [3, (draw) => command('ECHO', draw.value())],
    [6, (draw) => command('SELECT', database(draw))],
    [3, hello],
    [1, () => compared(fieldsExcept(['id', 'version']), 'HELLO')],
    [2, (draw) => command('AUTH', ...draw.pick(credentials))],
    [0.5, () => command('RESET')],
    [0.3, () => command('QUIT')],
    [3, (draw) => command('CLIENT', 'SETNAME', draw.pick(names))],
    [3, () => command('CLIENT', 'GETNAME')],
    [1, () => compared(sameShape, 'CLIENT', 'ID')],
    [2, () => compared(clientLines, 'CLIENT', 'INFO')],
    [2, list],
    [1, kill],
    [2, unanswered],
    [1, () => command('CLIENT', 'REPLY', 'ON')],
    [1, () => steady(command('CLIENT', 'REPLY', 'NOSUCH'))],
    [0.3, pause],
    [1, () => command('CLIENT', 'UNPAUSE')],
    [1, (draw) => command('CLIENT', 'NO-EVICT', draw.pick(['on', 'off', 'maybe']))],
    [1, () => command('CLIENT', 'GETREDIR')],
    [1, () => command('CLIENT', 'TRACKINGINFO')],
    [3, tracking],
    [1, () => steady(command('CLIENT', 'TRACKING', 'OFF'))],
    [1, (draw) => steady(command('CLIENT', 'UNBLOCK', draw.pick<Word>([anybody(draw), '0', 'abc'])))],
    [
      1,
      (draw) =>
        steady(command('CLIENT', 'UNBLOCK', anybody(draw), draw.pick(['TIMEOUT', 'ERROR', 'NOSUCH']))),
    ],
    [3, (draw) => command('CLIENT', 'CACHING', draw.pick(['yes', 'no', 'maybe']))],
    [0.5, () => compared(sameKind, 'CLIENT', 'HELP')],
    [1, (draw) => steady(command('CLIENT', draw.pick(['NOSUCH', '', 'LISTS']), draw.pick([...allKeys])))],
    [1, () => steady(command('CLIENT'))],
  ],
};
