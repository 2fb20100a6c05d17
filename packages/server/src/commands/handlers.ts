/**
 * The handler of each command, by the name in the table.
 *
 * The folders beside this file are laid out as the table's groups, each with an index of its handlers; a command's
 * close variants share a file.
 */
import type { Handlers } from '../execution/call.ts';
import { bitmap } from './bitmap/index.ts';
import { connection } from './connection/index.ts';
import { generic } from './generic/index.ts';
import { geo } from './geo/index.ts';
import { hash } from './hash/index.ts';
import { hyperloglog } from './hyperloglog/index.ts';
import { list } from './list/index.ts';
import { notifications } from './notify/index.ts';
import { pubsub } from './pubsub/index.ts';
import { replication } from './replication/index.ts';
import { server } from './server/index.ts';
import { set } from './set/index.ts';
import { sortedSet } from './sorted-set/index.ts';
import { stream } from './stream/index.ts';
import { string } from './string/index.ts';
import { transactions } from './transactions/index.ts';

export const handlers: Handlers = {
  ...bitmap,
  ...connection,
  ...generic,
  ...geo,
  ...hash,
  ...hyperloglog,
  ...list,
  ...notifications,
  ...pubsub,
  ...replication,
  ...server,
  ...set,
  ...sortedSet,
  ...stream,
  ...string,
  ...transactions,
};
