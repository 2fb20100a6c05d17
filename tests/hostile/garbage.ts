/**
 * Input that no client would send, drawn from a seed: bytes of nearly any kind, tokens of the protocol in any
 * order, and requests that were right before something happened to them. No NUL is among the bytes: the
 * original looks for the end of a line as C does, so that a NUL hides it and a broken request is waited for
 * instead of refused. Redwing refuses it. The input is kept short enough to be read at once: a server that
 * closes with input unread resets the connection, and what it had said may be lost on the way.
 */

import type { SeededRandom } from '../differential/random.ts';
import { encodeRequest } from '../support/wire.ts';

/** Requests whose answers depend on nothing but what was sent before. */
const requests: readonly (readonly string[])[] = [
  ['PING'],
  ['ECHO', 'welcome'],
  ['SET', 'a', 'b'],
  ['GET', 'a'],
  ['GET', ''],
  ['APPEND', 'a', '\r\n$3\r\n'],
  ['INCR', 'n'],
  ['MSET', 'a', '1', 'b', '2'],
  ['DEL', 'a', 'b', '\x01\xff'],
  ['SETRANGE', 'a', '3', '\xff'],
  ['NOSUCH', 'x'],
  ['MULTI'],
  ['EXEC'],
];

const tokens = [
  ...[
    '*',
    '$',
    '\r\n',
    '\n',
    '\r',
    '\x01',
    '"',
    "'",
    '\\',
    ' ',
    '\t',
    ':',
    '+',
    '-',
    '_',
    '~',
    '%',
    '>',
    '|',
  ],
  ...[
    '*1\r\n',
    '*2\r\n',
    '*0\r\n',
    '*-1\r\n',
    '$4\r\n',
    '$-1\r\n',
    '$0\r\n\r\n',
    'PING',
    'PING\r\n',
    'SET a b\r\n',
  ],
  ...[
    '9',
    '-',
    '1048577',
    '536870913',
    '9223372036854775808',
    '0x1',
    '1e3',
    '\xff\xfe',
    '"\\x',
    '{"a":',
    '[1, 2',
  ],
];

export function garbage(random: SeededRandom): string {
  return random.weighted([
    [2, () => bytes(random, random.below(300))],
    [3, () => some(random, 20, () => random.pick(tokens))],
    [5, () => spoiled(random, validStream(random))],
  ])();
}

/** Requests as they should be, as arrays and as lines. */
export function validStream(random: SeededRandom): string {
  return some(random, 8, () => {
    const words = random.pick(requests);
    const isTypeable = words.every((word) => /^\w+$/.test(word));
    return isTypeable && random.chance(0.3) ? `${words.join(' ')}\r\n` : encodeRequest(words);
  });
}

/** Any byte but a letter: with one, SET may become LSET, which the original knows and Redwing not yet. */
function noLetter(random: SeededRandom): string {
  return bytes(random, 1).replace(/[a-z]/i, '#');
}

/** The same bytes with a few of them changed, missing, doubled or moved. */
function spoiled(random: SeededRandom, stream: string): string {
  let text = stream;
  for (let left = random.between(1, 4); left > 0; left--) {
    const at = random.below(text.length + 1);
    const length = random.between(1, 6);
    const changes = [
      () => text.slice(0, at) + noLetter(random) + text.slice(at + 1),
      () => text.slice(0, at) + text.slice(at + length),
      () => text.slice(0, at) + text.slice(at, at + length) + text.slice(at),
      () => text.slice(0, at) + random.pick(tokens) + text.slice(at),
      () => text.slice(0, at),
    ];
    text = random.pick(changes)();
  }
  return text;
}

function bytes(random: SeededRandom, length: number): string {
  return random.bytes(length).replaceAll('\x00', '\x01');
}

function some(random: SeededRandom, most: number, one: () => string): string {
  return Array.from({ length: random.between(1, most) }, one).join('');
}
