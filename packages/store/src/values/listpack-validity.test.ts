import { describe, expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { isValidListpack } from './listpack.ts';
import { elementsOf, listpackOf, randomElement } from './listpack-model.test-support.ts';

const seed = testSeed();

function isValid(bytes: Uint8Array, deep = true): boolean {
  return isValidListpack(bytes, 0, bytes.length, deep);
}

/** A listpack with these bytes for elements, whatever they are. */
function framed(elements: string, count: number): Buffer {
  const bytes = Buffer.from(`000000000000${elements}ff`, 'hex');
  bytes.writeUInt32LE(bytes.length);
  bytes.writeUInt16LE(count, 4);
  return bytes;
}

/** Bytes that throw when they are read out of the bounds given. */
function watched(bytes: Uint8Array, start: number, length: number): Uint8Array {
  return new Proxy(bytes, {
    get(target, name) {
      const index = typeof name === 'string' && /^-?\d+$/.test(name) ? Number(name) : undefined;
      if (index !== undefined && (index < start || index >= start + length))
        throw new Error(`read at ${index}`);
      return Reflect.get(target, name, target);
    },
  });
}

describe('the check of a listpack from outside', () => {
  it('accepts what was written by the rules', () => {
    expect(isValid(listpackOf([]))).toBe(true);
    expect(isValid(listpackOf(['a', '1', '1000000', 'x'.repeat(5000)]))).toBe(true);
    expect(isValid(framed('0501', 0xffff))).toBe(true);
  });

  it('refuses a wrong frame', () => {
    const good = listpackOf(['a', '1']);
    for (let length = 0; length < good.length; length++)
      expect(isValid(good.subarray(0, length), false)).toBe(false);
    expect(isValid(Buffer.concat([good, Buffer.from([0xff])]), false)).toBe(false);
    expect(isValidListpack(good, 0, good.length + 1, false)).toBe(false);
    const endless = Buffer.from(good);
    endless[endless.length - 1] = 0;
    expect(isValid(endless, false)).toBe(false);
  });

  it('refuses wrong elements, but only when it looks at them', () => {
    const wrong: [elements: string, count: number][] = [
      ['', 1],
      ['0501', 2],
      ['0501', 0],
      ['c00102', 2],
      ['05010602', 2],
    ];
    const wrongAlone = ['0502', '05', 'c001', 'f501', 'fe01', 'ff01', 'f1', 'f4050000000000000008', 'f0ffff'];
    const beyondEnd = ['f0ffffffff01', 'e0', 'bf6101', 'efff6103'];
    for (const elements of [...wrongAlone, ...beyondEnd]) wrong.push([elements, 1]);
    for (const [elements, count] of wrong) {
      expect(isValid(framed(elements, count)), elements).toBe(false);
      expect(isValid(framed(elements, count), false), elements).toBe(true);
    }
  });

  it(`never reads out of bounds, and what it accepts can be walked (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    let accepted = 0;
    for (let run = 0; run < 3000 * testScale; run++) {
      const bytes = listpackOf(Array.from({ length: random.below(6) }, () => randomElement(random)));
      if (bytes.length > 400) continue;
      for (let change = random.below(3); change >= 0; change--)
        bytes[random.below(bytes.length)] = random.below(256);
      if (random.chance(0.7)) bytes.writeUInt32LE(bytes.length);
      if (random.chance(0.7)) bytes[bytes.length - 1] = 0xff;
      const around = Buffer.concat([Buffer.alloc(4), bytes, Buffer.alloc(4)]);
      if (!isValidListpack(watched(around, 4, bytes.length), 4, bytes.length, true)) continue;
      accepted++;
      const elements = elementsOf(around, 4);
      expect([elements.length, 0xffff]).toContain(bytes.readUInt16LE(4));
    }
    expect(accepted).toBeGreaterThan(0);
  });
});
