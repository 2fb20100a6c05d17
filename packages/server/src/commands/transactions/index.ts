/** The handlers of the transactions group. */
import type { Handlers } from '../../execution/call.ts';
import { discard, exec, multi } from './multi.ts';
import { unwatch, watch } from './watch.ts';

export const transactions: Handlers = { multi, exec, discard, watch, unwatch };
