/**
 * How often an entry is used, in the 24 bits that otherwise hold when it was used last (the LFU policies).
 *
 *     16 bits                          8 bits
 *     minute of the last use           counter, 0 to 255
 *
 * The counter is a logarithm kept by chance (R. Morris, "Counting large numbers of events in small registers", 1978):
 * a use adds one with probability 1 / ((counter - START) · logFactor + 1), so that eight bits tell a hundred uses from
 * a million. It falls by one for every `decayMinutes` without a use; nothing walks the entries for that, it is
 * reckoned when the counter is next looked at. An entry begins at START, or it would be evicted before its second use.
 *
 * Limits: minutes wrap after 45 days, and an entry not used for that long looks used recently, until it is compared
 * again a while later. Redis counts in the same way, and its documentation's table of counters holds here too.
 */

/** Where the counter of a new entry begins. */
export const USE_COUNT_START = 5;
const USE_COUNT_MAX = 255;
const MINUTES_MASK = 0xffff;

/** The time and chance it goes by: a keyspace has both. */
interface UseCounterSurroundings {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Numbers in [0, 1). */
  readonly random: () => number;
}

export class UseCounter {
  /** How many uses the counter tells apart: the larger, the slower it grows. */
  logFactor = 10;
  /** After how many minutes without a use it falls by one; 0 never. */
  decayMinutes = 1;
  private readonly surroundings: UseCounterSurroundings;

  constructor(surroundings: UseCounterSurroundings) {
    this.surroundings = surroundings;
  }

  /** The clock of an entry that is used now, with its counter at `count`. */
  clockAt(count: number): number {
    return (this.minute << 8) | count;
  }

  /** The clock of an entry that is used now once more; `clock` is what it was. */
  used(clock: number): number {
    const count = this.count(clock);
    if (count === USE_COUNT_MAX) return this.clockAt(count);
    const above = Math.max(0, count - USE_COUNT_START);
    const grows = this.surroundings.random() < 1 / (above * this.logFactor + 1);
    return this.clockAt(grows ? count + 1 : count);
  }

  /** The counter as it stands now. */
  count(clock: number): number {
    const count = clock & 0xff;
    if (this.decayMinutes === 0) return count;
    return Math.max(0, count - Math.floor(this.minutesSince(clock) / this.decayMinutes));
  }

  /** Minutes since the last use. */
  minutesSince(clock: number): number {
    return (this.minute - (clock >>> 8)) & MINUTES_MASK;
  }

  private get minute(): number {
    return Math.floor(this.surroundings.now / 60_000) & MINUTES_MASK;
  }
}
