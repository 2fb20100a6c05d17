/**
 * The table of commands, resolved: each command with everything that follows from its literal.
 *
 * Built once when the module is loaded, about a hundred small objects; nothing in them changes afterwards.
 */

import type { Argument } from './arguments.ts';
import { resolveArguments } from './arguments.ts';
import { arityOf, containerArity } from './arity.ts';
import { categoriesOf } from './categories.ts';
import type { CommandSpec, CommandSpecs } from './command-spec.ts';
import { CommandFlag, flagMask } from './flags.ts';
import type { KeyResolver } from './key-resolvers.ts';
import { keyResolvers, trackingResolvers } from './key-resolvers.ts';
import type { CompiledKeySpec } from './key-specs.ts';
import { compileKeySpec, keyRangeOf } from './key-specs.ts';
import type { FullCommandName } from './table.ts';
import { commands } from './table.ts';

export interface Command {
  /** As Redis writes it: lower case, a subcommand with its container (`client|id`). */
  readonly name: string;
  readonly spec: CommandSpec;
  /** Words a request has, the name included; negative: at least so many. See arity.ts. */
  readonly arity: number;
  /** Bits of `CommandFlag`. */
  readonly flags: number;
  /** Bits of `Category`. */
  readonly categories: number;
  readonly args: readonly Argument[];
  readonly keySpecs: readonly CompiledKeySpec[];
  /** Finds the keys where the specs do not tell everything. */
  readonly keyResolver: KeyResolver | undefined;
  readonly trackingResolver: KeyResolver | undefined;
  /** Index of the first key, 0 if there is none. */
  readonly firstKey: number;
  /** Index of the last key; negative: counted from the end. */
  readonly lastKey: number;
  readonly keyStep: number;
  readonly container: Command | undefined;
  /** Empty for all but containers. */
  readonly subcommands: readonly Command[];
}

/** Resolves one literal. Exported for tests; the table itself is `commandList`. */
export function resolveCommand(name: string, spec: CommandSpec): Command {
  return resolve(name, spec, undefined);
}

function resolve(name: string, spec: CommandSpec, container: Command | undefined): Command {
  const fullName = container === undefined ? name : `${container.name}|${name}`;
  const args = resolveArguments(spec.args ?? []);
  const keySpecs = (spec.keys ?? []).map(compileKeySpec);
  const range = keyRangeOf(keySpecs);
  const flags = flagMask(spec.flags) | (range.movable ? CommandFlag.movablekeys : 0);
  const subcommands: Command[] = [];
  const command: Command = {
    name: fullName,
    spec,
    arity: declaredArity(spec, args, container === undefined ? 1 : 2),
    flags,
    categories: categoriesOf(spec, flags),
    args,
    keySpecs,
    keyResolver: keyResolvers.get(fullName),
    trackingResolver: trackingResolvers.get(fullName),
    firstKey: range.first,
    lastKey: range.last,
    keyStep: range.step,
    container,
    subcommands,
  };
  for (const [subname, subspec] of Object.entries(spec.subcommands ?? {})) {
    subcommands.push(resolve(subname, subspec, command));
  }
  return command;
}

function declaredArity(spec: CommandSpec, args: readonly Argument[], nameWords: number): number {
  if (spec.subcommands !== undefined) return containerArity(spec.reply !== undefined);
  if (spec.wordsMin !== undefined) return -spec.wordsMin;
  return arityOf(args, nameWords, spec.ignoresSurplus);
}

function resolveTable(specs: CommandSpecs): readonly Command[] {
  return Object.entries(specs).map(([name, spec]) => resolveCommand(name, spec));
}

/** All commands in the order of the table, subcommands inside their containers. */
export const commandList: readonly Command[] = /* @__PURE__ */ resolveTable({ ...commands });

/** All commands and subcommands in one list, a container before its subcommands. */
export const fullCommandList: readonly Command[] = /* @__PURE__ */ commandList.flatMap((command) => [
  command,
  ...command.subcommands,
]);

const byName: ReadonlyMap<string, Command> = /* @__PURE__ */ new Map(
  fullCommandList.map((command) => [command.name, command]),
);

/** The command of that name, which the compiler knows to exist. */
export function commandNamed(name: FullCommandName): Command {
  const command = byName.get(name);
  if (command === undefined) throw new Error(`no command is named ${name}`);
  return command;
}
