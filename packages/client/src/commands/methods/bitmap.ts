// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, NumberArgument, OneOrMore } from '../words.ts';

export interface BitmapCommands<_Text extends ReplyText> {
  /** Counts the bits that are set in a string or in a range of it. */
  bitcount(
    key: Argument,
    ...index: [] | [start: NumberArgument, end: NumberArgument, indexUnit?: 'BYTE' | 'BIT']
  ): Promise<number>;

  /** Reads and writes integers of any width up to 64 bits inside a string. */
  bitfield(key: Argument, ...words: Arguments[]): Promise<(number | null)[]>;

  /** Reads integers of any width up to 64 bits inside a string. */
  bitfield_ro(key: Argument, ...words: Arguments[]): Promise<number[]>;

  /** Combines strings bit by bit with AND, OR, XOR or NOT and stores the result. */
  bitop(operation: Argument, destkey: Argument, ...keys: OneOrMore): Promise<number>;

  /** Finds the first bit that is set, or the first that is clear. */
  bitpos(
    key: Argument,
    bit: NumberArgument,
    ...index: [] | [start: NumberArgument, ...rest: [] | [end: NumberArgument, indexUnit?: 'BYTE' | 'BIT']]
  ): Promise<number>;

  /** Reads one bit of a string, 0 beyond its end. */
  getbit(key: Argument, offset: NumberArgument): Promise<number>;

  /** Sets or clears one bit of a string and returns what it was. */
  setbit(key: Argument, offset: NumberArgument, value: NumberArgument): Promise<number>;
}
