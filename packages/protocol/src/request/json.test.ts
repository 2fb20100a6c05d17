import { describe, expect, it } from 'vitest';
import { dataTypeOf, endOfJson, endOfJsonNumber } from './json.ts';

/** Mulberry32, for cases that can be replayed. */
class SeededRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  text(alphabet: string, length: number): string {
    return Array.from({ length }, () => alphabet.charAt(this.below(alphabet.length))).join('');
  }
}

function isJsonNumber(bytes: Uint8Array, start: number, length: number): boolean {
  return endOfJsonNumber(bytes, start, start + length) === start + length;
}

/** Whether the bytes are one JSON text, white space around it allowed. */
function isJsonText(bytes: Uint8Array, start: number, length: number): boolean {
  const end = endOfJson(bytes, start, start + length);
  return end >= 0 && /^[ \t\r\n]*$/.test(Buffer.from(bytes.subarray(end, start + length)).toString('latin1'));
}

/** Surrounds the text with bytes that would complete or break it if they were looked at. */
function embedded(text: string, around = '"]}1 '): [Uint8Array, number, number] {
  const before = Buffer.from(around);
  const bytes = Buffer.from(text);
  return [Buffer.concat([before, bytes, before]), before.length, bytes.length];
}

describe('DATATYPE', () => {
  it.each(['25', '-3.5', '1e9', '0', '-0', '0.10', '1E+5', '1e-05', '123456789012345678901234567890'])(
    'calls %s a number',
    (text) => {
      expect(dataTypeOf(...embedded(text))).toBe('number');
      expect(isJsonNumber(...embedded(text))).toBe(true);
    },
  );

  it.each([
    '{}',
    '[]',
    '""',
    '{"host": "localhost", "port": 8080}',
    '[1, 2, 3, 4, 5]',
    '"John Doe"',
    ' [1] ',
    '\t{"a":[{}]}\r\n',
    '"\\u00e9\\n\\""',
    '[null,true,false,-1.5e3,"x",[],{}]',
    '{"a":{"b":[{"c":[]}]},"d":1}',
    '"ü"',
    '{"":0}',
    '[ ]',
    '{ }',
    '[[],[[]]]',
  ])('calls %j json', (text) => {
    expect(dataTypeOf(...embedded(text))).toBe('json');
  });

  it.each([
    '',
    'hello',
    '12abc',
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    '1e+',
    '-',
    '--1',
    '0x10',
    ' 25',
    '25 ',
    'NaN',
    'true',
    'null',
    'inf',
    '1 2',
    '{',
    '[',
    '"',
    '{]',
    '[}',
    '[1,]',
    '[,1]',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{a:1}',
    "{'a':1}",
    '[1 2]',
    '[1]]',
    '{}{}',
    '"a"b',
    '"a',
    '"\\x"',
    '"\\u12g4"',
    '"\\u12',
    '"\n"',
    '[01]',
    '[1.]',
    '[tru]',
    '[truee]',
    '[nul',
    '["a":1]',
    '{"a" 1}',
    '{1:2}',
    '   ',
    '\ufeff[]',
    '[\u00a0]',
    '\v[]',
  ])('calls %j a string', (text) => {
    expect(dataTypeOf(...embedded(text))).toBe('string');
  });

  it('accepts bytes inside quotes that are not UTF-8', () => {
    const bytes = Uint8Array.of(0x22, 0xff, 0xc3, 0x28, 0x22);
    expect(dataTypeOf(bytes, 0, bytes.length)).toBe('json');
    expect(dataTypeOf(Uint8Array.of(0x22, 0x00, 0x22), 0, 3)).toBe('string');
  });

  it('keeps track of brackets a million deep', () => {
    const random = new SeededRandom(1);
    let open = '';
    let close = '';
    for (let depth = 0; depth < 1_000_000; depth++) {
      const isObject = random.chance(0.5);
      open += isObject ? '{"k":' : '[';
      close += isObject ? '}' : ']';
    }
    const closing = [...close].reverse().join('');
    expect(dataTypeOf(...embedded(`${open}7${closing}`))).toBe('json');
    expect(dataTypeOf(...embedded(`${open}7${closing.slice(1)}`))).toBe('string');
    const middle = closing.length / 2;
    const wrong = closing.charAt(middle) === ']' ? '}' : ']';
    const mistaken = closing.slice(0, middle) + wrong + closing.slice(middle + 1);
    expect(dataTypeOf(...embedded(`${open}7${mistaken}`))).toBe('string');
  });

  const seed = Math.floor(Math.random() * 2 ** 31);
  it(`agrees with JSON.parse on JSON with random damage (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    let valid = 0;
    for (let round = 0; round < 30_000; round++) {
      let text = random.chance(0.5)
        ? JSON.stringify(randomValue(random, 0))
        : JSON.stringify(randomValue(random, 0), null, 1);
      for (let damage = random.below(3); damage > 0; damage--) text = damaged(random, text);
      const expected = parses(text);
      if (expected) valid++;
      const around = random.pick(['"]}1 ', '', ']', '}', '9', '"', ' ']);
      expect(isJsonText(...embedded(text, around)), JSON.stringify(text)).toBe(expected);
    }
    expect(valid).toBeGreaterThan(1000);
  });
});

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function randomValue(random: SeededRandom, depth: number): unknown {
  const kind = random.below(depth > 6 ? 5 : 9);
  if (kind === 0) return random.pick([true, false, null]);
  if (kind === 1) return random.below(1000) - 500;
  if (kind === 2) return random.next() * 10 ** (random.below(60) - 30);
  if (kind < 5) return random.text('ab"\\\n\u0001ü/', random.below(6));
  const count = random.below(4);
  if (kind < 7) return Array.from({ length: count }, () => randomValue(random, depth + 1));
  return Object.fromEntries(
    Array.from({ length: count }, () => [
      random.text('ab"\\', random.below(4)),
      randomValue(random, depth + 1),
    ]),
  );
}

function damaged(random: SeededRandom, text: string): string {
  const at = random.below(text.length + 1);
  const kind = random.below(3);
  const inserted = random.pick([...'[]{}",:\\0123.eE+-tfnu \n\t\v']);
  if (kind === 0) return text.slice(0, at) + text.slice(at + 1);
  return text.slice(0, at) + inserted + text.slice(kind === 1 ? at : at + 1);
}
