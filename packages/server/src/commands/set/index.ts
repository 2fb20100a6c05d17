/** The set commands. */
import type { Handlers } from '../../execution/call.ts';
import { sdiff, sdiffstore, sinter, sintercard, sinterstore, sunion, sunionstore } from './combine.ts';
import { sadd, scard, sismember, smembers, smismember, smove, srem } from './members.ts';
import { spop, srandmember } from './random.ts';
import { sscan } from './scan.ts';

export const set: Handlers = {
  sadd,
  scard,
  sdiff,
  sdiffstore,
  sinter,
  sintercard,
  sinterstore,
  sismember,
  smembers,
  smismember,
  smove,
  spop,
  srandmember,
  srem,
  sscan,
  sunion,
  sunionstore,
};
