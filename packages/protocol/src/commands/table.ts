/**
 * The table of commands: every command once, as literal data, and the types that follow from it.
 *
 * A client gets its methods from here at type level alone:
 *
 *     type Get = CommandReply<'get'>;              // string | null
 *     type Id = CommandReply<'client|id'>;         // number
 *     type Set = CommandArguments<'set'>;          // [Text, Text, ...(Text | number)[]]
 *
 * A new command is an object in the file of its group; a new group is one line in each list here.
 * command.ts holds the same table resolved for use at run time.
 */

import type { ArgumentTuple } from './argument-types.ts';
import type { BitmapCommands } from './bitmap.ts';
import { bitmapCommands } from './bitmap.ts';
import type { ClientCommands } from './client.ts';
import { clientCommands } from './client.ts';
import type { ConnectionCommands } from './connection.ts';
import { connectionCommands } from './connection.ts';
import type { DiagnosticCommands } from './diagnostics.ts';
import { diagnosticCommands } from './diagnostics.ts';
import type { ExpiryCommands } from './expiry.ts';
import { expiryCommands } from './expiry.ts';
import type { FailoverCommands } from './failover.ts';
import { failoverCommands } from './failover.ts';
import type { GenericCommands } from './generic.ts';
import { genericCommands } from './generic.ts';
import type { GeoCommands } from './geo.ts';
import { geoCommands } from './geo.ts';
import type { GeoRadiusCommands } from './geo-radius.ts';
import { geoRadiusCommands } from './geo-radius.ts';
import type { HashCommands } from './hash.ts';
import { hashCommands } from './hash.ts';
import type { HashExpiryCommands } from './hash-expiry.ts';
import { hashExpiryCommands } from './hash-expiry.ts';
import type { HyperloglogCommands } from './hyperloglog.ts';
import { hyperloglogCommands } from './hyperloglog.ts';
import type { IntrospectionCommands } from './introspection.ts';
import { introspectionCommands } from './introspection.ts';
import type { ListCommands } from './list.ts';
import { listCommands } from './list.ts';
import type { BlockingListCommands } from './list-blocking.ts';
import { blockingListCommands } from './list-blocking.ts';
import type { MigrationCommands } from './migration.ts';
import { migrationCommands } from './migration.ts';
import type { RedwingCommands } from './notify.ts';
import { redwingCommands } from './notify.ts';
import type { PubsubCommands } from './pubsub.ts';
import { pubsubCommands } from './pubsub.ts';
import type { ReplicationCommands } from './replication.ts';
import { replicationCommands } from './replication.ts';
import type { PlainRepresentation, ReplyRepresentation, ReplyValue } from './reply-type.ts';
import type { ServerCommands } from './server.ts';
import { serverCommands } from './server.ts';
import type { SetCommands } from './set.ts';
import { setCommands } from './set.ts';
import type { SortCommands } from './sort.ts';
import { sortCommands } from './sort.ts';
import type { SortedSetCommands } from './sorted-set.ts';
import { sortedSetCommands } from './sorted-set.ts';
import type { SortedSetBlockingCommands } from './sorted-set-blocking.ts';
import { sortedSetBlockingCommands } from './sorted-set-blocking.ts';
import type { SortedSetCombinationCommands } from './sorted-set-combinations.ts';
import { sortedSetCombinationCommands } from './sorted-set-combinations.ts';
import type { SortedSetPopCommands } from './sorted-set-pops.ts';
import { sortedSetPopCommands } from './sorted-set-pops.ts';
import type { SortedSetRangeCommands } from './sorted-set-ranges.ts';
import { sortedSetRangeCommands } from './sorted-set-ranges.ts';
import type { StreamCommands } from './stream.ts';
import { streamCommands } from './stream.ts';
import type { StreamGroupCommands } from './stream-groups.ts';
import { streamGroupCommands } from './stream-groups.ts';
import type { StreamInfoCommands } from './stream-info.ts';
import { streamInfoCommands } from './stream-info.ts';
import type { StringCommands } from './string.ts';
import { stringCommands } from './string.ts';
import type { TransactionCommands } from './transactions.ts';
import { transactionCommands } from './transactions.ts';

