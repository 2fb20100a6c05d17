// Written by interface-source.test.ts from the command table: change the table, then run it with -u.
// biome-ignore-all format: the lines are as the generator breaks them

import type { ReplyText } from '@redwing/protocol';
import type { Argument, Arguments, Fields, NumberArgument, OneOrMore, Options, With, Without } from '../words.ts';

/** The options of XADD. */
export interface XaddOptions {
  readonly NOMKSTREAM?: boolean;
  readonly MAXLEN?: Arguments;
  readonly MINID?: Arguments;
}

/** The options of XRANGE. */
export interface XrangeOptions {
  readonly COUNT?: NumberArgument;
}

/** The options of XREAD. */
export interface XreadOptions {
  readonly COUNT?: NumberArgument;
  readonly BLOCK?: NumberArgument;
  readonly STREAMS?: Arguments;
}

/** The options of XREVRANGE. */
export interface XrevrangeOptions {
  readonly COUNT?: NumberArgument;
}

/** The options of XSETID. */
export interface XsetidOptions {
  readonly ENTRIESADDED?: NumberArgument;
  readonly MAXDELETEDID?: Argument;
}

/** The options of XTRIM. */
export interface XtrimOptions {
  readonly MAXLEN?: Arguments;
  readonly MINID?: Arguments;
}

/** The options of XAUTOCLAIM. */
export interface XautoclaimOptions {
  readonly COUNT?: NumberArgument;
  readonly JUSTID?: boolean;
}

/** The options of XCLAIM. */
export interface XclaimOptions {
  readonly IDLE?: NumberArgument;
  readonly TIME?: NumberArgument;
  readonly RETRYCOUNT?: NumberArgument;
  readonly FORCE?: boolean;
  readonly JUSTID?: boolean;
  readonly LASTID?: Argument;
}

/** The options of XGROUP CREATE. */
export interface XgroupCreateOptions {
  readonly MKSTREAM?: boolean;
  readonly ENTRIESREAD?: NumberArgument;
}

/** The options of XGROUP SETID. */
export interface XgroupSetidOptions {
  readonly ENTRIESREAD?: NumberArgument;
}

/** The options of XREADGROUP. */
export interface XreadgroupOptions {
  readonly GROUP?: readonly [group: Argument, consumer: Argument];
  readonly COUNT?: NumberArgument;
  readonly BLOCK?: NumberArgument;
  readonly NOACK?: boolean;
  readonly STREAMS?: Arguments;
}

/** The options of XINFO STREAM. */
export interface XinfoStreamOptions {
  readonly FULL?: Arguments;
}

export interface StreamCommands<Text extends ReplyText> {
  /** Appends an entry to a stream and returns its ID. */
  xadd(key: Argument, ...words: [...(Arguments | XaddOptions)[], Arguments | Fields]): Promise<Text | null>;

  /** Deletes entries by their IDs and returns how many existed. */
  xdel(key: Argument, ...ids: OneOrMore): Promise<number>;

  /** Returns the number of entries in a stream, 0 if the key does not exist. */
  xlen(key: Argument): Promise<number>;

  /** Returns the entries between two IDs, oldest first. */
  xrange(
    key: Argument,
    start: Argument,
    end: Argument,
    ...options: Options<XrangeOptions>
  ): Promise<[Text, Text[]][]>;

  /** Returns the entries of streams that come after the given IDs, waiting for some if asked. */
  xread(
    ...words: [Arguments | XreadOptions, ...(Arguments | XreadOptions)[]]
  ): Promise<Record<string, [Text, Text[]][]> | null>;

  /** Returns the entries between two IDs, newest first. */
  xrevrange(
    key: Argument,
    end: Argument,
    start: Argument,
    ...options: Options<XrevrangeOptions>
  ): Promise<[Text, Text[]][]>;

  /** Sets the last ID of a stream and what it counts, for replicas. */
  xsetid(key: Argument, lastId: Argument, ...options: Options<XsetidOptions>): Promise<'OK'>;

  /** Drops the oldest entries of a stream, down to a length or up to an ID. */
  xtrim(
    key: Argument,
    ...words: [Arguments | XtrimOptions, ...(Arguments | XtrimOptions)[]]
  ): Promise<number>;

  /** Takes entries that a consumer has dealt with off the list of those pending in its group. */
  xack(key: Argument, group: Argument, ...ids: OneOrMore): Promise<number>;

  /** Hands entries that have been pending for long to another consumer, found by walking through them. */
  xautoclaim(
    key: Argument,
    group: Argument,
    consumer: Argument,
    minIdleTime: Argument,
    start: Argument,
    ...options: With<XautoclaimOptions, 'JUSTID'>
  ): Promise<[Text, Text[], Text[]]>;
  /** Hands entries that have been pending for long to another consumer, found by walking through them. */
  xautoclaim(
    key: Argument,
    group: Argument,
    consumer: Argument,
    minIdleTime: Argument,
    start: Argument,
    ...options: Without<XautoclaimOptions, 'JUSTID'>
  ): Promise<[Text, [Text, Text[]][], Text[]]>;
  /** Hands entries that have been pending for long to another consumer, found by walking through them. */
  xautoclaim(
    key: Argument,
    group: Argument,
    consumer: Argument,
    minIdleTime: Argument,
    start: Argument,
    ...options: Options<XautoclaimOptions>
  ): Promise<[Text, Text[], Text[]] | [Text, [Text, Text[]][], Text[]]>;

