/**
 * What a command method takes, and the words it sends.
 *
 *     set('k', 'v', { EX: 10, NX: true })     SET k v EX 10 NX
 *     set('k', 'v', 'EX', 10, 'NX')           the same
 *     mset({ a: 1, b: 2 })                    MSET a 1 b 2
 *     del('a', 'b'), del(['a', 'b'])          DEL a b
 *     zadd('z', [[1, 'a'], [2, 'b']])         ZADD z 1 a 2 b
 *     hset('h', new Map([['f', 'v']]))        HSET h f v
 *
 * An array stands for its elements, and so do arrays in it; a Set and a Map do as well. An object stands for its words, where it is written and in its order: each
 * property is a word and what follows it; `true` means the word alone, `false` and undefined nothing at all.
 */

import type { RequestArgument } from '@redwing/protocol';

/** One argument: text is sent as UTF-8, numbers in decimal, bytes as they are. */
export type Argument = RequestArgument;

/** A number, or its text. */
export type NumberArgument = number | bigint | string;

/** One argument, or a list of them, or a list of groups: `[[1, 'a'], [2, 'b']]`. */
export type Arguments = Argument | readonly (Argument | readonly Argument[])[] | ReadonlySet<Argument>;

/** Names with their values: an object, a Map, or a list of pairs. */
export type Fields =
  | Readonly<Record<string, Argument>>
  | ReadonlyMap<Argument, Argument>
  | readonly (readonly [Argument, Argument])[];

// Lists of parameters are not readonly: a transaction could not take them over from the methods.

/** One or more arguments, in lists or not. */
export type OneOrMore = [Arguments, ...Arguments[]];

/** Pairs: as an object, a Map or a list, or name and value in turn. */
export type Pairs = [Fields] | [Argument, Argument, ...Argument[]];

/** Options as an object, or word by word. */
export type Options<Words> = [Words?] | Argument[];

/** Options as an object with one of them given. */
export type With<Words, Word extends keyof Words> = [
  Words & { readonly [Each in Word]-?: Exclude<Words[Each], false | undefined> },
];

/** Options as an object with one of them left out, or none at all. */
export type Without<Words, Word extends keyof Words> = [(Words & { readonly [Each in Word]?: false })?];

type OptionValue = Arguments | boolean | undefined;

export type MethodArgument =
  | Arguments
  | ReadonlyMap<Argument, Argument>
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
    if (isList(arg)) addList(words, arg);
    else if (typeof arg !== 'object' || arg instanceof Uint8Array || arg === null)
      words.push(arg as Argument);
    else addOptions(words, arg as { readonly [word: string]: OptionValue });
  }
  return words;
}

function addList(words: Argument[], list: List): void {
  for (const item of list) {
    if (Array.isArray(item)) for (const each of item) words.push(each);
    else words.push(item as Argument);
  }
}

function addOptions(words: Argument[], options: { readonly [word: string]: OptionValue }): void {
  const prototype: unknown = Object.getPrototypeOf(options);
  if (prototype !== Object.prototype && prototype !== null) {
    // A Date: nothing says what its words would be. The encoder names the type in its error.
    words.push(options as never);
    return;
  }
  for (const [word, value] of Object.entries(options)) {
    if (value === undefined || value === false) continue;
    words.push(word);
    if (value === true) continue;
    if (isList(value)) addList(words, value);
    else words.push(value as Argument);
  }
}

type List = Iterable<Argument | readonly Argument[]>;

/** A Map is a list of pairs here. */
function isList(value: unknown): value is List {
  return Array.isArray(value) || value instanceof Set || value instanceof Map;
}
