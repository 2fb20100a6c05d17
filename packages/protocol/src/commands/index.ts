/** The table of commands and what is derived from it. */

export type { ArgumentTuple } from './argument-types.ts';
export type { Argument, ArgumentType } from './arguments.ts';
export { acceptsCount } from './arity.ts';
export { Category, type CategoryName, categoryByName, categoryMask, categoryNames } from './categories.ts';
export { type Command, commandList, commandNamed, fullCommandList, resolveCommand } from './command.ts';
export type { ArgumentSpec, CommandGroup, CommandSpec, CommandSpecs, KeySpec } from './command-spec.ts';
export { commandDocs } from './docs.ts';
export { CommandFlag, type CommandFlagName, flagMask, visibleFlagNames } from './flags.ts';
export { commandInfo, keyFlagsInfo } from './info.ts';
export { KeyFlag, type KeyFlagName, keyFlagMask, keyFlagNames } from './key-flags.ts';
export type { CompiledKeySpec } from './key-specs.ts';
export {
  explainKeys,
  hasKeys,
  type KeyedCommand,
  KeyLocator,
  type KeyLocatorOptions,
  type KeysRefusal,
} from './keys.ts';
export { CommandLookup } from './lookup.ts';
export type { ReplyTree } from './reply-tree.ts';
export {
  describeReply,
  type PlainRepresentation,
  type Reply,
  type ReplyRepresentation,
  type ReplyValue,
  type ScalarReply,
} from './reply-type.ts';
export { commandSyntax, syntaxName, syntaxParts } from './syntax.ts';
export {
  type CommandArguments,
  type CommandName,
  type CommandReply,
  type CommandSpecOf,
  type CommandTable,
  commands,
  type FullCommandName,
  type SubcommandName,
} from './table.ts';
