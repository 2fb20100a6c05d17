// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, NumberArgument, OneOrMore, Options, With, Without } from '../words.ts';

/** The options of ZADD. */
export interface ZaddOptions {
  readonly NX?: boolean;
  readonly XX?: boolean;
  readonly GT?: boolean;
  readonly LT?: boolean;
  readonly CH?: boolean;
  readonly INCR?: boolean;
}

/** The options of ZSCAN. */
export interface ZscanOptions {
  readonly MATCH?: Argument;
  readonly COUNT?: NumberArgument;
}

/** The options of ZRANGE. */
export interface ZrangeOptions {
  readonly BYSCORE?: boolean;
  readonly BYLEX?: boolean;
  readonly REV?: boolean;
  readonly LIMIT?: readonly [offset: NumberArgument, count: NumberArgument];
  readonly WITHSCORES?: boolean;
}

/** The options of ZRANGEBYLEX. */
export interface ZrangebylexOptions {
  readonly LIMIT?: readonly [offset: NumberArgument, count: NumberArgument];
}

/** The options of ZRANGEBYSCORE. */
export interface ZrangebyscoreOptions {
  readonly WITHSCORES?: boolean;
  readonly LIMIT?: readonly [offset: NumberArgument, count: NumberArgument];
}

/** The options of ZRANGESTORE. */
export interface ZrangestoreOptions {
  readonly BYSCORE?: boolean;
  readonly BYLEX?: boolean;
  readonly REV?: boolean;
  readonly LIMIT?: readonly [offset: NumberArgument, count: NumberArgument];
}

/** The options of ZREVRANGE. */
export interface ZrevrangeOptions {
  readonly WITHSCORES?: boolean;
}

/** The options of ZREVRANGEBYLEX. */
export interface ZrevrangebylexOptions {
  readonly LIMIT?: readonly [offset: NumberArgument, count: NumberArgument];
}

/** The options of ZREVRANGEBYSCORE. */
export interface ZrevrangebyscoreOptions {
  readonly WITHSCORES?: boolean;
  readonly LIMIT?: readonly [offset: NumberArgument, count: NumberArgument];
}

/** The options of ZDIFF. */
export interface ZdiffOptions {
  readonly WITHSCORES?: boolean;
}

/** The options of ZINTER. */
export interface ZinterOptions {
  readonly WEIGHTS?: Arguments;
  readonly AGGREGATE?: 'SUM' | 'MIN' | 'MAX';
  readonly WITHSCORES?: boolean;
}

/** The options of ZINTERCARD. */
export interface ZintercardOptions {
  readonly LIMIT?: NumberArgument;
}

/** The options of ZINTERSTORE. */
export interface ZinterstoreOptions {
  readonly WEIGHTS?: Arguments;
  readonly AGGREGATE?: 'SUM' | 'MIN' | 'MAX';
}

/** The options of ZUNION. */
export interface ZunionOptions {
  readonly WEIGHTS?: Arguments;
  readonly AGGREGATE?: 'SUM' | 'MIN' | 'MAX';
  readonly WITHSCORES?: boolean;
}

/** The options of ZUNIONSTORE. */
export interface ZunionstoreOptions {
  readonly WEIGHTS?: Arguments;
  readonly AGGREGATE?: 'SUM' | 'MIN' | 'MAX';
}

/** The options of ZMPOP. */
export interface ZmpopOptions {
  readonly MIN?: boolean;
  readonly MAX?: boolean;
  readonly COUNT?: NumberArgument;
}

/** The options of BZMPOP. */
export interface BzmpopOptions {
  readonly MIN?: boolean;
  readonly MAX?: boolean;
  readonly COUNT?: NumberArgument;
}

export interface SortedSetCommands<Text extends ReplyText> {
  /** Gives members their scores, adding those that are new. */
  zadd(key: Argument, ...words: [...With<ZaddOptions, 'INCR'>, ...Arguments[]]): Promise<number | null>;
  /** Gives members their scores, adding those that are new. */
  zadd(
    key: Argument,
    ...words: [...([] | Without<ZaddOptions, 'INCR'>), first: number | Exclude<Arguments, Argument>, ...Arguments[]]
  ): Promise<number>;
  /** Gives members their scores, adding those that are new. */
  zadd(
    key: Argument,
    ...words: [Arguments | ZaddOptions, ...(Arguments | ZaddOptions)[]]
  ): Promise<number | null>;

