import { describe, expect, it } from 'vitest';
import { Crc64, crc64 } from './crc64.ts';
import { SeededRandom, testSeed } from './seeded-random.test-support.ts';

describe('CRC-64/Jones', () => {
  it('gives the published check value', () => {
    expect(crc64(Buffer.from('123456789'), 0, 9)).toBe(0xe9c6d914c4b8d9can);
    expect(crc64(Buffer.from('xx123456789xx'), 2, 9)).toBe(0xe9c6d914c4b8d9can);
    expect(crc64(Buffer.from(''), 0, 0)).toBe(0n);
  });

  it('writes the lowest byte first, and recognises what it wrote', () => {
    const crc = new Crc64();
    crc.update(Buffer.from('123456789'), 0, 9);
    const into = new Uint8Array(10);
    crc.writeTo(into, 1);
    expect(Buffer.from(into).toString('hex')).toBe('00cad9b8c414d9c6e900');
    expect(crc.equals(into, 1)).toBe(true);
    for (let index = 1; index < 9; index++) {
      into[index] = (into[index] as number) ^ 0x10;
      expect(crc.equals(into, 1)).toBe(false);
      into[index] = (into[index] as number) ^ 0x10;
    }
    crc.reset();
    expect(crc.value).toBe(0n);
  });

  const seed = testSeed();
  it(`is the same bit by bit, whole, and in pieces of any length (seed ${seed})`, () => {
    const random = new SeededRandom(seed);
    for (let round = 0; round < 300; round++) {
      const bytes = random.bytes(random.below(100));
      const expected = bitByBit(bytes);
      expect(crc64(bytes, 0, bytes.length)).toBe(expected);
      const crc = new Crc64();
      for (let at = 0; at < bytes.length; ) {
        const length = Math.min(random.below(20), bytes.length - at);
        crc.update(bytes, at, length);
        at += length;
      }
      expect(crc.value).toBe(expected);
    }
  });
});

/** The definition, a bit at a time. */
function bitByBit(bytes: Uint8Array): bigint {
  let crc = 0n;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1n) === 1n ? (crc >> 1n) ^ 0x95ac9329ac4bc9b5n : crc >> 1n;
  }
  return crc;
}
