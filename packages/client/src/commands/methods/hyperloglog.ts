// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, OneOrMore } from '../words.ts';

export interface HyperloglogCommands<_Text extends ReplyText> {
  /** Lets a HyperLogLog see elements and tells whether its estimate may have changed. */
  pfadd(key: Argument, ...elements: Arguments[]): Promise<number>;

  /** Estimates how many different elements one or several HyperLogLogs have seen. */
  pfcount(...keys: OneOrMore): Promise<number>;

  /** Makes a HyperLogLog that has seen what several others have, itself included. */
  pfmerge(destkey: Argument, ...sourcekeys: OneOrMore): Promise<'OK'>;
}
