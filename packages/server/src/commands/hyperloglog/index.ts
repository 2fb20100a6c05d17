/** The HyperLogLog commands. */
import type { Handlers } from '../../execution/call.ts';
import { pfadd } from './add.ts';
import { pfcount } from './count.ts';
import { pfdebug, pfselftest } from './debug.ts';
import { pfmerge } from './merge.ts';

export const hyperloglog: Handlers = {
  pfadd,
  pfcount,
  pfdebug,
  pfmerge,
  pfselftest,
};
