/** Handlers of the group "server". */
import type { Handlers } from '../../execution/call.ts';
import { command, commandCount, commandDocsOf, commandInfoOf, commandListOf } from './command.ts';
import { commandGetkeys, commandGetkeysandflags } from './command-keys.ts';
import { configGet, configResetstat, configRewrite, configSet } from './config.ts';
import { containerHelp } from './container-help.ts';
import { debug } from './debug/debug.ts';
import { flushall, flushdb, swapdb } from './flush.ts';
import { info, time } from './info.ts';
import { latencyHistogram, latencyHistory, latencyLatest, latencyReset } from './latency.ts';
import { latencyDoctor, latencyGraph } from './latency-report.ts';
import { lolwut } from './lolwut.ts';
import { memoryDoctor, memoryMallocStats, memoryPurge, memoryStats, memoryUsage } from './memory.ts';
import { monitor } from './monitor.ts';
import { bgrewriteaof, bgsave, lastsave, save } from './save.ts';
import { shutdown } from './shutdown.ts';
import { slowlogGet, slowlogLen, slowlogReset } from './slowlog.ts';

export const server: Handlers = {
  bgrewriteaof,
  bgsave,
  command,
  'command|count': commandCount,
  'command|docs': commandDocsOf,
  'command|getkeys': commandGetkeys,
  'command|getkeysandflags': commandGetkeysandflags,
  'command|help': containerHelp,
  'command|info': commandInfoOf,
  'command|list': commandListOf,
  'config|get': configGet,
  'config|help': containerHelp,
  'config|resetstat': configResetstat,
  'config|rewrite': configRewrite,
  'config|set': configSet,
  debug,
  flushall,
  flushdb,
  info,
  'latency|doctor': latencyDoctor,
  'latency|graph': latencyGraph,
  'latency|help': containerHelp,
  'latency|histogram': latencyHistogram,
  'latency|history': latencyHistory,
  'latency|latest': latencyLatest,
  'latency|reset': latencyReset,
  lastsave,
  lolwut,
  'memory|doctor': memoryDoctor,
  'memory|help': containerHelp,
  'memory|malloc-stats': memoryMallocStats,
  'memory|purge': memoryPurge,
  'memory|stats': memoryStats,
  'memory|usage': memoryUsage,
  monitor,
  save,
  shutdown,
  'slowlog|get': slowlogGet,
  'slowlog|help': containerHelp,
  'slowlog|len': slowlogLen,
  'slowlog|reset': slowlogReset,
  swapdb,
  time,
};
