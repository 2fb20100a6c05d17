/** The stream commands. */
import type { Handlers } from '../../execution/call.ts';
import { containerHelp } from '../server/container-help.ts';
import { xadd, xtrim } from './add.ts';
import { xautoclaim, xclaim } from './claim.ts';
import { xdel, xsetid } from './edit.ts';
import { groupCreate, groupCreateConsumer, groupDeleteConsumer, groupDestroy, groupSetId } from './group.ts';
import { infoConsumers, infoGroups, infoStream } from './info.ts';
import { xack, xpending } from './pending.ts';
import { xlen, xrange, xrevrange } from './range.ts';
import { xread } from './read.ts';
import { xreadgroup } from './read-group.ts';

export const stream: Handlers = {
  xack,
  xadd,
  xautoclaim,
  xclaim,
  xdel,
  'xgroup|create': groupCreate,
  'xgroup|createconsumer': groupCreateConsumer,
  'xgroup|delconsumer': groupDeleteConsumer,
  'xgroup|destroy': groupDestroy,
  'xgroup|help': containerHelp,
  'xgroup|setid': groupSetId,
  'xinfo|consumers': infoConsumers,
  'xinfo|groups': infoGroups,
  'xinfo|help': containerHelp,
  'xinfo|stream': infoStream,
  xlen,
  xpending,
  xrange,
  xread,
  xreadgroup,
  xrevrange,
  xsetid,
  xtrim,
};
