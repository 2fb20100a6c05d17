/** The arguments still to be typed, shown behind the cursor: `SET name ▮value [NX | XX] [GET] …`. */
import { remainingSyntax } from './grammar.ts';
import { readTyped } from './typed.ts';
import { findCommand } from './words.ts';

/** Begins with a space where one is to be typed first. Empty when there is nothing to say. */
export function hintFor(line: string): string {
  const typed = readTyped(line);
  if (typed === undefined) return '';
  const words = typed.last === '' ? typed.words : [...typed.words, typed.last];
  const found = findCommand(words);
  if (found === undefined) return '';
  const { parts } = remainingSyntax(found.command, words.slice(found.nameWords));
  // A subcommand that is unknown, or not finished: the container has nothing more to tell.
  if (parts.length === 0 || (found.command.subcommands.length > 0 && words.length > 1)) return '';
  return `${typed.last === '' ? '' : ' '}${parts.join(' ')}`;
}
