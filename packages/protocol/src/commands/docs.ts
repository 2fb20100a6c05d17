/** What COMMAND DOCS says about one command. */

import type { Argument } from './arguments.ts';
import type { Command } from './command.ts';
import type { ReplyTree } from './reply-tree.ts';

type Entry = readonly [key: string, value: ReplyTree];

/** The map COMMAND DOCS shows after the name of the command, subcommands included. */
export function commandDocs(command: Command): ReplyTree {
  const { spec } = command;
  const map: Entry[] = [
    ['summary', spec.summary],
    ['since', spec.since],
    ['group', spec.group],
  ];
  if (spec.complexity !== undefined) map.push(['complexity', spec.complexity]);
  const docFlags = docFlagsOf(command);
  if (docFlags.length > 0) map.push(['doc_flags', { set: docFlags.map(simple) }]);
  if (spec.deprecated !== undefined) {
    map.push(['deprecated_since', spec.deprecated.since], ['replaced_by', spec.deprecated.replacedBy]);
  }
  if (spec.history !== undefined)
    map.push(['history', { set: spec.history.map((change) => ({ array: change })) }]);
  if (command.args.length > 0) map.push(['arguments', argumentDocs(command.args)]);
  if (command.subcommands.length > 0) {
    map.push(['subcommands', { map: command.subcommands.map((sub): Entry => [sub.name, commandDocs(sub)]) }]);
  }
  return { map };
}

function docFlagsOf({ spec }: Command): string[] {
  const flags: string[] = [];
  if (spec.deprecated !== undefined) flags.push('deprecated');
  if (spec.internal === true) flags.push('syscmd');
  return flags;
}

function argumentDocs(args: readonly Argument[]): ReplyTree {
  return { array: args.map((arg) => ({ map: argumentEntries(arg) })) };
}

function argumentEntries(arg: Argument): Entry[] {
  const entries: Entry[] = [
    ['name', arg.name],
    ['type', arg.type],
  ];
  if (arg.keySpec !== undefined) entries.push(['key_spec_index', arg.keySpec]);
  if (arg.token !== undefined) entries.push(['token', arg.token]);
  if (arg.since !== undefined) entries.push(['since', arg.since]);
  if (arg.deprecatedSince !== undefined) entries.push(['deprecated_since', arg.deprecatedSince]);
  const flags: string[] = [];
  if (arg.optional) flags.push('optional');
  if (arg.multiple) flags.push('multiple');
  if (arg.multipleToken) flags.push('multiple_token');
  if (flags.length > 0) entries.push(['flags', { set: flags.map(simple) }]);
  if (arg.arguments.length > 0) entries.push(['arguments', argumentDocs(arg.arguments)]);
  return entries;
}

function simple(text: string): ReplyTree {
  return { simple: text };
}
