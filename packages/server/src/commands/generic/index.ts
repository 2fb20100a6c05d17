/** The commands for keys of any type. */
import type { Handlers } from '../../execution/call.ts';
import { containerHelp } from '../server/container-help.ts';
import { del, exists, touch } from './delete.ts';
import { dump, restore } from './dump.ts';
import {
  expire,
  expireat,
  expiretime,
  persist,
  pexpire,
  pexpireat,
  pexpiretime,
  pttl,
  ttl,
} from './expire.ts';
import { dbsize, keys, randomkey, scan, type } from './keys.ts';
import { migrate } from './migrate.ts';
import { encoding, freq, idletime, refcount } from './object.ts';
import { copy, move, rename, renamenx } from './rename.ts';
import { sort, sortRo } from './sort.ts';

export const generic: Handlers = {
  copy,
  dbsize,
  del,
  dump,
  exists,
  expire,
  expireat,
  expiretime,
  keys,
  migrate,
  move,
  'object|encoding': encoding,
  'object|freq': freq,
  'object|help': containerHelp,
  'object|idletime': idletime,
  'object|refcount': refcount,
  persist,
  pexpire,
  pexpireat,
  pexpiretime,
  pttl,
  randomkey,
  rename,
  renamenx,
  restore,
  scan,
  sort,
  sort_ro: sortRo,
  touch,
  ttl,
  type,
  unlink: del,
};
