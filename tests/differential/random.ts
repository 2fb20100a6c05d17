/**
 * Chance that can be played again: everything a random run does follows from its seed.
 *
 * REDWING_SEED replays one seed, REDWING_COMMANDS says how many commands a run has.
 */

/** Mulberry32: 32 bits of state, fast, and good enough to choose commands. */
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

  /** An integer in [least, most]. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new RangeError('nothing to pick from');
    return picked;
  }

  /** One of the entries, each as likely as its weight says. */
  weighted<T>(entries: readonly (readonly [weight: number, entry: T])[]): T {
    let total = 0;
    for (const [weight] of entries) total += weight;
    let left = this.next() * total;
    for (const [weight, entry] of entries) {
      left -= weight;
      if (left < 0) return entry;
    }
    throw new RangeError('nothing to choose from');
  }

  /** Any bytes, a character a byte. */
  bytes(length: number): string {
    let bytes = '';
    while (bytes.length < length) bytes += String.fromCharCode(this.below(256));
    return bytes;
  }
}

/**
 * Seeds to run: the given ones and, on a developer's machine, one that nobody has tried; or the one that is
 * to be replayed. In CI the same commit must always get the same answer: long.ts is for exploring.
 */
export function seedsToRun(usual: readonly number[]): number[] {
  const replayed = process.env.REDWING_SEED;
  const untried = process.env.CI === undefined ? [Math.floor(Math.random() * 2 ** 31)] : [];
  const seeds = replayed === undefined ? [...usual, ...untried] : [Number(replayed)];
  process.stdout.write(`seeds ${seeds.join(', ')}; REDWING_SEED replays one\n`);
  return seeds;
}

/** How many commands a run has, unless REDWING_COMMANDS says otherwise. */
export function commandsToRun(usual: number): number {
  return Number(process.env.REDWING_COMMANDS ?? usual);
}
