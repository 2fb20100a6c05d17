/**
 * What can be done with any key, whatever it holds. RANDOMKEY is left to the comparison of keyspaces: it
 * deletes the keys that it picks and that have run out, so that chance would decide what DBSIZE answers
 * afterwards.
 */

import { sameDump, sameKind, sameShape, scannedAll, unordered, within } from '../comparison.ts';
import type { Word } from '../step.ts';
import type { Draft, Family } from './family.ts';
import { command, compared, scenario, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';

/** A database that exists, and now and then one that does not. */
export function database(draw: Draw): string {
  return draw.weighted([
    [10, () => String(draw.below(4))],
    [1, () => draw.pick(['15', '16', '-1', '99', 'abc', '', '1.5', '4294967296', '9223372036854775808'])],
  ])();
}

/** A SCAN that is over at once, in any order of its options; or one that only says how it is wrong. */
function scan(draw: Draw): Draft {
  const options: Word[][] = [['COUNT', draw.pick(['1000', '5000', '100000'])]];
  if (draw.chance(0.5)) options.push(['MATCH', draw.pattern()]);
  if (draw.chance(0.3)) options.push(['TYPE', draw.pick(['string', 'STRING', 'list', 'zset', 'nosuch', ''])]);
  if (draw.chance(0.5)) options.reverse();
  return steady(compared(scannedAll, 'SCAN', '0', ...options.flat()));
}

function brokenScan(draw: Draw): Draft {
  const [cursor, ...options] = draw.pick<readonly string[]>([
    ['abc'],
    ['1x'],
    ['99999999999999999999'],
    ['0', 'COUNT', '0'],
    ['0', 'COUNT', '-5'],
    ['0', 'COUNT', 'abc'],
    ['0', 'COUNT'],
    ['0', 'MATCH'],
    ['0', 'TYPE'],
    ['0', 'NOSUCH', 'x'],
    ['0', '10'],
    [],
  ]);
  return steady(command('SCAN', ...(cursor === undefined ? [] : [cursor]), ...options));
}

function copy(draw: Draw): Draft {
  const options = draw.many(0, 2, () =>
    draw.pick<Word[]>([['DB', database(draw)], ['REPLACE'], ['REPLACE']]),
  );
  return command('COPY', draw.key(), draw.key(), ...options.flat());
}

/** `RESTORE` of payloads that must be refused. */
function brokenRestore(draw: Draw): Draft {
  const payload = draw.pick(['', 'x', '\x00\x01x\x0a\x00\x00\x00\x00\x00\x00\x00\x00', draw.bytes(20)]);
  const time = draw.pick(['0', '-1', 'abc', '9223372036854775808']);
  const options = draw.many(0, 2, () => draw.pick(['REPLACE', 'ABSTTL', 'IDLETIME', 'FREQ', '256']));
  return command('RESTORE', draw.key(), time, payload, ...options);
}

/** What DUMP says of "value", of 127 and of nothing. */
const payloads = [
  '\x00\x05value\x0a\x00\x81\xf6\xc1\x38\xc1\xaa\x9b\x6e',
  '\x00\xc0\x7f\x0a\x00\x0d\xb5\xeb\x31\x52\x54\xc5\x14',
  '\x00\x00\x0a\x00\x5d\x9b\x5c\x40\x0f\x7f\xa2\xda',
];

function restore(draw: Draw): Draft {
  const time = draw.weighted<() => (Word | number)[]>([
    [3, () => [0]],
    [1, () => [draw.farMilliseconds()]],
  ])();
  const options = draw.many(0, 2, () =>
    draw.pick([['REPLACE'], ['REPLACE'], ['IDLETIME', '10'], ['FREQ', '5']]),
  );
  const absolute = draw.chance(0.2);
  const [when, ...flags] = absolute ? [draw.moment() * 1000, 'ABSTTL'] : time;
  return command('RESTORE', draw.key(), when ?? 0, draw.pick(payloads), ...flags, ...options.flat());
}

/** A MIGRATE that moves nothing, because there is no such key or it is wrong; or because nobody listens at its port. */
function migrate(draw: Draw): Draft {
  const options = draw.many(0, 2, () =>
    draw.pick<Word[]>([['COPY'], ['replace'], ['AUTH', 'x'], ['AUTH2', 'x', 'y'], ['AUTH'], ['NOSUCH']]),
  );
  const numbers = draw.chance(0.8) ? ['0', '1000'] : [draw.integer(), draw.pick(['10', 'abc', '1.5'])];
  const keys = draw.chance(0.5)
    ? ['nokey']
    : draw.pick([
        ['', 'KEYS', 'nokey', 'none'],
        ['nokey', 'KEYS', 'none'],
      ]);
  const [key = '', ...more] = keys;
  if (draw.chance(0.8))
    return steady(command('MIGRATE', 'host', '1', key, ...numbers, ...options.flat(), ...more));
  // In a transaction Redwing cannot wait.
  return scenario([['MIGRATE', '127.0.0.1', '1', draw.key(), '0', '1000', ...options.flat()]]);
}

export const genericFamily: Family = {
  name: 'generic',
  weight: 20,
  commands: [
    [6, (draw) => command(draw.pick(['DEL', 'UNLINK']), ...draw.keys(1, 3))],
    [6, (draw) => command(draw.pick(['EXISTS', 'TOUCH']), ...draw.keys(1, 4))],
    [4, (draw) => command('TYPE', draw.key())],
    [6, (draw) => command('RENAME', draw.key(), draw.key())],
    [4, (draw) => command('RENAMENX', draw.key(), draw.key())],
    [6, copy],
    [4, (draw) => command('MOVE', draw.key(), database(draw))],
    [4, (draw) => compared(unordered, 'KEYS', draw.pattern())],
    [4, scan],
    [2, brokenScan],
    [3, (draw) => compared(sameDump, 'DUMP', draw.key())],
    [3, restore],
    [1, brokenRestore],
    [1, migrate],
    [5, (draw) => command('OBJECT', 'ENCODING', draw.key())],
    // The original counts what shares a value for the moment; in Redwing nothing is shared.
    [1, (draw) => compared(sameKind, 'OBJECT', 'REFCOUNT', draw.key())],
    [1, (draw) => compared(within(30), 'OBJECT', 'IDLETIME', draw.key())],
    [1, (draw) => command('OBJECT', 'FREQ', draw.key())],
    [0.5, () => compared(sameKind, 'OBJECT', 'HELP')],
    [1, (draw) => command('OBJECT', draw.pick(['NOSUCH', '', 'ENCODINGS', 'HELP|']), draw.key())],
    [1, (draw) => compared(sameShape, 'MEMORY', 'USAGE', draw.key())],
    [0.5, (draw) => compared(sameShape, 'MEMORY', 'USAGE', draw.key(), 'SAMPLES', draw.integer())],
  ],
};
