/**
 * The methods of a client: which commands have one, what it is called, and what it does with a reply.
 *
 * Everything comes from the command table. A method is named as the command is typed, in lower case, a
 * subcommand joined to its container in camelCase: `get`, `configGet`, `clientNoEvict`. Commands that change
 * what a shared connection means, or are answered by messages, have a door of their own instead (multi(),
 * subscribe(), notify(), select() …) or none (RESET); call([...]) reaches every command.
 */

import type { Command } from '@redwing/protocol';
import { CommandFlag, fullCommandList } from '@redwing/protocol';
import { blocks, mayBlock } from './blocking.ts';
import type { RequestShape } from './reply-shape.ts';
import { requestShapeOf } from './reply-shape.ts';
import type { Argument } from './words.ts';

export interface Method {
  readonly name: string;
  /** How messages name the command: `CONFIG GET`. */
  readonly title: string;
  /** The words of the request before the arguments: `['CONFIG', 'GET']`. */
  readonly words: readonly string[];
  readonly command: Command;
  /** What turns the reply to a request of these words into the result, if anything has to. */
  readonly shapeFor: RequestShape;
  /** Only reads, so it may be sent again when a connection is lost. */
  readonly repeatable: boolean;
  /** Whether a request of these words may wait for data. */
  readonly blocks: (words: readonly Argument[]) => boolean;
}

const WITHOUT_METHOD: ReadonlySet<string> = new Set([
  ...['multi', 'exec', 'discard', 'watch', 'unwatch', 'monitor', 'select'],
  ...['subscribe', 'psubscribe', 'ssubscribe', 'unsubscribe', 'punsubscribe', 'sunsubscribe'],
  ...['notify', 'pnotify', 'unnotify', 'punnotify'],
  ...['auth', 'hello', 'quit', 'reset', 'client|reply', 'sync', 'psync'],
]);

/** The methods in the order of the table. */
export const methods: readonly Method[] = /* @__PURE__ */ fullCommandList
  .filter(hasMethod)
  .map((command) => methodOf(command));

const readOnlyNames: ReadonlySet<string> = /* @__PURE__ */ new Set(
  fullCommandList.filter(onlyReads).map((command) => command.name),
);

/** Whether the command of that name, in any case, only reads. */
export function isReadOnly(name: string): boolean {
  return readOnlyNames.has(name.toLowerCase());
}

function hasMethod(command: Command): boolean {
  const { name, spec } = command;
  if (WITHOUT_METHOD.has(name) || spec.internal === true || name.endsWith('|help')) return false;
  return spec.reply !== undefined;
}

function methodOf(command: Command): Method {
  const words = command.name.toUpperCase().split('|');
  const { reply } = command.spec;
  return {
    name: camelCase(command.name),
    title: words.join(' '),
    words,
    command,
    shapeFor: requestShapeOf(reply ?? 'any', optionsFrom(command, words.length)),
    repeatable: onlyReads(command),
    blocks: mayBlock(words) ? blocks : () => false,
  };
}

/** Options follow the arguments that every request has, and keys where the request counts them. */
function optionsFrom(command: Command, nameWords: number): (words: readonly Argument[]) => number {
  const counted = command.keySpecs.find((spec) => spec.find === 'keynum');
  if (counted !== undefined) {
    const { index, keynumIndex, firstKey } = counted;
    return (words) => index + firstKey + Number(words[index + keynumIndex]);
  }
  const leading = command.args.findIndex((arg) => arg.optional || arg.multiple);
  const first = nameWords + (leading === -1 ? command.args.length : leading);
  return () => first;
}

function onlyReads(command: Command): boolean {
  return (command.flags & CommandFlag.readonly) !== 0;
}

/** `client|no-evict` becomes `clientNoEvict`. */
export function camelCase(name: string): string {
  return name.replaceAll(/[^a-z0-9_]+([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase());
}
