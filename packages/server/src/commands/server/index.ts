/** Handlers of the group "server". */
import { command, commandCount, commandDocsOf, commandInfoOf, commandListOf } from './command.ts';
import { commandGetkeys, commandGetkeysandflags } from './command-keys.ts';
import { containerHelp } from './container-help.ts';
import { flushall, flushdb, swapdb } from './flush.ts';

export const server = {
  flushall,
  flushdb,
  swapdb,
  command,
  'command|count': commandCount,
  'command|docs': commandDocsOf,
  'command|getkeys': commandGetkeys,
  'command|getkeysandflags': commandGetkeysandflags,
  'command|help': containerHelp,
  'command|info': commandInfoOf,
  'command|list': commandListOf,
} as const;
