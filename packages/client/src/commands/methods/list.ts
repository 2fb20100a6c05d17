// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, NumberArgument, OneOrMore, Options, With, Without } from '../words.ts';

/** The options of LMPOP. */
export interface LmpopOptions {
  readonly LEFT?: boolean;
  readonly RIGHT?: boolean;
  readonly COUNT?: NumberArgument;
}

/** The options of LPOS. */
export interface LposOptions {
  readonly RANK?: NumberArgument;
  readonly COUNT?: NumberArgument;
  readonly MAXLEN?: NumberArgument;
}

/** The options of BLMPOP. */
export interface BlmpopOptions {
  readonly LEFT?: boolean;
  readonly RIGHT?: boolean;
  readonly COUNT?: NumberArgument;
}

export interface ListCommands<Text extends ReplyText> {
  /** Reads the element at an index, which counts from the tail if negative. */
  lindex(key: Argument, index: NumberArgument): Promise<Text | null>;

  /** Puts an element next to another one, which is searched from the head. */
  linsert(key: Argument, where: 'BEFORE' | 'AFTER', pivot: Argument, element: Argument): Promise<number>;

  /** Returns the number of elements of a list, 0 if the key does not exist. */
  llen(key: Argument): Promise<number>;

  /** Moves an element from either end of one list to either end of another, or of the same. */
  lmove(
    source: Argument,
    destination: Argument,
    wherefrom: 'LEFT' | 'RIGHT',
    whereto: 'LEFT' | 'RIGHT',
  ): Promise<Text | null>;

  /** Takes elements off one end of the first of several lists that is not empty. */
  lmpop(
    numkeys: NumberArgument,
    ...words: [Arguments | LmpopOptions, ...(Arguments | LmpopOptions)[]]
  ): Promise<[Text, Text[]] | null>;

  /** Takes the first element off a list, or as many as asked for. */
  lpop(key: Argument): Promise<Text | null>;
  /** Takes the first element off a list, or as many as asked for. */
  lpop(key: Argument, count: NumberArgument): Promise<Text[] | null>;
  /** Takes the first element off a list, or as many as asked for. */
  lpop(key: Argument, count?: NumberArgument): Promise<Text[] | Text | null>;

  /** Finds the index of an element that equals a value, or the indexes of several. */
  lpos(key: Argument, element: Argument, ...options: With<LposOptions, 'COUNT'>): Promise<number[]>;
  /** Finds the index of an element that equals a value, or the indexes of several. */
  lpos(key: Argument, element: Argument, ...options: Without<LposOptions, 'COUNT'>): Promise<number | null>;
  /** Finds the index of an element that equals a value, or the indexes of several. */
  lpos(key: Argument, element: Argument, ...options: Options<LposOptions>): Promise<number[] | number | null>;

  /** Adds elements at the head one after another, creating the list if it does not exist. */
  lpush(key: Argument, ...elements: OneOrMore): Promise<number>;

  /** Adds elements at the head one after another, only if the list exists. */
  lpushx(key: Argument, ...elements: OneOrMore): Promise<number>;

  /** Reads the elements between two indexes, both included. */
  lrange(key: Argument, start: NumberArgument, stop: NumberArgument): Promise<Text[]>;

  /** Removes elements that equal a value: so many from the head, from the tail, or all. */
  lrem(key: Argument, count: NumberArgument, element: Argument): Promise<number>;

  /** Replaces the element at an index. */
  lset(key: Argument, index: NumberArgument, element: Argument): Promise<'OK'>;

  /** Keeps the elements between two indexes, both included, and removes all others. */
  ltrim(key: Argument, start: NumberArgument, stop: NumberArgument): Promise<'OK'>;

  /** Takes the last element off a list, or as many as asked for. */
  rpop(key: Argument): Promise<Text | null>;
  /** Takes the last element off a list, or as many as asked for. */
  rpop(key: Argument, count: NumberArgument): Promise<Text[] | null>;
  /** Takes the last element off a list, or as many as asked for. */
  rpop(key: Argument, count?: NumberArgument): Promise<Text[] | Text | null>;

  /**
   * Moves the last element of one list to the head of another, or of the same.
   * @deprecated Use `LMOVE` with the `RIGHT` and `LEFT` arguments.
   */
  rpoplpush(source: Argument, destination: Argument): Promise<Text | null>;

  /** Adds elements at the tail, creating the list if it does not exist. */
  rpush(key: Argument, ...elements: OneOrMore): Promise<number>;

  /** Adds elements at the tail, only if the list exists. */
  rpushx(key: Argument, ...elements: OneOrMore): Promise<number>;

  /** Moves an element between the ends of two lists, waiting for one if the first list is empty. */
  blmove(
    source: Argument,
    destination: Argument,
    wherefrom: 'LEFT' | 'RIGHT',
    whereto: 'LEFT' | 'RIGHT',
    timeout: NumberArgument,
  ): Promise<Text | null>;

  /** Takes elements off the first list that is not empty, waiting if all of them are. */
  blmpop(
    timeout: NumberArgument,
    numkeys: NumberArgument,
    ...words: [Arguments | BlmpopOptions, ...(Arguments | BlmpopOptions)[]]
  ): Promise<[Text, Text[]] | null>;

  /** Takes the first element of the first list that is not empty, waiting if all of them are. */
  blpop(...words: [Arguments, ...Arguments[]]): Promise<[Text, Text] | null>;

  /** Takes the last element of the first list that is not empty, waiting if all of them are. */
  brpop(...words: [Arguments, ...Arguments[]]): Promise<[Text, Text] | null>;

  /**
   * Moves the last element of one list to the head of another, waiting for one if there is none.
   * @deprecated Use `BLMOVE` with the `RIGHT` and `LEFT` arguments.
   */
  brpoplpush(source: Argument, destination: Argument, timeout: NumberArgument): Promise<Text | null>;
}