  /** Returns the number of members, 0 if the key does not exist. */
  zcard(key: Argument): Promise<number>;

  /** Adds to the score of a member, counting from 0 if it is new. */
  zincrby(key: Argument, increment: NumberArgument, member: Argument): Promise<number>;

  /** Returns the scores of several members, null for those that are absent. */
  zmscore(key: Argument, ...members: OneOrMore): Promise<(number | null)[]>;

  /** Returns members chosen at random; with a negative count, one may come more than once. */
  zrandmember(key: Argument): Promise<Text | null>;
  /** Returns members chosen at random; with a negative count, one may come more than once. */
  zrandmember(key: Argument, count: NumberArgument): Promise<Text[]>;
  /** Returns members chosen at random; with a negative count, one may come more than once. */
  zrandmember(key: Argument, count: NumberArgument, withscores: 'WITHSCORES'): Promise<[Text, number][]>;
  /** Returns members chosen at random; with a negative count, one may come more than once. */
  zrandmember(
    key: Argument,
    ...options: [] | [count: NumberArgument, withscores?: 'WITHSCORES']
  ): Promise<[Text, number][] | Text[] | Text | null>;

  /** Returns how many members stand before one, counted from the lowest score. */
  zrank(key: Argument, member: Argument): Promise<number | null>;

  /** Removes members and returns how many there were. */
  zrem(key: Argument, ...members: OneOrMore): Promise<number>;

  /** Returns how many members stand before one, counted from the highest score. */
  zrevrank(key: Argument, member: Argument): Promise<number | null>;

  /** Walks through the members and scores of a sorted set, a few at each call. */
  zscan(key: Argument, cursor: NumberArgument, ...options: Options<ZscanOptions>): Promise<[Text, Text[]]>;

  /** Returns the score of a member. */
  zscore(key: Argument, member: Argument): Promise<number | null>;

  /** Counts the members whose scores lie between two limits. */
  zcount(key: Argument, min: NumberArgument, max: NumberArgument): Promise<number>;

  /** Counts the members between two others in the order of their bytes, if all scores are equal. */
  zlexcount(key: Argument, min: Argument, max: Argument): Promise<number>;

  /** Returns the members of a range of ranks, scores or names, in either direction. */
  zrange(
    key: Argument,
    start: Argument,
    stop: Argument,
    ...options: With<ZrangeOptions, 'WITHSCORES'>
  ): Promise<[Text, number][]>;
  /** Returns the members of a range of ranks, scores or names, in either direction. */
  zrange(
    key: Argument,
    start: Argument,
    stop: Argument,
    ...options: Without<ZrangeOptions, 'WITHSCORES'>
  ): Promise<Text[]>;
  /** Returns the members of a range of ranks, scores or names, in either direction. */
  zrange(
    key: Argument,
    start: Argument,
    stop: Argument,
    ...options: Options<ZrangeOptions>
  ): Promise<[Text, number][] | Text[]>;

  /**
   * Returns the members between two others in the order of their bytes, if all scores are equal.
   * @deprecated Use `ZRANGE` with the `BYLEX` argument.
   */
  zrangebylex(
    key: Argument,
    min: Argument,
    max: Argument,
    ...options: Options<ZrangebylexOptions>
  ): Promise<Text[]>;

  /**
   * Returns the members whose scores lie between two limits, lowest first.
   * @deprecated Use `ZRANGE` with the `BYSCORE` argument.
   */
  zrangebyscore(
    key: Argument,
    min: NumberArgument,
    max: NumberArgument,
    ...options: With<ZrangebyscoreOptions, 'WITHSCORES'>
  ): Promise<[Text, number][]>;
  /**
   * Returns the members whose scores lie between two limits, lowest first.
   * @deprecated Use `ZRANGE` with the `BYSCORE` argument.
   */
  zrangebyscore(
    key: Argument,
    min: NumberArgument,
    max: NumberArgument,
    ...options: Without<ZrangebyscoreOptions, 'WITHSCORES'>
  ): Promise<Text[]>;
  /**
   * Returns the members whose scores lie between two limits, lowest first.
   * @deprecated Use `ZRANGE` with the `BYSCORE` argument.
   */
  zrangebyscore(
    key: Argument,
    min: NumberArgument,
    max: NumberArgument,
    ...options: Options<ZrangebyscoreOptions>
  ): Promise<[Text, number][] | Text[]>;