// An interface, not an intersection: the compiler looks names up in it faster and refuses a name given twice.
export interface CommandTable
  extends StringCommands,
    BitmapCommands,
    GenericCommands,
    ExpiryCommands,
    MigrationCommands,
    HashCommands,
    HashExpiryCommands,
    HyperloglogCommands,
    SetCommands,
    ListCommands,
    SortedSetCommands,
    SortedSetRangeCommands,
    SortedSetCombinationCommands,
    SortedSetPopCommands,
    SortedSetBlockingCommands,
    SortCommands,
    GeoCommands,
    GeoRadiusCommands,
    StreamCommands,
    StreamGroupCommands,
    StreamInfoCommands,
    BlockingListCommands,
    ConnectionCommands,
    ClientCommands,
    PubsubCommands,
    TransactionCommands,
    IntrospectionCommands,
    ServerCommands,
    DiagnosticCommands,
    ReplicationCommands,
    FailoverCommands,
    RedwingCommands {}

export const commands: CommandTable = {
  ...stringCommands,
  ...bitmapCommands,
  ...genericCommands,
  ...expiryCommands,
  ...migrationCommands,
  ...hashCommands,
  ...hashExpiryCommands,
  ...hyperloglogCommands,
  ...setCommands,
  ...listCommands,
  ...sortedSetCommands,
  ...sortedSetRangeCommands,
  ...sortedSetCombinationCommands,
  ...sortedSetPopCommands,
  ...sortedSetBlockingCommands,
  ...sortCommands,
  ...geoCommands,
  ...geoRadiusCommands,
  ...streamCommands,
  ...streamGroupCommands,
  ...streamInfoCommands,
  ...blockingListCommands,
  ...connectionCommands,
  ...clientCommands,
  ...pubsubCommands,
  ...transactionCommands,
  ...introspectionCommands,
  ...serverCommands,
  ...diagnosticCommands,
  ...replicationCommands,
  ...failoverCommands,
  ...redwingCommands,
};

/** Names of commands without the subcommands: `'get' | 'client' | …`. */
export type CommandName = keyof CommandTable;

/** Names of the subcommands of one container: `SubcommandName<'object'>` is `'encoding' | 'freq' | …`. */
export type SubcommandName<Container extends CommandName> = CommandTable[Container] extends {
  readonly subcommands: infer Subcommands;
}
  ? keyof Subcommands & string
  : never;

/** All names, subcommands as Redis writes them: `'client|id'`. */
export type FullCommandName = {
  [Name in CommandName]: Name | `${Name}|${SubcommandName<Name>}`;
}[CommandName];

/** The literal of a command or subcommand. */
export type CommandSpecOf<Name extends FullCommandName> = Name extends CommandName
  ? CommandTable[Name]
  : Name extends `${infer Container extends CommandName}|${infer Subcommand}`
    ? CommandTable[Container] extends { readonly subcommands: infer Subcommands }
      ? Subcommands[Subcommand & keyof Subcommands]
      : never
    : never;

/** What a command answers, as a client hands it out; `never` for a container that must not stand alone. */
export type CommandReply<Name extends FullCommandName, V extends ReplyRepresentation = PlainRepresentation> =
  CommandSpecOf<Name> extends { readonly reply: infer R } ? ReplyValue<R, V> : never;

/**
 * What a command takes after its name: the leading arguments exactly, options as words and values in any
 * order.
 */
export type CommandArguments<Name extends FullCommandName, Text = string> =
  CommandSpecOf<Name> extends {
    readonly args: infer Args;
  }
    ? ArgumentTuple<Args, Text>
    : [];