  /** Hands pending entries of the given IDs to another consumer. */
  xclaim(
    key: Argument,
    group: Argument,
    consumer: Argument,
    minIdleTime: Argument,
    ...words: [Arguments | XclaimOptions, ...(Arguments | XclaimOptions)[]]
  ): Promise<[Text, Text[]][] | Text[]>;

  /** Creates a consumer group that begins after a given entry. */
  xgroupCreate(
    key: Argument,
    groupname: Argument,
    ...words: [Arguments | XgroupCreateOptions, ...(Arguments | XgroupCreateOptions)[]]
  ): Promise<'OK'>;

  /** Adds a consumer to a group. */
  xgroupCreateconsumer(key: Argument, groupname: Argument, consumername: Argument): Promise<number>;

  /** Removes a consumer and returns how many entries were pending for it. */
  xgroupDelconsumer(key: Argument, groupname: Argument, consumername: Argument): Promise<number>;

  /** Deletes a consumer group with all that is pending in it. */
  xgroupDestroy(key: Argument, groupname: Argument): Promise<number>;

  /** Moves a consumer group to begin after another entry. */
  xgroupSetid(
    key: Argument,
    groupname: Argument,
    ...words: [Arguments | XgroupSetidOptions, ...(Arguments | XgroupSetidOptions)[]]
  ): Promise<'OK'>;

  /** Returns what is pending in a consumer group, in sum or entry by entry. */
  xpending(
    key: Argument,
    group: Argument,
  ): Promise<[number, Text | null, Text | null, [Text, Text][] | null]>;
  /** Returns what is pending in a consumer group, in sum or entry by entry. */
  xpending(
    key: Argument,
    group: Argument,
    ...words: [Arguments, ...Arguments[]]
  ): Promise<[Text, Text, number, number][]>;
  /** Returns what is pending in a consumer group, in sum or entry by entry. */
  xpending(
    key: Argument,
    group: Argument,
    ...words: Arguments[]
  ): Promise<[Text, Text, number, number][] | [number, Text | null, Text | null, [Text, Text][] | null]>;

  /** Returns entries to a consumer of a group, new ones or those pending for it, waiting if asked. */
  xreadgroup(
    ...words: [Arguments | XreadgroupOptions, ...(Arguments | XreadgroupOptions)[]]
  ): Promise<Record<string, [Text, Text[] | null][]> | null>;

  /** Describes the consumers of a group. */
  xinfoConsumers(
    key: Argument,
    groupname: Argument,
  ): Promise<{ name: Text; pending: number; idle: number }[]>;

  /** Describes the consumer groups of a stream. */
  xinfoGroups(
    key: Argument,
  ): Promise<
    { name: Text; consumers: number; pending: number; 'last-delivered-id': Text; 'entries-read': number | null; lag: number | null }[]
  >;

  /** Describes a stream, if asked with its entries, groups and what is pending. */
  xinfoStream(
    key: Argument,
    ...words: [...Arguments[], ...With<XinfoStreamOptions, 'FULL'>]
  ): Promise<
    { length: number; 'radix-tree-keys': number; 'radix-tree-nodes': number; 'last-generated-id': Text; 'max-deleted-entry-id': Text; 'entries-added': number; 'recorded-first-entry-id': Text; entries: [Text, Text[]][]; groups: { name: Text; 'last-delivered-id': Text; 'entries-read': number | null; lag: number | null; 'pel-count': number; pending: [Text, Text, number, number][]; consumers: { name: Text; 'seen-time': number; 'pel-count': number; pending: [Text, number, number][] }[] }[] }
  >;
  /** Describes a stream, if asked with its entries, groups and what is pending. */
  xinfoStream(
    key: Argument,
    fulls: readonly Argument[],
    ...options: Without<XinfoStreamOptions, 'FULL'>
  ): Promise<
    { length: number; 'radix-tree-keys': number; 'radix-tree-nodes': number; 'last-generated-id': Text; 'max-deleted-entry-id': Text; 'entries-added': number; 'recorded-first-entry-id': Text; groups: number; 'first-entry': [Text, Text[]] | null; 'last-entry': [Text, Text[]] | null }
  >;
  /** Describes a stream, if asked with its entries, groups and what is pending. */
  xinfoStream(
    key: Argument,
    ...words: (Arguments | XinfoStreamOptions)[]
  ): Promise<
    { length: number; 'radix-tree-keys': number; 'radix-tree-nodes': number; 'last-generated-id': Text; 'max-deleted-entry-id': Text; 'entries-added': number; 'recorded-first-entry-id': Text; entries: [Text, Text[]][]; groups: { name: Text; 'last-delivered-id': Text; 'entries-read': number | null; lag: number | null; 'pel-count': number; pending: [Text, Text, number, number][]; consumers: { name: Text; 'seen-time': number; 'pel-count': number; pending: [Text, number, number][] }[] }[] } | { length: number; 'radix-tree-keys': number; 'radix-tree-nodes': number; 'last-generated-id': Text; 'max-deleted-entry-id': Text; 'entries-added': number; 'recorded-first-entry-id': Text; groups: number; 'first-entry': [Text, Text[]] | null; 'last-entry': [Text, Text[]] | null }
  >;
}
