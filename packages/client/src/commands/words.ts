/**
 * What a command method takes, and the words it sends.
 *
 *     set('k', 'v', { EX: 10, NX: true })     SET k v EX 10 NX
 *     set('k', 'v', 'EX', 10, 'NX')           the same
 *     mset({ a: 1, b: 2 })                    MSET a 1 b 2
 *     del('a', 'b'), del(['a', 'b'])          DEL a b
 *
 * An array stands for its elements. An object stands for its words, where it is written and in its order: each
 * property is a word and what follows it; `true` means the word alone, `false` and undefined nothing at all.
 */

import type { RequestArgument } from '@redwing/protocol';

/** One argument: text is sent as UTF-8, numbers in decimal, bytes as they are. */
export type Argument = RequestArgument;

/** A number, or its text. */
export type NumberArgument = number | bigint | string;

/** One argument or a list of them. */
export type Arguments = Argument | readonly Argument[];

// Lists of parameters are not readonly: a transaction could not take them over from the methods.

/** One or more arguments, in lists or not. */
export type OneOrMore = [Arguments, ...Arguments[]];

/** Pairs: as an object, or name and value in turn. */
export type Pairs = [Readonly<Record<string, Argument>>] | [Argument, Argument, ...Argument[]];

/** Options as an object, or word by word. */
export type Options<Words> = [Words?] | Argument[];

type OptionValue = Argument | readonly Argument[] | boolean | undefined;

export type MethodArgument =
  | Argument
  | readonly Argument[]
  | { readonly [word: string]: OptionValue }
  | undefined;

/** Appends the words of a method's arguments to those of its name. */
export function wordsOf(name: readonly string[], args: readonly MethodArgument[]): Argument[] {
  const words: Argument[] = [...name];
  let count = args.length;
  // An optional parameter that was handed on; undefined before others is a mistake, which the encoder tells.
  while (count > 0 && args[count - 1] === undefined) count--;
  for (let index = 0; index < count; index++) {
    const arg = args[index];
    if (typeof arg !== 'object' || arg instanceof Uint8Array || arg === null) {
      words.push(arg as Argument);
    } else if (isList(arg)) {
      for (const item of arg) words.push(item);
    } else {
      addOptions(words, arg);
    }
  }
  return words;
}

function addOptions(words: Argument[], options: { readonly [word: string]: OptionValue }): void {
  const prototype: unknown = Object.getPrototypeOf(options);
  if (prototype !== Object.prototype && prototype !== null) {
    // A Date, a Map: nothing says what its words would be. The encoder names the type in its error.
    words.push(options as never);
    return;
  }
  for (const [word, value] of Object.entries(options)) {
    if (value === undefined || value === false) continue;
    words.push(word);
    if (value === true) continue;
    if (isList(value)) for (const item of value) words.push(item);
    else words.push(value);
  }
}

function isList(value: unknown): value is readonly Argument[] {
  return Array.isArray(value);
}
