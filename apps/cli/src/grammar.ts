/**
 * What of a command's grammar is still to be typed: the ground for hints and for completing option words.
 *
 * The arguments that are left stand in a list. Each typed word is taken by the first of them that can take it: one
 * that is led by this word, wherever it stands, or else the next that takes a value. What is made of several is
 * replaced by its parts when its first word is typed, and what may be repeated leaves a copy of itself behind:
 *
 *     ZADD z          [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...]
 *     ZADD z NX       [GT | LT] [CH] [INCR] score member [score member ...]
 *     ZADD z NX 1     member [score member ...]
 *
 * An argument that every request must have ends the options before it. It need not be exact for every grammar: at
 * worst a hint shows a little much.
 */
import type { Command, CommandArgument } from '@redwing/client';
import { syntaxParts } from '@redwing/client';

export interface Remaining {
  /** As the syntax line shows them. */
  readonly parts: readonly string[];
  /** Words of the option language that may stand next. */
  readonly tokens: readonly string[];
}

interface Left {
  readonly arg: CommandArgument;
  /** It has been typed, and may be typed again. */
  readonly again: boolean;
}

/** `typed` are the words behind the command's name. */
export function remainingSyntax(command: Command, typed: readonly string[]): Remaining {
  if (command.args.length === 0) {
    return { parts: command.subcommands.length > 0 ? syntaxParts(command) : [], tokens: [] };
  }
  let left: readonly Left[] = command.args.map((arg) => ({ arg, again: false }));
  for (const word of typed) left = without(left, word.toUpperCase());
  return { parts: left.map((each) => partOf(each, command)), tokens: nextTokens(left) };
}

/** What is left when a word more is typed; the same for a word that none of it can take. */
function without(left: readonly Left[], word: string): readonly Left[] {
  const end = left.findIndex(({ arg }) => !arg.optional);
  const open = end === -1 ? left : left.slice(0, end + 1);
  const led = open.findIndex(({ arg }) => tokensOf(arg).includes(word));
  const at = led !== -1 ? led : open.findIndex(({ arg }) => takesValue(arg));
  const taken = left[at];
  if (taken === undefined) return left;
  const rest = [...begun(taken.arg, word), ...repeated(taken.arg)];
  // Options come in any order, but not between values that are repeated, nor behind what must be there.
  const before = taken.arg.optional
    ? left.slice(0, at).filter((each) => !each.again || !takesValue(each.arg))
    : [];
  return [...rest, ...before, ...left.slice(at + 1)];
}

/** What of an argument is left when its first word is typed. */
function begun(arg: CommandArgument, word: string): Left[] {
  if (arg.token !== undefined) {
    if (arg.type === 'pure-token') return [];
    return [once({ ...arg, token: undefined })];
  }
  if (arg.type === 'oneof') {
    const chosen =
      arg.arguments.find((each) => tokensOf(each).includes(word)) ?? arg.arguments.find(takesValue);
    return chosen === undefined ? [] : [...begun(chosen, word), ...repeated(chosen)];
  }
  if (arg.type !== 'block') return [];
  const inner = arg.arguments.map((each) => ({ arg: each, again: false }));
  return [...without(inner, word)];
}

/** An argument without its word, which has been typed: its value must follow, and more if it takes more. */
function once(arg: CommandArgument): Left {
  return { arg: { ...arg, optional: false, multiple: arg.multiple && !arg.multipleToken }, again: false };
}

function repeated(arg: CommandArgument): Left[] {
  // Values that follow one word are repeated with the first of them.
  if (!arg.multiple || (arg.token !== undefined && !arg.multipleToken)) return [];
  return [{ arg: { ...arg, optional: true }, again: true }];
}

/** The words an argument can begin with; none for a value. */
function tokensOf(arg: CommandArgument): string[] {
  if (arg.token !== undefined) return [arg.token];
  if (arg.type === 'oneof') return arg.arguments.flatMap(tokensOf);
  if (arg.type !== 'block') return [];
  const tokens: string[] = [];
  for (const each of arg.arguments) {
    tokens.push(...tokensOf(each));
    if (!each.optional) break;
  }
  return tokens;
}

/** Whether any word may begin an argument. */
function takesValue(arg: CommandArgument): boolean {
  if (arg.token !== undefined) return false;
  if (arg.type === 'oneof') return arg.arguments.some(takesValue);
  const first = arg.arguments.find((each) => !each.optional);
  return arg.type !== 'block' || (first !== undefined && takesValue(first));
}

function partOf({ arg, again }: Left, command: Command): string {
  const shown = again ? { ...arg, optional: false, multiple: false } : arg;
  const [part = ''] = syntaxParts({ ...command, subcommands: [], args: [shown] });
  return again ? `[${part} ...]` : part;
}

function nextTokens(left: readonly Left[]): string[] {
  const tokens: string[] = [];
  for (const { arg } of left) {
    tokens.push(...tokensOf(arg));
    if (!arg.optional) break;
  }
  return tokens.filter((token) => token !== '');
}
