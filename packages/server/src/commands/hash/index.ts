/** The hash commands. */
import type { Handlers } from '../../execution/call.ts';
import {
  hexpire,
  hexpireat,
  hexpiretime,
  hpersist,
  hpexpire,
  hpexpireat,
  hpexpiretime,
  hpttl,
  httl,
} from './expire.ts';
import { hexists, hget, hgetall, hkeys, hlen, hmget, hstrlen, hvals } from './get.ts';
import { hgetdel, hgetex } from './get-and-change.ts';
import { hincrby, hincrbyfloat } from './increment.ts';
import { hrandfield } from './random.ts';
import { hscan } from './scan.ts';
import { hdel, hmset, hset, hsetnx } from './set.ts';
import { hsetex } from './set-and-expire.ts';

export const hash: Handlers = {
  hdel,
  hexists,
  hexpire,
  hexpireat,
  hexpiretime,
  hget,
  hgetall,
  hgetdel,
  hgetex,
  hincrby,
  hincrbyfloat,
  hkeys,
  hlen,
  hmget,
  hmset,
  hpersist,
  hpexpire,
  hpexpireat,
  hpexpiretime,
  hpttl,
  hrandfield,
  hscan,
  hset,
  hsetex,
  hsetnx,
  hstrlen,
  httl,
  hvals,
};
