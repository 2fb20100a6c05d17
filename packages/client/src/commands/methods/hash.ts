// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, NumberArgument, OneOrMore, Options, Pairs } from '../words.ts';

/** The options of HSCAN. */
export interface HscanOptions {
  readonly MATCH?: Argument;
  readonly COUNT?: NumberArgument;
}

export interface HashCommands<Text extends ReplyText> {
  /** Deletes fields of a hash and returns how many there were. */
  hdel(key: Argument, ...fields: OneOrMore): Promise<number>;

  /** Tells whether a hash has a field. */
  hexists(key: Argument, field: Argument): Promise<number>;

  /** Reads the value of a field. */
  hget(key: Argument, field: Argument): Promise<Text | null>;

  /** Reads a whole hash, fields and values. */
  hgetall(key: Argument): Promise<Record<string, Text>>;

  /** Adds a number to the integer in a field, counting from 0 if there is none. */
  hincrby(key: Argument, field: Argument, increment: NumberArgument): Promise<number>;

  /** Adds a floating point number to the number in a field, counting from 0 if there is none. */
  hincrbyfloat(key: Argument, field: Argument, increment: NumberArgument): Promise<Text>;

  /** Lists the fields of a hash without their values. */
  hkeys(key: Argument): Promise<Text[]>;

  /** Returns the number of fields of a hash, 0 if the key does not exist. */
  hlen(key: Argument): Promise<number>;

  /** Reads the values of several fields at once. */
  hmget(key: Argument, ...fields: OneOrMore): Promise<(Text | null)[]>;

  /**
   * Stores values in several fields, under the older name.
   * @deprecated Use `HSET` with multiple field-value pairs.
   */
  hmset(key: Argument, ...pairs: Pairs): Promise<'OK'>;

  /** Picks fields by chance, each once, or with repeats if the count is negative. */
  hrandfield(
    key: Argument,
    ...options: [] | [count: NumberArgument, withvalues?: 'WITHVALUES']
  ): Promise<[Text, Text][] | Text[] | Text | null>;

  /** Walks through the fields and values of a hash in steps, each of which returns a cursor. */
  hscan(key: Argument, cursor: NumberArgument, ...options: Options<HscanOptions>): Promise<[Text, Text[]]>;

  /** Stores values in fields and returns how many of these are new. */
  hset(key: Argument, ...pairs: Pairs): Promise<number>;

  /** Stores a value in a field unless the hash has it already. */
  hsetnx(key: Argument, field: Argument, value: Argument): Promise<number>;

  /** Returns the length of the value of a field in bytes, 0 if there is none. */
  hstrlen(key: Argument, field: Argument): Promise<number>;

  /** Lists the values of a hash without their fields. */
  hvals(key: Argument): Promise<Text[]>;
}
