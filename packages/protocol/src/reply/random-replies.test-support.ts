/** Random replies and their RESP3 encoding, for the tests of the parser. The same seed gives the same replies. */

import type { ParsedReply } from './values.ts';
import { ReplyError } from './values.ts';

/** A generator of numbers in [0, 1): xorshift over 32 bits. */
export function randomFrom(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** The seed of this run: REPLY_SEED when set, so that a failure can be replayed. */
export function testSeed(): number {
  const { REPLY_SEED: given } = process.env;
  return given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}

const TEXTS = [
  '',
  'a',
  'OK',
  'hello world',
  'line\r\nbreak',
  '日本語',
  '🙂',
  '\0',
  '$5\r\nhello\r\n',
  'x'.repeat(300),
];
const NUMBERS = [0, 1, -1, 42, 999_999_999_999_999, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
const DOUBLES: readonly [string, number][] = [
  ['1.5', 1.5],
  ['-.25', -0.25],
  ['1e+300', 1e300],
  ['3', 3],
  ['inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['nan', Number.NaN],
];
const WIDE = [2n ** 53n, -(2n ** 53n), 2n ** 63n - 1n, -(2n ** 63n)];

/** One element, as RESP3 and as the value it should become. */
export interface Sample {
  readonly wire: string;
  readonly value: ParsedReply;
}

export function randomReply(random: () => number, depth = 4): Sample {
  if (depth > 0 && random() < 0.6) return randomAggregate(random, depth);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const text = pick(TEXTS);
  const length = Buffer.byteLength(text);
  const line = text.replaceAll(/[\r\n]/g, ' ');
  const number = pick(NUMBERS);
  const wide = pick(WIDE);
  const double = pick(DOUBLES);
  const scalars: (() => Sample)[] = [
    () => ({ wire: `+${line}\r\n`, value: line }),
    () => ({ wire: `-ERR ${line}\r\n`, value: new ReplyError(`ERR ${line}`) }),
    () => ({ wire: `$${length}\r\n${text}\r\n`, value: text }),
    () => ({ wire: `=${length + 4}\r\ntxt:${text}\r\n`, value: text }),
    () => ({
      wire: `!${length + 4}\r\nBAD ${text}\r\n`,
      value: new ReplyError(`BAD ${text}`),
    }),
    () => ({ wire: `:${number}\r\n`, value: number }),
    () => ({ wire: `:${wide}\r\n`, value: wide }),
    () => ({ wire: `,${double[0]}\r\n`, value: double[1] }),
    () => ({
      wire: '(-12345678901234567890123\r\n',
      value: -12345678901234567890123n,
    }),
    () => ({ wire: '#t\r\n', value: true }),
    () => ({ wire: '#f\r\n', value: false }),
    () => ({ wire: pick(['_\r\n', '$-1\r\n', '*-1\r\n']), value: null }),
    () => streamedText(text, random),
  ];
  return pick(scalars)();
}

function streamedText(text: string, random: () => number): Sample {
  const bytes = Buffer.from(text);
  let wire = '$?\r\n';
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + Math.floor(random() * bytes.length);
    const chunk = bytes.subarray(at, at + size);
    // Text is put together as latin1 and split at any byte, so that characters are cut in the middle.
    wire += `;${chunk.length}\r\n«${chunk.toString('hex')}»\r\n`;
    at += size;
  }
  return { wire: `${wire};0\r\n`, value: text };
}

/** The bytes of a sample: UTF-8, with the hexadecimal parts of streamed strings put back as bytes. */
export function wireBytes(wire: string): Buffer {
  const parts = wire.split(/«([0-9a-f]*)»/);
  return Buffer.concat(parts.map((part, index) => Buffer.from(part, index % 2 === 1 ? 'hex' : 'utf8')));
}

function randomAggregate(random: () => number, depth: number): Sample {
  const count = Math.floor(random() * 5);
  const inner = Array.from({ length: count * 2 }, () => randomReply(random, depth - 1));
  const values = inner.map((sample) => sample.value);
  const wire = inner.map((sample) => sample.wire).join('');
  const streamed = random() < 0.2;
  const end = streamed ? '.\r\n' : '';
  const pairs = new Map<ParsedReply, ParsedReply>();
  for (let index = 0; index < values.length; index += 2)
    pairs.set(values[index] ?? null, values[index + 1] ?? null);
  switch (Math.floor(random() * 4)) {
    case 0:
      return {
        wire: `%${streamed ? '?' : count}\r\n${wire}${end}`,
        value: pairs,
      };
    case 1:
      return {
        wire: `~${streamed ? '?' : count * 2}\r\n${wire}${end}`,
        value: new Set(values),
      };
    case 2: {
      const plain = randomReply(random, 0);
      return { wire: `|${count}\r\n${wire}${plain.wire}`, value: plain.value };
    }
    default:
      return {
        wire: `*${streamed ? '?' : count * 2}\r\n${wire}${end}`,
        value: values,
      };
  }
}
