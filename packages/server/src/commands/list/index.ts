/** The list commands. */
import type { Handlers } from '../../execution/call.ts';
import { blmove, blmpop, blpop, brpop, brpoplpush } from './blocking.ts';
import { linsert, lrem, lset, ltrim } from './edit.ts';
import { lmove, rpoplpush } from './move.ts';
import { lmpop, lpop, rpop } from './pop.ts';
import { lpush, lpushx, rpush, rpushx } from './push.ts';
import { lindex, llen, lrange } from './read.ts';
import { lpos } from './search.ts';

export const list: Handlers = {
  blmove,
  blmpop,
  blpop,
  brpop,
  brpoplpush,
  lindex,
  linsert,
  llen,
  lmove,
  lmpop,
  lpop,
  lpos,
  lpush,
  lpushx,
  lrange,
  lrem,
  lset,
  ltrim,
  rpop,
  rpoplpush,
  rpush,
  rpushx,
};