  /** Stores the members of a range of ranks, scores or names in another key. */
  zrangestore(
    dst: Argument,
    src: Argument,
    min: Argument,
    max: Argument,
    ...options: Options<ZrangestoreOptions>
  ): Promise<number>;

  /** Removes the members between two others in the order of their bytes, if all scores are equal. */
  zremrangebylex(key: Argument, min: Argument, max: Argument): Promise<number>;

  /** Removes the members of a range of ranks. */
  zremrangebyrank(key: Argument, start: NumberArgument, stop: NumberArgument): Promise<number>;

  /** Removes the members whose scores lie between two limits. */
  zremrangebyscore(key: Argument, min: NumberArgument, max: NumberArgument): Promise<number>;

  /**
   * Returns the members of a range of ranks, counted from the highest score.
   * @deprecated Use `ZRANGE` with the `REV` argument.
   */
  zrevrange(
    key: Argument,
    start: NumberArgument,
    stop: NumberArgument,
    ...options: With<ZrevrangeOptions, 'WITHSCORES'>
  ): Promise<[Text, number][]>;
  /**
   * Returns the members of a range of ranks, counted from the highest score.
   * @deprecated Use `ZRANGE` with the `REV` argument.
   */
  zrevrange(
    key: Argument,
    start: NumberArgument,
    stop: NumberArgument,
    ...options: Without<ZrevrangeOptions, 'WITHSCORES'>
  ): Promise<Text[]>;
  /**
   * Returns the members of a range of ranks, counted from the highest score.
   * @deprecated Use `ZRANGE` with the `REV` argument.
   */
  zrevrange(
    key: Argument,
    start: NumberArgument,
    stop: NumberArgument,
    ...options: Options<ZrevrangeOptions>
  ): Promise<[Text, number][] | Text[]>;

  /**
   * Returns the members between two others against the order of their bytes, if all scores are equal.
   * @deprecated Use `ZRANGE` with the `REV` and `BYLEX` arguments.
   */
  zrevrangebylex(
    key: Argument,
    max: Argument,
    min: Argument,
    ...options: Options<ZrevrangebylexOptions>
  ): Promise<Text[]>;

  /**
   * Returns the members whose scores lie between two limits, highest first.
   * @deprecated Use `ZRANGE` with the `REV` and `BYSCORE` arguments.
   */
  zrevrangebyscore(
    key: Argument,
    max: NumberArgument,
    min: NumberArgument,
    ...options: With<ZrevrangebyscoreOptions, 'WITHSCORES'>
  ): Promise<[Text, number][]>;
  /**
   * Returns the members whose scores lie between two limits, highest first.
   * @deprecated Use `ZRANGE` with the `REV` and `BYSCORE` arguments.
   */
  zrevrangebyscore(
    key: Argument,
    max: NumberArgument,
    min: NumberArgument,
    ...options: Without<ZrevrangebyscoreOptions, 'WITHSCORES'>
  ): Promise<Text[]>;
  /**
   * Returns the members whose scores lie between two limits, highest first.
   * @deprecated Use `ZRANGE` with the `REV` and `BYSCORE` arguments.
   */
  zrevrangebyscore(
    key: Argument,
    max: NumberArgument,
    min: NumberArgument,
    ...options: Options<ZrevrangebyscoreOptions>
  ): Promise<[Text, number][] | Text[]>;

  /** Returns the members of the first sorted set that none of the others has. */
  zdiff(
    numkeys: NumberArgument,
    ...words: [...Arguments[], ...With<ZdiffOptions, 'WITHSCORES'>]
  ): Promise<[Text, number][]>;
  /** Returns the members of the first sorted set that none of the others has. */
  zdiff(
    numkeys: NumberArgument,
    keys: readonly Argument[],
    ...options: Without<ZdiffOptions, 'WITHSCORES'>
  ): Promise<Text[]>;
  /** Returns the members of the first sorted set that none of the others has. */
  zdiff(
    numkeys: NumberArgument,
    ...words: [Arguments | ZdiffOptions, ...(Arguments | ZdiffOptions)[]]
  ): Promise<[Text, number][] | Text[]>;

  /** Stores the members of the first sorted set that none of the others has. */
  zdiffstore(destination: Argument, numkeys: NumberArgument, ...keys: OneOrMore): Promise<number>;

