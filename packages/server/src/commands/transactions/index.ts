/** The handlers of the transactions group. */
import { discard, exec, multi } from './multi.ts';
import { unwatch, watch } from './watch.ts';

export const transactions = { multi, exec, discard, watch, unwatch } as const;
