/**
 * Randomness for property tests. A run takes a fresh seed and says it in the title of the test, so that a
 * failure can be replayed: set REDWING_TEST_SEED to the number in the title. REDWING_TEST_SCALE multiplies
 * how many cases are tried.
 */

const { REDWING_TEST_SCALE: givenScale, REDWING_TEST_SEED: givenSeed } = process.env;

export const testScale: number = Number(givenScale ?? 1);

export function testSeed(): number {
  return givenSeed === undefined ? Math.floor(Math.random() * 0x7fffffff) : Number(givenSeed);
}

/** Mulberry32: small, fast, good enough to choose test cases. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** A number in [0, 1). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer in [0, bound). */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  /** `length` characters of the alphabet. */
  text(alphabet: string, length: number): string {
    let text = '';
    for (let index = 0; index < length; index++) text += alphabet.charAt(this.below(alphabet.length));
    return text;
  }

  bytes(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let index = 0; index < length; index++) bytes[index] = this.below(256);
    return bytes;
  }
}
