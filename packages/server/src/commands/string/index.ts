/** The string commands. */
import type { Handlers } from '../../execution/call.ts';
import { get, getdel, getex, getrange, mget, strlen } from './get.ts';
import { decr, decrby, incr, incrby, incrbyfloat } from './increment.ts';
import { lcs } from './lcs.ts';
import { append, setrange } from './modify.ts';
import { getset, mset, msetnx, psetex, set, setex, setnx } from './set.ts';

export const string: Handlers = {
  append,
  decr,
  decrby,
  get,
  getdel,
  getex,
  getrange,
  getset,
  incr,
  incrby,
  incrbyfloat,
  lcs,
  mget,
  mset,
  msetnx,
  psetex,
  set,
  setex,
  setnx,
  setrange,
  strlen,
  substr: getrange,
};
