/**
 * The handler of each command, by the name in the table.
 *
 * The files beside this one are laid out as the table's groups; a command's close variants share its file.
 */
import type { Handler } from '../execution/call.ts';
import { echo, ping, quit, select } from './connection/session.ts';
import { del, exists } from './generic/delete.ts';
import { get, getdel, getex, getrange, mget, strlen } from './string/get.ts';
import { decr, decrby, incr, incrby, incrbyfloat } from './string/increment.ts';
import { getset, mset, msetnx, psetex, set, setex, setnx } from './string/set.ts';

const string = {
  get,
  set,
  mget,
  mset,
  msetnx,
  getset,
  setnx,
  setex,
  psetex,
  strlen,
  getrange,
  substr: getrange,
  getdel,
  getex,
  incr,
  decr,
  incrby,
  decrby,
  incrbyfloat,
} as const;

const generic = { del, unlink: del, exists, touch: exists } as const;

const connection = { ping, echo, select, quit } as const;

export const handlers: Readonly<Record<string, Handler>> = { ...string, ...generic, ...connection };
