/**
 * How V8 is to collect garbage and to compile here.
 *
 * A request leaves some 300 bytes behind, dead by the next one. Values live outside V8's heap, so hardly anything survives
 * a collection and its cost is that of stopping. Everybody who waits for a reply waits for it, hence as few stops as can
 * be, and short ones:
 *
 * - The young generation grows to its full size (16 MB) in one step. V8 would double it only when much survives, stay
 *   at a megabyte after an idle while, and stop sixty times a second there.
 * - The main thread collects alone. With so little to trace, waking helpers takes longer than doing their share, and
 *   they take processors from the clients.
 * - What starting leaves behind is collected before anybody connects. It would be enough for V8 to trace the whole heap
 *   in the first second of service.
 *
 * A request goes through some forty small functions. How much of them is compiled into one is limited by a budget that
 * suits pages in a browser; with half as much again a request takes up to a tenth less.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const FLAGS = [
  '--semi-space-growth-factor=16',
  '--no-parallel-scavenge',
  '--max-inlined-bytecode-size-cumulative=1500',
];

/** To be called before anything else: the young generation starts small, and what is compiled stays so. */
export function tuneV8(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}

/** Collects everything now; takes some 10 ms after the start. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  setFlagsFromString('--no-expose-gc');
  if (typeof collect === 'function') collect();
}
