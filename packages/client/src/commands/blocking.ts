/**
 * Which requests wait in the server until there is something to answer: BLPOP and its like always, XREAD and its like
 * with BLOCK. WAIT is none of them: it asks about the writes of its own connection, so it belongs there.
 */

import type { Command } from '@redwing/protocol';
import { CommandFlag, fullCommandList } from '@redwing/protocol';
import type { Argument } from './words.ts';

/** The names of the commands that may wait for data, each with the word that makes it wait, if it takes one. */
const blockingWords: ReadonlyMap<string, string | undefined> = /* @__PURE__ */ new Map(
  fullCommandList
    .filter(waitsForData)
    .map((command) => [
      command.name.toUpperCase(),
      command.args.some(({ token }) => token === 'BLOCK') ? 'BLOCK' : undefined,
    ]),
);

/** Whether there are requests of this command that wait. */
export function mayBlock(words: readonly Argument[]): boolean {
  return blockingWords.has(String(words[0]).toUpperCase());
}

/** Whether a request may not be answered before others have written something. */
export function blocks(words: readonly Argument[]): boolean {
  const name = String(words[0]).toUpperCase();
  if (!blockingWords.has(name)) return false;
  const option = blockingWords.get(name);
  // A key of that name is taken for the option: the request gets a connection of its own then, which does no harm.
  return option === undefined || words.some((word) => String(word).toUpperCase() === option);
}

function waitsForData({ flags }: Command): boolean {
  const ofData = (flags & (CommandFlag.readonly | CommandFlag.write)) !== 0;
  return ofData && (flags & CommandFlag.blocking) !== 0;
}
