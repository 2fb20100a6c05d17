// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, NumberArgument, OneOrMore, Options, Pairs, With, Without } from '../words.ts';

/** The options of GETEX. */
export interface GetexOptions {
  readonly EX?: NumberArgument;
  readonly PX?: NumberArgument;
  readonly EXAT?: NumberArgument;
  readonly PXAT?: NumberArgument;
  readonly PERSIST?: boolean;
}

/** The options of LCS. */
export interface LcsOptions {
  readonly LEN?: boolean;
  readonly IDX?: boolean;
  readonly MINMATCHLEN?: NumberArgument;
  readonly WITHMATCHLEN?: boolean;
}

/** The options of SET. */
export interface SetOptions {
  readonly NX?: boolean;
  readonly XX?: boolean;
  readonly GET?: boolean;
  readonly EX?: NumberArgument;
  readonly PX?: NumberArgument;
  readonly EXAT?: NumberArgument;
  readonly PXAT?: NumberArgument;
  readonly KEEPTTL?: boolean;
}

export interface StringCommands<Text extends ReplyText> {
  /** Adds bytes to the end of a string, creating it if it does not exist. */
  append(key: Argument, value: Argument): Promise<number>;

  /** Subtracts one from an integer, counting from 0 if the key does not exist. */
  decr(key: Argument): Promise<number>;

  /** Subtracts a number from an integer, counting from 0 if the key does not exist. */
  decrby(key: Argument, decrement: NumberArgument): Promise<number>;

  /** Reads a string. */
  get(key: Argument): Promise<Text | null>;

  /** Reads a string and deletes its key in the same step. */
  getdel(key: Argument): Promise<Text | null>;

  /** Reads a string and, if asked, changes or removes its time to live in the same step. */
  getex(key: Argument, ...options: Options<GetexOptions>): Promise<Text | null>;

  /** Reads the bytes of a string between two offsets, both included. */
  getrange(key: Argument, start: NumberArgument, end: NumberArgument): Promise<Text>;

  /**
   * Stores a string and returns the one it replaces.
   * @deprecated Use `SET` with the `GET` argument.
   */
  getset(key: Argument, value: Argument): Promise<Text | null>;

  /** Adds one to an integer, counting from 0 if the key does not exist. */
  incr(key: Argument): Promise<number>;

  /** Adds a number to an integer, counting from 0 if the key does not exist. */
  incrby(key: Argument, increment: NumberArgument): Promise<number>;

  /** Adds a floating point number to a number, counting from 0 if the key does not exist. */
  incrbyfloat(key: Argument, increment: NumberArgument): Promise<Text>;

  /** Finds the longest common subsequence of two strings, its length, or where it matches. */
  lcs(
    key1: Argument,
    key2: Argument,
    ...options: Options<LcsOptions>
  ): Promise<Text | number | { matches: ([number, number] | number)[][]; len: number }>;

  /** Reads many strings at once. */
  mget(...keys: OneOrMore): Promise<(Text | null)[]>;

  /** Stores many strings at once, as one atomic step. */
  mset(...pairs: Pairs): Promise<'OK'>;

  /** Stores many strings at once, but none of them if any of the keys exists. */
  msetnx(...pairs: Pairs): Promise<number>;

  /** Stores a string that expires after a number of milliseconds. */
  psetex(key: Argument, milliseconds: NumberArgument, value: Argument): Promise<'OK'>;

  /** Stores a string, if asked only under a condition, with a time to live, or returning the old value. */
  set(key: Argument, value: Argument, ...options: With<SetOptions, 'GET'>): Promise<Text | null>;
  /** Stores a string, if asked only under a condition, with a time to live, or returning the old value. */
  set(key: Argument, value: Argument, ...options: Without<SetOptions, 'GET'>): Promise<'OK' | null>;
  /** Stores a string, if asked only under a condition, with a time to live, or returning the old value. */
  set(key: Argument, value: Argument, ...options: Options<SetOptions>): Promise<Text | 'OK' | null>;

  /** Stores a string that expires after a number of seconds. */
  setex(key: Argument, seconds: NumberArgument, value: Argument): Promise<'OK'>;

  /** Stores a string unless the key exists. */
  setnx(key: Argument, value: Argument): Promise<number>;

  /** Overwrites bytes of a string from an offset on, filling a gap before it with zero bytes. */
  setrange(key: Argument, offset: NumberArgument, value: Argument): Promise<number>;

  /** Returns the length of a string in bytes, 0 if the key does not exist. */
  strlen(key: Argument): Promise<number>;

  /**
   * Reads the bytes of a string between two offsets, under its first name.
   * @deprecated Use `GETRANGE`.
   */
  substr(key: Argument, start: NumberArgument, end: NumberArgument): Promise<Text>;
}
