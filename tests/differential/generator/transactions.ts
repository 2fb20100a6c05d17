/**
 * The commands of transactions where nobody expects them. Whole transactions, with watched keys and other
 * clients in between, are woven by the generator out of every family.
 */

import type { Family } from './family.ts';
import { command } from './family.ts';

export const transactionsFamily: Family = {
  name: 'transactions',
  weight: 3,
  commands: [
    [1, () => command('MULTI')],
    [3, () => command('EXEC')],
    [2, () => command('DISCARD')],
    [3, (draw) => command('WATCH', ...draw.keys(1, 3))],
    [1, () => command('UNWATCH')],
  ],
};
