// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, NumberArgument, OneOrMore, Options } from '../words.ts';

/** The options of SINTERCARD. */
export interface SintercardOptions {
  readonly LIMIT?: NumberArgument;
}

/** The options of SSCAN. */
export interface SscanOptions {
  readonly MATCH?: Argument;
  readonly COUNT?: NumberArgument;
}

export interface SetCommands<Text extends ReplyText> {
  /** Adds members to a set, creating it if it does not exist, and returns how many are new. */
  sadd(key: Argument, ...members: OneOrMore): Promise<number>;

  /** Returns the number of members of a set, 0 if the key does not exist. */
  scard(key: Argument): Promise<number>;

  /** Returns the members of the first set that are in none of the others. */
  sdiff(...keys: OneOrMore): Promise<Set<Text>>;

  /** Stores the members of the first set that are in none of the others, and counts them. */
  sdiffstore(destination: Argument, ...keys: OneOrMore): Promise<number>;

  /** Returns the members that all of the sets have in common. */
  sinter(...keys: OneOrMore): Promise<Set<Text>>;

  /** Counts the members that all of the sets have in common, up to a limit if there is one. */
  sintercard(
    numkeys: NumberArgument,
    ...words: [Arguments | SintercardOptions, ...(Arguments | SintercardOptions)[]]
  ): Promise<number>;

  /** Stores the members that all of the sets have in common, and counts them. */
  sinterstore(destination: Argument, ...keys: OneOrMore): Promise<number>;

  /** Tells whether a set has a member. */
  sismember(key: Argument, member: Argument): Promise<number>;

  /** Reads a whole set. */
  smembers(key: Argument): Promise<Set<Text>>;

  /** Tells of each of several members whether a set has it. */
  smismember(key: Argument, ...members: OneOrMore): Promise<number[]>;

  /** Moves a member from one set to another. */
  smove(source: Argument, destination: Argument, member: Argument): Promise<number>;

  /** Takes members picked by chance out of a set: one, or as many as asked for. */
  spop(key: Argument): Promise<Text | null>;
  /** Takes members picked by chance out of a set: one, or as many as asked for. */
  spop(key: Argument, count: NumberArgument): Promise<Set<Text>>;
  /** Takes members picked by chance out of a set: one, or as many as asked for. */
  spop(key: Argument, count?: NumberArgument): Promise<Set<Text> | Text | null>;

  /** Picks members by chance, each once, or with repeats if the count is negative. */
  srandmember(key: Argument): Promise<Text | null>;
  /** Picks members by chance, each once, or with repeats if the count is negative. */
  srandmember(key: Argument, count: NumberArgument): Promise<Text[]>;
  /** Picks members by chance, each once, or with repeats if the count is negative. */
  srandmember(key: Argument, count?: NumberArgument): Promise<Text[] | Text | null>;

  /** Removes members from a set and returns how many there were. */
  srem(key: Argument, ...members: OneOrMore): Promise<number>;

  /** Walks through the members of a set in steps, each of which returns a cursor. */
  sscan(key: Argument, cursor: NumberArgument, ...options: Options<SscanOptions>): Promise<[Text, Text[]]>;

  /** Returns the members that are in any of the sets. */
  sunion(...keys: OneOrMore): Promise<Set<Text>>;

  /** Stores the members that are in any of the sets, and counts them. */
  sunionstore(destination: Argument, ...keys: OneOrMore): Promise<number>;
}
