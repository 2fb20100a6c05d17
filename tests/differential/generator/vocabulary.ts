/**
 * The words that random requests are made of: few keys, so that commands meet, and values and numbers from
 * the edges.
 *
 * Times need care, because two servers never read the clock together. A time to live from `farSeconds` is
 * different each time it is drawn, by a hundred seconds or more, and runs out long after the run: what
 * compares two of them (NX, GT, LT) comes out the same whatever the millisecond. Nothing else drawn here can
 * pass for a short time to live.
 */

import { SeededRandom } from '../random.ts';

/** The key space. The first few come up more often than the rest. */
export const keys: readonly string[] = [
  'a',
  'b',
  'counter',
  'text',
  'user:1',
  '{tag}x',
  '{tag}y',
  'with space',
  '\x00\xff\r\n\x01',
  'caf\xc3\xa9',
  `long-${'k'.repeat(300)}`,
  '',
];

/** A key for values too large for commands that take time quadratic in them. */
export const bigKey = 'big';

/** Keys that only HyperLogLogs are put under, so that some of them grow. */
export const sketchKeys: readonly string[] = ['visits', 'visits:2'];

/** Keys that mostly hold sets, so that those are combined with each other. */
export const setKeys: readonly string[] = ['set:1', 'set:2', 'set:3'];

/** Keys that only sorted sets are put under whose scores are all equal. */
export const lexicalKeys: readonly string[] = ['words', 'words:2'];

/** Keys that mostly hold places. */
export const placeKeys: readonly string[] = ['places', 'places:2'];

/** Keys that SORT looks up by the elements it sorts. */
export const weightKeys: readonly string[] = Array.from({ length: 12 }, (_, number) => [
  `weight_${number}`,
  `record_${number}`,
]).flat();

/** Keys that mostly hold streams, so that some of them grow. */
export const streamKeys: readonly string[] = ['events', 'events:2'];

/** Keys of streams that are read by groups. */
export const groupKeys: readonly string[] = ['jobs', 'jobs:2'];

/** A key for values that are made of the time, which is gone again before anybody compares. */
export const timedKey = 'timed';

/** Every key that a run can create. */
export const allKeys: ReadonlySet<string> = new Set([
  ...keys,
  bigKey,
  ...sketchKeys,
  ...setKeys,
  ...placeKeys,
  ...weightKeys,
  ...lexicalKeys,
  ...streamKeys,
  ...groupKeys,
  timedKey,
]);

const integers = ['0', '1', '-1', '7', '10', '42', '9999', '10000', '123456789', '-2147483649'];

/** Integers that only just fit, or only just do not. None is a small positive one: see above. */
const extremeIntegers = [
  '9223372036854775807',
  '9223372036854775806',
  '9223372036854775808',
  '-9223372036854775808',
  '-9223372036854775809',
  '18446744073709551615',
  '18446744073709551616',
  '99999999999999999999999',
];

/** What looks like a number and is none where an integer is asked for. */
const malformedIntegers = [
  '',
  ' ',
  'abc',
  '1.5',
  '1.0',
  ' 1',
  '1 ',
  '+1',
  '01',
  '-0',
  '-01',
  '--1',
  '-',
  '0x10',
  '1e3',
  '1\x00',
  '\xb2',
  'nan',
  'inf',
];

const floats = [
  '0',
  '1',
  '-1',
  '0.1',
  '3.14',
  '-0.5',
  '.5',
  '5.',
  '1e3',
  '5.0e3',
  '1e-7',
  '-0',
  '0.30000000000000004',
  '1e17',
  '123456789.123456789',
  '99999999999999999999',
  '1e308',
  '1e400',
  '1e4932',
  '1e5000',
];

const malformedFloats = [
  '',
  'abc',
  'nan',
  '-nan',
  'inf',
  '+inf',
  '-inf',
  'infinity',
  '0x1p3',
  ' 1',
  '1 ',
  '1,5',
];

const texts = [
  '',
  'x',
  'hello',
  'Hello, World',
  'ohmytext',
  'mynewtext',
  '{"a": [1, 2]}',
  'a\x00b',
  '\r\n',
  'gr\xc3\xbc\xc3\x9fe',
  '12345678901234567890',
  '1234567890123456789012',
  'x'.repeat(44),
  'x'.repeat(45),
  'ab'.repeat(150),
];

export class Draw extends SeededRandom {
  #farDrawn = 0;
  #risen = 0;

  key(): string {
    return this.chance(0.6) ? this.pick(keys.slice(0, 5)) : this.pick(keys);
  }

  keys(least: number, most: number): string[] {
    return this.many(least, most, () => this.key());
  }

