/** What the Tab key offers: commands, subcommands, option words, and what `help` can be asked. */
import { commandList, syntaxName } from '@redwing/client';
import { remainingSyntax } from './grammar.ts';
import { helpTopics } from './help.ts';
import { readTyped } from './typed.ts';
import { findCommand } from './words.ts';

/** Commands of the shell itself. */
export const LOCAL_COMMANDS: readonly string[] = ['HELP', 'CLEAR', 'EXIT', 'QUIT'];

/** The words that could stand in place of the last one, and that one: what node:readline asks of a completer. */
export function complete(line: string): [string[], string] {
  const typed = readTyped(line);
  if (typed === undefined) return [[], ''];
  const { words, last } = typed;
  const start = last.toUpperCase();
  const matching = candidates(words).filter((word) => word.startsWith(start));
  const offered = [...new Set(matching)].sort();
  return [offered.map((word) => `${inCaseOf(word, last, words)} `), last];
}

function candidates(words: readonly string[]): string[] {
  const [first] = words;
  if (first === undefined) {
    const names = commandList.filter(({ spec }) => spec.internal !== true).map(syntaxName);
    return [...names, ...LOCAL_COMMANDS];
  }
  if (first.toUpperCase() === 'HELP') {
    const typed = words
      .slice(1)
      .map((word) => `${word.toUpperCase()} `)
      .join('');
    return helpTopics()
      .filter((topic) => topic.startsWith(typed))
      .map((topic) => topic.slice(typed.length).split(' ')[0] ?? '');
  }
  const found = findCommand(words);
  if (found === undefined) return [];
  const { command, nameWords } = found;
  if (command.subcommands.length > 0 && words.length === 1) {
    return command.subcommands.map((subcommand) => (subcommand.name.split('|')[1] ?? '').toUpperCase());
  }
  return [...remainingSyntax(command, words.slice(nameWords)).tokens];
}

/** Whoever types in small letters is answered so. */
function inCaseOf(word: string, last: string, words: readonly string[]): string {
  const model = last === '' ? (words[0] ?? '') : last;
  return model !== '' && model === model.toLowerCase() && model !== model.toUpperCase()
    ? word.toLowerCase()
    : word;
}
