import { describe, expect, it } from 'vitest';
import { countOnes, findBit } from './bit-search.ts';

/** The bits of `bytes`, the highest of the first byte first. */
function bitsOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [...byte.toString(2).padStart(8, '0')].map(Number));
}

describe('bits in bytes', () => {
  const buffer = new Uint8Array(64);
  // Long runs of either kind, with something in the midst of them, and bytes of both.
  buffer.fill(0xff, 20, 41);
  buffer.set([0x80, 0x01, 0xff, 0x7f, 0xfe, 0x10], 8);
  buffer[30] = 0xef;
  buffer[50] = 0x04;

  it.each([0, 1, 2, 3])(
    'are counted and found wherever a range begins and ends, %i bytes off a word',
    (offset) => {
      const bytes = buffer.subarray(offset);
      const bits = bitsOf(bytes);
      for (let from = 0; from <= bits.length; from++) {
        for (let to = from; to <= bits.length; to += to % 8 === 0 ? 3 : 1) {
          const within = bits.slice(from, to);
          const ones = within.filter((bit) => bit === 1).length;
          if (countOnes(bytes, from, to) !== ones)
            expect([from, to, countOnes(bytes, from, to)]).toEqual([from, to, ones]);
          for (const wanted of [0, 1]) {
            const index = within.indexOf(wanted);
            const place = index < 0 ? -1 : from + index;
            if (findBit(bytes, wanted, from, to) !== place)
              expect([from, to, wanted, findBit(bytes, wanted, from, to)]).toEqual([from, to, wanted, place]);
          }
        }
      }
    },
  );
});
