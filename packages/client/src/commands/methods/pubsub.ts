// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments } from '../words.ts';

export interface PubsubCommands<Text extends ReplyText> {
  /** Sends a message to a channel and returns how many subscribers received it. */
  publish(channel: Argument, message: Argument): Promise<number>;

  /** Lists the channels that have a subscriber. */
  pubsubChannels(pattern?: Argument): Promise<Text[]>;

  /** Returns the number of distinct patterns that clients are subscribed to. */
  pubsubNumpat(): Promise<number>;

  /** Returns the number of subscribers of each given channel, patterns not counted. */
  pubsubNumsub(...channels: Arguments[]): Promise<(Text | number)[]>;

  /** Lists the shard channels that have a subscriber. */
  pubsubShardchannels(pattern?: Argument): Promise<Text[]>;

  /** Returns the number of subscribers of each given shard channel. */
  pubsubShardnumsub(...shardchannels: Arguments[]): Promise<(Text | number)[]>;

  /** Sends a message to a shard channel and returns how many subscribers received it. */
  spublish(shardchannel: Argument, message: Argument): Promise<number>;
}