  many<T>(least: number, most: number, one: () => T): T[] {
    return Array.from({ length: this.between(least, most) }, one);
  }

  value(): string {
    return this.weighted([
      [5, () => this.pick(texts)],
      [4, () => this.pick(integers)],
      [1, () => this.pick(extremeIntegers)],
      [1, () => this.pick(malformedIntegers)],
      [2, () => this.pick(floats)],
      [2, () => this.bytes(this.below(40))],
      [1, () => this.text(this.below(60))],
    ])();
  }

  /** Letters of a small alphabet, in which two texts have much in common. */
  text(length: number): string {
    let text = '';
    while (text.length < length) text += this.pick(['a', 'b', 'c', 'd']);
    return text;
  }

  /** An integer for arithmetic. */
  integer(): string {
    return this.weighted([
      [12, () => String(this.between(-20, 20))],
      [4, () => this.pick(integers)],
      [2, () => this.pick(extremeIntegers)],
      [2, () => this.pick(malformedIntegers)],
    ])();
  }

  /** How many elements to choose: a large negative number would ask for as many, and the original gives them. */
  sampleCount(): string {
    return this.weighted([
      [12, () => String(this.between(-12, 12))],
      [1, () => this.pick(['200', '9223372036854775807', '-9223372036854775808', '9223372036854775808'])],
      [1, () => this.pick(malformedIntegers)],
    ])();
  }

  float(): string {
    return this.weighted([
      [4, () => this.pick(floats)],
      [3, () => `${this.between(-999, 999)}.${this.between(0, 99_999)}`],
      [2, () => this.pick(integers)],
      [1, () => this.pick(malformedFloats)],
      [1, () => this.pick(extremeIntegers)],
    ])();
  }

  /**
   * A position in a string, from either end, mostly near the edges. Grows no string beyond a few hundred
   * bytes.
   */
  offset(): string {
    return this.weighted([
      [12, () => String(this.between(-12, 12))],
      [4, () => String(this.between(-400, 400))],
      [1, () => this.pick(extremeIntegers)],
      [1, () => this.pick(malformedIntegers)],
    ])();
  }

  /** A position of a bit. */
  bitOffset(): string {
    return this.weighted([
      [12, () => String(this.below(100))],
      [3, () => String(this.below(3000))],
      [1, () => this.pick(['4294967296', '-1', ...extremeIntegers])],
      [1, () => this.pick(malformedIntegers)],
    ])();
  }

  /** A word that has no business where it stands; see the top of the file for what it must not be. */
  misfit(): string {
    return this.weighted([
      [4, () => this.pick(malformedIntegers)],
      [2, () => this.pick(extremeIntegers)],
      [2, () => this.pick(['0', '-1', '-100'])],
      [
        2,
        () => this.pick(['NX', 'XX', 'GET', 'EX', 'PX', 'KEEPTTL', 'COUNT', 'MATCH', 'REPLACE', 'BIT', 'DB']),
      ],
      [1, () => this.key()],
    ])();
  }

  /** Seconds of a time to live that outlasts the run and that no other one comes near. */
  farSeconds(): number {
    this.#farDrawn++;
    return 100_000 + 100 * ((this.#farDrawn * 7919) % 1_000_003);
  }

  /** A number that is mostly greater than all before. */
  rise(): number {
    if (!this.chance(0.3)) this.#risen += this.pick([1, 1, 1, 2, 5, 300]);
    return this.#risen;
  }

  /** A number that was drawn a short while ago. */
  recentRise(back: number): number {
    return Math.max(0, this.#risen - this.below(back));
  }

  /** `farSeconds` in milliseconds. */
  farMilliseconds(): number {
    return this.farSeconds() * 1000 + this.below(1000);
  }

  /** A moment in seconds since the epoch, long past or decades ahead, the same for every server. */
  moment(): number {
    return this.chance(0.2) ? this.between(1, 1_000_000_000) : 4_102_444_800 + 1000 * this.below(50);
  }

  /** What is no time at all: zero, negative, too large, not a number. */
  badTime(): string {
    return this.chance(0.5)
      ? this.pick(['0', '-1', '-100000', ...extremeIntegers])
      : this.pick(malformedIntegers);
  }

  /** A pattern as KEYS and its like take it, which matches some of the keys. */
  pattern(): string {
    return this.weighted([
      [3, () => '*'],
      [
        5,
        () =>
          this.pick([
            '?',
            'a*',
            '*t*',
            'user:*',
            '[a-c]*',
            '[^a]*',
            'h?llo',
            '{tag}[xy]',
            '\\*',
            '[',
            '[a',
            '',
          ]),
      ],
      [1, () => this.key()],
      [1, () => this.bytes(3)],
    ])();
  }
}
