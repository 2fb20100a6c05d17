// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { BitmapCommands } from './bitmap.ts';
import type { ConnectionCommands } from './connection.ts';
import type { GenericCommands } from './generic.ts';
import type { GeoCommands } from './geo.ts';
import type { HashCommands } from './hash.ts';
import type { HyperloglogCommands } from './hyperloglog.ts';
import type { ListCommands } from './list.ts';
import type { PubsubCommands } from './pubsub.ts';
import type { ServerCommands } from './server.ts';
import type { SetCommands } from './set.ts';
import type { SortedSetCommands } from './sorted-set.ts';
import type { StreamCommands } from './stream.ts';
import type { StringCommands } from './string.ts';

/** Every command that has a method. `Text` is what bulk strings come as: string or Buffer. */
export interface CommandMethods<Text extends ReplyText = string>
  extends
    BitmapCommands<Text>,
    ConnectionCommands<Text>,
    GenericCommands<Text>,
    GeoCommands<Text>,
    HashCommands<Text>,
    HyperloglogCommands<Text>,
    ListCommands<Text>,
    PubsubCommands<Text>,
    ServerCommands<Text>,
    SetCommands<Text>,
    SortedSetCommands<Text>,
    StreamCommands<Text>,
    StringCommands<Text> {}
