/**
 * What of a command's grammar is still to be typed: the ground for hints and for completing option words.
 *
 * Arguments that a request must have come first and are taken off in order; behind them options are recognised
 * by their words, in any order. It need not be exact for every grammar: at worst a hint shows a little much.
 */
import type { Command, CommandArgument } from '@redwing/client';
import { syntaxParts } from '@redwing/client';

export interface Remaining {
  /** As the syntax line shows them. */
  readonly parts: readonly string[];
  /** Words of the option language that may stand next. */
  readonly tokens: readonly string[];
}

/** `typed` are the words behind the command's name. */
export function remainingSyntax(command: Command, typed: readonly string[]): Remaining {
  const parts = syntaxParts(command);
  const left = command.args.map((arg, index) => ({ arg, part: parts[index] ?? '' }));
  const words = [...typed];
  const first = left[0];
  if (first === undefined) return { parts: command.subcommands.length > 0 ? parts : [], tokens: [] };
  while (words.length > 0) {
    const head = left[0];
    if (head === undefined) return { parts: [], tokens: [] };
    const taken = isOption(head.arg) ? takeOption(left, words) : takePlain(left, words);
    if (taken !== undefined) return taken;
  }
  return { parts: left.map(({ part }) => part), tokens: nextTokens(left) };
}

interface Left {
  readonly arg: CommandArgument;
  readonly part: string;
}

/** Takes the words of the argument that must come next; an answer if they are not all typed. */
function takePlain(left: Left[], words: string[]): Remaining | undefined {
  const head = left[0];
  if (head === undefined) return undefined;
  const names = valueNames(head.arg, words[0] ?? '');
  if (head.arg.multiple) {
    // Whatever is typed behind it repeats it, as far as it does not begin an option.
    const end = words.findIndex((word) =>
      left.slice(1).some(({ arg }) => tokensOf(arg).includes(capitals(word))),
    );
    const typed = end === -1 ? words.length : Math.max(end, 1);
    words.splice(0, typed);
    const begun = typed % Math.max(names.length, 1);
    const again = `[${names.join(' ')} ...]`;
    if (end !== -1) left.shift();
    else
      left[0] = {
        arg: { ...head.arg, optional: true },
        part: begun === 0 ? again : `${names.slice(begun).join(' ')} ${again}`,
      };
    return undefined;
  }
  left.shift();
  return takeValues(left, words, names);
}

/** Takes an option that the next word begins; drops the word when it begins none. */
function takeOption(left: Left[], words: string[]): Remaining | undefined {
  const word = capitals(words[0] ?? '');
  const index = left.findIndex(({ arg }) => tokensOf(arg).includes(word));
  if (index === -1) {
    // A value without a word before it, as in PING [message], or nothing we know.
    const plain = left.findIndex(({ arg }) => tokensOf(arg).length === 0);
    const head = plain === -1 ? undefined : left[plain];
    if (head === undefined) {
      words.shift();
      return undefined;
    }
    if (head.arg.multiple) {
      words.length = 0;
      return undefined;
    }
    left.splice(plain, 1);
    return takeValues(left, words, valueNames(head.arg, words[0] ?? ''));
  }
  const [{ arg }] = left.splice(index, 1) as [Left];
  if (arg.multiple && arg.multipleToken) left.push({ arg, part: syntaxOf(arg) });
  return takeValues(left, words, valueNames(arg, word));
}

function takeValues(left: readonly Left[], words: string[], names: readonly string[]): Remaining | undefined {
  const missing = names.slice(words.length);
  words.splice(0, names.length);
  if (missing.length === 0) return undefined;
  return { parts: [...missing, ...left.map(({ part }) => part)], tokens: [] };
}

/** The names of the words that an argument takes when it begins with `word`, tokens included. */
function valueNames(arg: CommandArgument, word: string): string[] {
  const own = arg.token === undefined ? [] : [arg.token];
  if (arg.type === 'pure-token') return own;
  if (arg.type === 'oneof') {
    const inner =
      own.length > 0 ? undefined : arg.arguments.find((each) => tokensOf(each).includes(capitals(word)));
    const chosen = inner ?? arg.arguments.find((each) => tokensOf(each).length === 0) ?? arg.arguments[0];
    return chosen === undefined ? own : [...own, ...valueNames(chosen, word)];
  }
  if (arg.type === 'block') {
    return [
      ...own,
      ...arg.arguments.filter((each) => !each.optional).flatMap((each) => valueNames(each, word)),
    ];
  }
  return [...own, arg.name];
}

/** The words an argument can begin with; none for a value. */
function tokensOf(arg: CommandArgument): string[] {
  if (arg.token !== undefined) return [arg.token];
  if (arg.type === 'oneof') return arg.arguments.flatMap(tokensOf);
  const [first] = arg.arguments;
  return arg.type === 'block' && first !== undefined ? tokensOf(first) : [];
}

function nextTokens(left: readonly Left[]): string[] {
  const tokens: string[] = [];
  for (const { arg } of left) {
    tokens.push(...tokensOf(arg));
    if (!isOption(arg)) break;
  }
  return tokens.filter((token) => token !== '');
}

function isOption(arg: CommandArgument): boolean {
  return arg.optional;
}

function syntaxOf(arg: CommandArgument): string {
  return `[${valueNames(arg, '').join(' ')}]`;
}

function capitals(word: string): string {
  return word.toUpperCase();
}
