// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, NumberArgument, OneOrMore, Options, Pairs } from '../words.ts';

/** The options of COMMAND LIST. */
export interface CommandListOptions {
  readonly FILTERBY?: readonly [word: 'MODULE', moduleName: Argument] | readonly [word: 'ACLCAT', category: Argument] | readonly [word: 'PATTERN', pattern: Argument];
}

/** The options of BGSAVE. */
export interface BgsaveOptions {
  readonly SCHEDULE?: boolean;
}

/** The options of LOLWUT. */
export interface LolwutOptions {
  readonly VERSION?: NumberArgument;
}

/** The options of SHUTDOWN. */
export interface ShutdownOptions {
  readonly NOSAVE?: boolean;
  readonly SAVE?: boolean;
  readonly NOW?: boolean;
  readonly FORCE?: boolean;
  readonly ABORT?: boolean;
}

/** The options of MEMORY USAGE. */
export interface MemoryUsageOptions {
  readonly SAMPLES?: NumberArgument;
}

/** The options of FAILOVER. */
export interface FailoverOptions {
  readonly TO?: readonly [host: Argument, port: NumberArgument, force?: 'FORCE'];
  readonly ABORT?: boolean;
  readonly TIMEOUT?: NumberArgument;
}

export interface ServerCommands<Text extends ReplyText> {
  /** Describes all commands. */
  command(): Promise<unknown[]>;

  /** Returns the number of commands. */
  commandCount(): Promise<number>;

  /** Returns summary, history and arguments of commands. */
  commandDocs(...commandNames: Arguments[]): Promise<Record<string, unknown>>;

  /** Returns the keys of a request. */
  commandGetkeys(command: Argument, ...args: OneOrMore): Promise<Text[]>;

  /** Returns the keys of a request, each with what the command does to it. */
  commandGetkeysandflags(command: Argument, ...args: OneOrMore): Promise<[Text, Set<string>][]>;

  /** Returns arity, flags, key positions and categories of commands. */
  commandInfo(...commandNames: Arguments[]): Promise<unknown[]>;

  /** Lists the names of all commands, or of those that pass a filter. */
  commandList(...options: Options<CommandListOptions>): Promise<Text[]>;

  /** Returns the configuration directives that match the patterns. */
  configGet(...parameters: OneOrMore): Promise<Record<string, Text>>;

  /** Sets the statistics that INFO reports back to zero. */
  configResetstat(): Promise<'OK'>;

  /** Brings the configuration file up to date with the configuration in force. */
  configRewrite(): Promise<'OK'>;

  /** Changes configuration directives, all of them or none. */
  configSet(...pairs: Pairs): Promise<'OK'>;

  /** Writes the append-only file anew, in its shortest form, in the background. */
  bgrewriteaof(): Promise<string>;

  /** Writes a snapshot of the dataset to disk in the background. */
  bgsave(...options: Options<BgsaveOptions>): Promise<string>;

  /** Returns the number of keys in the selected database. */
  dbsize(): Promise<number>;

  /** Deletes every key of every database. */
  flushall(async?: 'ASYNC' | 'SYNC'): Promise<'OK'>;

  /** Deletes every key of the selected database. */
  flushdb(async?: 'ASYNC' | 'SYNC'): Promise<'OK'>;

  /** Reports the state and the statistics of the server, by section. */
  info(...sections: Arguments[]): Promise<string>;

  /** Returns the Unix time of the last successful snapshot. */
  lastsave(): Promise<number>;

  /** Draws a picture and names the version. */
  lolwut(...options: Options<LolwutOptions>): Promise<string>;

  /** Writes a snapshot of the dataset to disk while every client waits. */
  save(): Promise<'OK'>;

  /** Stops the server, saving the dataset first if so configured. */
  shutdown(...options: Options<ShutdownOptions>): Promise<'OK' | undefined>;

  /** Exchanges two databases for all clients at once. */
  swapdb(index1: NumberArgument, index2: NumberArgument): Promise<'OK'>;

  /** Returns the time of the server, as seconds and microseconds. */
  time(): Promise<[Text, Text]>;

  /** Explains the recorded latencies in plain language. */
  latencyDoctor(): Promise<string>;

  /** Draws the latency of an event over time. */
  latencyGraph(event: Argument): Promise<string>;

  /** Returns how long commands took, as a cumulative distribution for each. */
  latencyHistogram(
    ...commands: Arguments[]
  ): Promise<Record<string, { calls: number; histogram_usec: Record<string, number> }>>;

  /** Returns when an event was slow, and how slow. */
  latencyHistory(event: Argument): Promise<[number, number][]>;

  /** Returns the latest and the worst latency of every event. */
  latencyLatest(): Promise<[Text, number, number, number][]>;

  /** Forgets the recorded latencies of the given events, or of all. */
  latencyReset(...events: Arguments[]): Promise<number>;

  /** Explains problems with memory in plain language. */
  memoryDoctor(): Promise<string>;

  /** Returns the statistics of the memory allocator. */
  memoryMallocStats(): Promise<string>;

  /** Gives memory that is not in use back to the system. */
  memoryPurge(): Promise<'OK'>;

  /** Returns the memory use of the server by purpose. */
  memoryStats(): Promise<Record<string, unknown>>;

  /** Returns the bytes a key and its value take up. */
  memoryUsage(key: Argument, ...options: Options<MemoryUsageOptions>): Promise<number | null>;

  /** Returns the latest entries of the slow log. */
  slowlogGet(count?: NumberArgument): Promise<[number, number, number, Text[], Text, Text][]>;

  /** Returns the number of entries in the slow log. */
  slowlogLen(): Promise<number>;

  /** Empties the slow log. */
  slowlogReset(): Promise<'OK'>;

  /** Makes this server the replica of another, or a primary again. */
  replicaof(...args: [host: Argument, port: NumberArgument] | [no: 'NO', one: 'ONE']): Promise<string>;

  /** Returns the role of this server in replication, and its peers. */
  role(): Promise<[Text, number, [Text, Text, Text][]] | [Text, Text, number, Text, number]>;

  /**
   * Makes this server the replica of another, or a primary again, under its old name.
   * @deprecated Use `REPLICAOF`.
   */
  slaveof(...args: [host: Argument, port: NumberArgument] | [no: 'NO', one: 'ONE']): Promise<string>;

  /** Makes one of the replicas the primary in place of this server, without losing a write. */
  failover(...options: Options<FailoverOptions>): Promise<'OK'>;

  /** Makes another server a replica of this one and answers when the link between them is up. */
  addreplica(hostPort: Argument): Promise<'OK'>;

  /** Makes a replica that ADDREPLICA has joined a server of its own again. */
  removereplica(hostPort: Argument): Promise<'OK'>;
}