  /** Returns the members that all of the sorted sets have, with their scores combined. */
  zinter(
    numkeys: NumberArgument,
    ...words: [...Arguments[], ...With<ZinterOptions, 'WITHSCORES'>]
  ): Promise<[Text, number][]>;
  /** Returns the members that all of the sorted sets have, with their scores combined. */
  zinter(
    numkeys: NumberArgument,
    keys: readonly Argument[],
    ...options: Without<ZinterOptions, 'WITHSCORES'>
  ): Promise<Text[]>;
  /** Returns the members that all of the sorted sets have, with their scores combined. */
  zinter(
    numkeys: NumberArgument,
    ...words: [Arguments | ZinterOptions, ...(Arguments | ZinterOptions)[]]
  ): Promise<[Text, number][] | Text[]>;

  /** Counts the members that all of the sorted sets have, up to a limit. */
  zintercard(
    numkeys: NumberArgument,
    ...words: [Arguments | ZintercardOptions, ...(Arguments | ZintercardOptions)[]]
  ): Promise<number>;

  /** Stores the members that all of the sorted sets have, with their scores combined. */
  zinterstore(
    destination: Argument,
    numkeys: NumberArgument,
    ...words: [Arguments | ZinterstoreOptions, ...(Arguments | ZinterstoreOptions)[]]
  ): Promise<number>;

  /** Returns the members that any of the sorted sets has, with their scores combined. */
  zunion(
    numkeys: NumberArgument,
    ...words: [...Arguments[], ...With<ZunionOptions, 'WITHSCORES'>]
  ): Promise<[Text, number][]>;
  /** Returns the members that any of the sorted sets has, with their scores combined. */
  zunion(
    numkeys: NumberArgument,
    keys: readonly Argument[],
    ...options: Without<ZunionOptions, 'WITHSCORES'>
  ): Promise<Text[]>;
  /** Returns the members that any of the sorted sets has, with their scores combined. */
  zunion(
    numkeys: NumberArgument,
    ...words: [Arguments | ZunionOptions, ...(Arguments | ZunionOptions)[]]
  ): Promise<[Text, number][] | Text[]>;

  /** Stores the members that any of the sorted sets has, with their scores combined. */
  zunionstore(
    destination: Argument,
    numkeys: NumberArgument,
    ...words: [Arguments | ZunionstoreOptions, ...(Arguments | ZunionstoreOptions)[]]
  ): Promise<number>;

  /** Removes and returns members of the lowest or highest scores from the first sorted set that has any. */
  zmpop(
    numkeys: NumberArgument,
    ...words: [Arguments | ZmpopOptions, ...(Arguments | ZmpopOptions)[]]
  ): Promise<[Text, [Text, number][]] | null>;

  /** Removes and returns the members of the highest scores. */
  zpopmax(key: Argument): Promise<[Text, number] | []>;
  /** Removes and returns the members of the highest scores. */
  zpopmax(key: Argument, count: NumberArgument): Promise<[Text, number][]>;
  /** Removes and returns the members of the highest scores. */
  zpopmax(key: Argument, count?: NumberArgument): Promise<[Text, number][] | [Text, number] | []>;

  /** Removes and returns the members of the lowest scores. */
  zpopmin(key: Argument): Promise<[Text, number] | []>;
  /** Removes and returns the members of the lowest scores. */
  zpopmin(key: Argument, count: NumberArgument): Promise<[Text, number][]>;
  /** Removes and returns the members of the lowest scores. */
  zpopmin(key: Argument, count?: NumberArgument): Promise<[Text, number][] | [Text, number] | []>;

  /** Removes and returns members of the first sorted set that has any, or waits for one. */
  bzmpop(
    timeout: NumberArgument,
    numkeys: NumberArgument,
    ...words: [Arguments | BzmpopOptions, ...(Arguments | BzmpopOptions)[]]
  ): Promise<[Text, [Text, number][]] | null>;

  /** Removes and returns the member of the highest score, or waits until one of the keys has a member. */
  bzpopmax(...words: [Arguments, ...Arguments[]]): Promise<[Text, Text, number] | null>;

  /** Removes and returns the member of the lowest score, or waits until one of the keys has a member. */
  bzpopmin(...words: [Arguments, ...Arguments[]]): Promise<[Text, Text, number] | null>;
}
