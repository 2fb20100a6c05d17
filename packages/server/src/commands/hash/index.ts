/** The hash commands. */
import type { Handlers } from '../../execution/call.ts';
import { hexists, hget, hgetall, hkeys, hlen, hmget, hstrlen, hvals } from './get.ts';
import { hincrby, hincrbyfloat } from './increment.ts';
import { hrandfield } from './random.ts';
import { hscan } from './scan.ts';
import { hdel, hmset, hset, hsetnx } from './set.ts';

export const hash: Handlers = {
  hdel,
  hexists,
  hget,
  hgetall,
  hincrby,
  hincrbyfloat,
  hkeys,
  hlen,
  hmget,
  hmset,
  hrandfield,
  hscan,
  hset,
  hsetnx,
  hstrlen,
  hvals,
};
