/**
 * How long to wait before connecting again.
 *
 * The delay doubles with each failure in a row up to a maximum, and half of it is chance, so that the many
 * clients of a server that went away do not all come back in the same moment.
 */

import type { Randomness } from './clock.ts';

export interface Backoff {
  readonly initialDelayMs: number;
  readonly maxDelayMs: number;
}

/** Milliseconds before the next try, after `failures` (1 or more) in a row. */
export function backoffDelayMs(failures: number, backoff: Backoff, randomness: Randomness): number {
  const full = Math.min(backoff.maxDelayMs, backoff.initialDelayMs * 2 ** (failures - 1));
  return Math.round(full / 2 + (full / 2) * randomness.next());
}
