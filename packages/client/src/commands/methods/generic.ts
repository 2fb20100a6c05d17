// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, NumberArgument, OneOrMore, Options } from '../words.ts';

/** The options of COPY. */
export interface CopyOptions {
  readonly DB?: NumberArgument;
  readonly REPLACE?: boolean;
}

/** The options of RESTORE. */
export interface RestoreOptions {
  readonly REPLACE?: boolean;
  readonly ABSTTL?: boolean;
  readonly IDLETIME?: NumberArgument;
  readonly FREQ?: NumberArgument;
}

/** The options of SCAN. */
export interface ScanOptions {
  readonly MATCH?: Argument;
  readonly COUNT?: NumberArgument;
  readonly TYPE?: Argument;
}

/** The options of MIGRATE. */
export interface MigrateOptions {
  readonly COPY?: boolean;
  readonly REPLACE?: boolean;
  readonly AUTH?: Argument;
  readonly AUTH2?: readonly [username: Argument, password: Argument];
  readonly KEYS?: Arguments;
}

/** The options of SORT. */
export interface SortOptions {
  readonly BY?: Argument;
  readonly LIMIT?: readonly [offset: NumberArgument, count: NumberArgument];
  readonly ASC?: boolean;
  readonly DESC?: boolean;
  readonly ALPHA?: boolean;
  readonly STORE?: Argument;
}

/** The options of SORT_RO. */
export interface Sort_roOptions {
  readonly BY?: Argument;
  readonly LIMIT?: readonly [offset: NumberArgument, count: NumberArgument];
  readonly ASC?: boolean;
  readonly DESC?: boolean;
  readonly ALPHA?: boolean;
}

export interface GenericCommands<Text extends ReplyText> {
  /** Copies the value of one key to another. */
  copy(source: Argument, destination: Argument, ...options: Options<CopyOptions>): Promise<number>;

  /** Deletes keys and returns how many existed. */
  del(...keys: OneOrMore): Promise<number>;

  /** Returns a value in serialised form, for RESTORE. */
  dump(key: Argument): Promise<Text | null>;

  /** Counts how many of the given keys exist; a key given twice counts twice. */
  exists(...keys: OneOrMore): Promise<number>;

  /** Lists the keys that match a pattern. */
  keys(pattern?: Argument): Promise<Text[]>;

  /** Moves a key to another database, unless it exists there. */
  move(key: Argument, db: NumberArgument): Promise<number>;

  /** Returns the name of the internal representation of a value. */
  objectEncoding(key: Argument): Promise<Text | null>;

  /** Returns the logarithmic access counter of a key, under an LFU eviction policy. */
  objectFreq(key: Argument): Promise<number | null>;

  /** Returns the seconds since a key was last used. */
  objectIdletime(key: Argument): Promise<number | null>;

  /** Returns the number of references to a value. */
  objectRefcount(key: Argument): Promise<number | null>;

  /** Returns a key chosen at random. */
  randomkey(): Promise<Text | null>;

  /** Gives a key another name, replacing what had that name. */
  rename(key: Argument, newkey: Argument): Promise<'OK'>;

  /** Gives a key another name, unless that name is taken. */
  renamenx(key: Argument, newkey: Argument): Promise<number>;

  /** Creates a key from the serialised form that DUMP returns. */
  restore(
    key: Argument,
    ttl: NumberArgument,
    serializedValue: Argument,
    ...options: Options<RestoreOptions>
  ): Promise<'OK'>;

  /** Walks through the keys of a database, a few at each call. */
  scan(cursor: NumberArgument, ...options: Options<ScanOptions>): Promise<[Text, Text[]]>;

  /** Marks keys as used now and returns how many exist. */
  touch(...keys: OneOrMore): Promise<number>;

  /** Returns the type of the value of a key. */
  type(key: Argument): Promise<string>;

  /** Deletes keys, leaving the release of large values for later. */
  unlink(...keys: OneOrMore): Promise<number>;

  /** Sets the time to live of a key in seconds. */
  expire(key: Argument, seconds: NumberArgument, condition?: 'NX' | 'XX' | 'GT' | 'LT'): Promise<number>;

  /** Sets the moment at which a key expires, as Unix time in seconds. */
  expireat(
    key: Argument,
    unixTimeSeconds: NumberArgument,
    condition?: 'NX' | 'XX' | 'GT' | 'LT',
  ): Promise<number>;

  /** Returns the moment at which a key expires, as Unix time in seconds. */
  expiretime(key: Argument): Promise<number>;

  /** Removes the time to live of a key. */
  persist(key: Argument): Promise<number>;

  /** Sets the time to live of a key in milliseconds. */
  pexpire(
    key: Argument,
    milliseconds: NumberArgument,
    condition?: 'NX' | 'XX' | 'GT' | 'LT',
  ): Promise<number>;

  /** Sets the moment at which a key expires, as Unix time in milliseconds. */
  pexpireat(
    key: Argument,
    unixTimeMilliseconds: NumberArgument,
    condition?: 'NX' | 'XX' | 'GT' | 'LT',
  ): Promise<number>;

  /** Returns the moment at which a key expires, as Unix time in milliseconds. */
  pexpiretime(key: Argument): Promise<number>;

  /** Returns the time to live of a key in milliseconds. */
  pttl(key: Argument): Promise<number>;

  /** Returns the time to live of a key in seconds. */
  ttl(key: Argument): Promise<number>;

  /** Moves or copies keys to another server. */
  migrate(
    host: Argument,
    port: NumberArgument,
    ...words: [Arguments | MigrateOptions, ...(Arguments | MigrateOptions)[]]
  ): Promise<string>;

  /** Sorts a list, set or sorted set, by its elements or by keys they name, and returns or stores it. */
  sort(key: Argument, ...words: (Arguments | SortOptions)[]): Promise<(Text | null)[] | number>;

  /** Sorts a list, set or sorted set as SORT does, but cannot store the result. */
  sort_ro(key: Argument, ...words: (Arguments | Sort_roOptions)[]): Promise<(Text | null)[]>;

  /** Waits until enough replicas have acknowledged the writes of this connection. */
  wait(numreplicas: NumberArgument, timeout: NumberArgument): Promise<number>;

  /** Tells whether a string reads as a number, as JSON or as plain text, or the type of another value. */
  datatype(key: Argument): Promise<string>;
}
