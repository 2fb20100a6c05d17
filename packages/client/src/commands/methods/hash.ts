// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, NumberArgument, OneOrMore, Options, Pairs } from '../words.ts';

/** The options of HSCAN. */
export interface HscanOptions {
  readonly MATCH?: Argument;
  readonly COUNT?: NumberArgument;
}

/** The options of HEXPIRE. */
export interface HexpireOptions {
  readonly NX?: boolean;
  readonly XX?: boolean;
  readonly GT?: boolean;
  readonly LT?: boolean;
  readonly FIELDS?: Arguments;
}

/** The options of HEXPIREAT. */
export interface HexpireatOptions {
  readonly NX?: boolean;
  readonly XX?: boolean;
  readonly GT?: boolean;
  readonly LT?: boolean;
  readonly FIELDS?: Arguments;
}

/** The options of HEXPIRETIME. */
export interface HexpiretimeOptions {
  readonly FIELDS?: Arguments;
}

/** The options of HGETDEL. */
export interface HgetdelOptions {
  readonly FIELDS?: Arguments;
}

/** The options of HGETEX. */
export interface HgetexOptions {
  readonly EX?: NumberArgument;
  readonly PX?: NumberArgument;
  readonly EXAT?: NumberArgument;
  readonly PXAT?: NumberArgument;
  readonly PERSIST?: boolean;
  readonly FIELDS?: Arguments;
}

/** The options of HPERSIST. */
export interface HpersistOptions {
  readonly FIELDS?: Arguments;
}

/** The options of HPEXPIRE. */
export interface HpexpireOptions {
  readonly NX?: boolean;
  readonly XX?: boolean;
  readonly GT?: boolean;
  readonly LT?: boolean;
  readonly FIELDS?: Arguments;
}

/** The options of HPEXPIREAT. */
export interface HpexpireatOptions {
  readonly NX?: boolean;
  readonly XX?: boolean;
  readonly GT?: boolean;
  readonly LT?: boolean;
  readonly FIELDS?: Arguments;
}

/** The options of HPEXPIRETIME. */
export interface HpexpiretimeOptions {
  readonly FIELDS?: Arguments;
}

/** The options of HPTTL. */
export interface HpttlOptions {
  readonly FIELDS?: Arguments;
}

/** The options of HSETEX. */
export interface HsetexOptions {
  readonly FNX?: boolean;
  readonly FXX?: boolean;
  readonly EX?: NumberArgument;
  readonly PX?: NumberArgument;
  readonly EXAT?: NumberArgument;
  readonly PXAT?: NumberArgument;
  readonly KEEPTTL?: boolean;
  readonly FIELDS?: Arguments;
}

/** The options of HTTL. */
export interface HttlOptions {
  readonly FIELDS?: Arguments;
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
  hrandfield(key: Argument): Promise<Text | null>;
  /** Picks fields by chance, each once, or with repeats if the count is negative. */
  hrandfield(key: Argument, count: NumberArgument): Promise<Text[]>;
  /** Picks fields by chance, each once, or with repeats if the count is negative. */
  hrandfield(key: Argument, count: NumberArgument, withvalues: 'WITHVALUES'): Promise<[Text, Text][]>;
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

  /** Sets the time to live of fields in seconds. */
  hexpire(
    key: Argument,
    seconds: NumberArgument,
    ...words: [Arguments | HexpireOptions, ...(Arguments | HexpireOptions)[]]
  ): Promise<number[]>;

  /** Sets the moment at which fields expire, as Unix time in seconds. */
  hexpireat(
    key: Argument,
    unixTimeSeconds: NumberArgument,
    ...words: [Arguments | HexpireatOptions, ...(Arguments | HexpireatOptions)[]]
  ): Promise<number[]>;

  /** Returns the moment at which fields expire, as Unix time in seconds. */
  hexpiretime(
    key: Argument,
    ...words: [Arguments | HexpiretimeOptions, ...(Arguments | HexpiretimeOptions)[]]
  ): Promise<number[]>;

  /** Reads the values of fields and deletes them in the same step. */
  hgetdel(
    key: Argument,
    ...words: [Arguments | HgetdelOptions, ...(Arguments | HgetdelOptions)[]]
  ): Promise<(Text | null)[]>;

  /** Reads the values of fields and, if asked, changes or removes their time to live. */
  hgetex(
    key: Argument,
    ...words: [Arguments | HgetexOptions, ...(Arguments | HgetexOptions)[]]
  ): Promise<(Text | null)[]>;

  /** Removes the time to live of fields. */
  hpersist(
    key: Argument,
    ...words: [Arguments | HpersistOptions, ...(Arguments | HpersistOptions)[]]
  ): Promise<number[]>;

  /** Sets the time to live of fields in milliseconds. */
  hpexpire(
    key: Argument,
    milliseconds: NumberArgument,
    ...words: [Arguments | HpexpireOptions, ...(Arguments | HpexpireOptions)[]]
  ): Promise<number[]>;

  /** Sets the moment at which fields expire, as Unix time in milliseconds. */
  hpexpireat(
    key: Argument,
    unixTimeMilliseconds: NumberArgument,
    ...words: [Arguments | HpexpireatOptions, ...(Arguments | HpexpireatOptions)[]]
  ): Promise<number[]>;

  /** Returns the moment at which fields expire, as Unix time in milliseconds. */
  hpexpiretime(
    key: Argument,
    ...words: [Arguments | HpexpiretimeOptions, ...(Arguments | HpexpiretimeOptions)[]]
  ): Promise<number[]>;

  /** Returns the time to live of fields in milliseconds. */
  hpttl(
    key: Argument,
    ...words: [Arguments | HpttlOptions, ...(Arguments | HpttlOptions)[]]
  ): Promise<number[]>;

  /** Stores values in fields with a time to live, if asked only under a condition. */
  hsetex(
    key: Argument,
    ...words: [Arguments | HsetexOptions, ...(Arguments | HsetexOptions)[]]
  ): Promise<number>;

  /** Returns the time to live of fields in seconds. */
  httl(key: Argument, ...words: [Arguments | HttlOptions, ...(Arguments | HttlOptions)[]]): Promise<number[]>;
}
