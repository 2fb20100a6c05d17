// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, NumberArgument } from '../words.ts';

/** The options of CLIENT LIST. */
export interface ClientListOptions {
  readonly TYPE?: 'NORMAL' | 'MASTER' | 'REPLICA' | 'PUBSUB';
  readonly ID?: Arguments;
}

/** The options of CLIENT TRACKING. */
export interface ClientTrackingOptions {
  readonly REDIRECT?: NumberArgument;
  readonly BCAST?: boolean;
  readonly OPTIN?: boolean;
  readonly OPTOUT?: boolean;
  readonly NOLOOP?: boolean;
}

export interface ConnectionCommands<Text extends ReplyText> {
  /** Returns the message. */
  echo(message: Argument): Promise<Text>;

  /** Answers PONG, or the message. */
  ping(message?: Argument): Promise<string | Text>;

  /** Says whether keys of the next command are tracked, in the OPTIN and OPTOUT modes. */
  clientCaching(mode: 'YES' | 'NO'): Promise<'OK'>;

  /** Returns the name of this connection. */
  clientGetname(): Promise<Text | null>;

  /** Returns the connection that receives the invalidation messages of this one. */
  clientGetredir(): Promise<number>;

  /** Returns the number of this connection, unique and growing over the life of the server. */
  clientId(): Promise<number>;

  /** Describes this connection in one line. */
  clientInfo(): Promise<string>;

  /** Closes one connection by its address, or all that match the filters. */
  clientKill(...words: [Arguments, ...Arguments[]]): Promise<'OK' | number>;

  /** Describes all connections, one a line. */
  clientList(...words: (Arguments | ClientListOptions)[]): Promise<string>;

  /** Exempts this connection from being closed to free memory. */
  clientNoEvict(enabled: 'ON' | 'OFF'): Promise<'OK'>;

  /** Stops the commands of this connection from counting as accesses to the keys they use. */
  clientNoTouch(enabled: 'ON' | 'OFF'): Promise<'OK'>;

  /** Holds back commands, or only writes, of all clients for a time. */
  clientPause(timeout: NumberArgument, mode?: 'WRITE' | 'ALL'): Promise<'OK'>;

  /** Tells the server which client library is calling. */
  clientSetinfo(
    ...attr: [word: 'LIB-NAME', libname: Argument] | [word: 'LIB-VER', libver: Argument]
  ): Promise<'OK'>;

  /** Names this connection. */
  clientSetname(connectionName: Argument): Promise<'OK'>;

  /** Turns invalidation messages for client-side caching on or off. */
  clientTracking(status: 'ON' | 'OFF', ...words: (Arguments | ClientTrackingOptions)[]): Promise<'OK'>;

  /** Returns how this connection is tracked for client-side caching. */
  clientTrackinginfo(): Promise<{ flags: Set<Text>; redirect: number; prefixes: Text[] }>;

  /** Releases a client that waits in a blocking command. */
  clientUnblock(clientId: NumberArgument, timeoutError?: 'TIMEOUT' | 'ERROR'): Promise<number>;

  /** Ends a pause begun with CLIENT PAUSE. */
  clientUnpause(): Promise<'OK'>;
}
