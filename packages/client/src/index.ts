/** A typed client for Redwing, Redis and Valkey. */

// What tools built on this client (the shell is one) need to know of commands and of what is typed.
export type { Argument as CommandArgument, Command, ParsedReply, ReplyText } from '@redwing/protocol';
export {
  acceptsCount,
  commandList,
  commandSyntax,
  dataTypeOf,
  describeReply,
  fullCommandList,
  Push,
  ReplyError,
  splitLine,
  syntaxName,
  syntaxParts,
} from '@redwing/protocol';
export { createClient, IsolatedClient, Redwing } from './client.ts';
export type { Clock, Randomness, Scheduled } from './clock.ts';
export type { CallOptions, ClientEvents, CommandView } from './command-base.ts';
export { blocks as waitsForData } from './commands/blocking.ts';
export type { CommandMethods } from './commands/methods/all.ts';
export type { Argument, Arguments, NumberArgument, OneOrMore, Options, Pairs } from './commands/words.ts';
export type { Greeting } from './connection/handshake.ts';
export {
  AbortedError,
  ClientError,
  ClosedError,
  ConnectionError,
  GapError,
  HandshakeError,
  IntegerRangeError,
  OverflowError,
  QueueFullError,
  TimeoutError,
  TransactionError,
} from './errors.ts';
export type { MonitorOptions } from './messages/monitor.ts';
export type { Change, NotifyOptions } from './messages/notifications.ts';
export type { Subscription } from './messages/subscription.ts';
export type { Message, SubscribeOptions } from './messages/subscriptions.ts';
export type { ClientOptions, ReconnectOptions } from './options.ts';
export type { CollectionScanOptions, ScanIteratorOptions } from './scan.ts';
export type { ExecOptions, Transaction } from './transaction.ts';
