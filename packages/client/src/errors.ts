/**
 * The errors of this client. Each says what to do next; `code` tells them apart without instanceof.
 *
 * What the server itself answers is a ReplyError, with the server's text as its message and the first word of
 * it as its code (`WRONGTYPE`, `NOAUTH` …).
 */

import type { ParsedReply, ReplyText } from '@redwing/protocol';
import { ReplyError } from '@redwing/protocol';

/** Every error made by the client itself. */
export abstract class ClientError extends Error {
  abstract readonly code: string;
}

/** The server cannot be reached, or the connection was lost. */
export class ConnectionError extends ClientError {
  override readonly name: string = 'ConnectionError';
  readonly code: string = 'CONNECTION';
}

/** The server refused the greeting (password, user, database): trying again would not help. */
export class HandshakeError extends ConnectionError {
  override readonly name = 'HandshakeError';
  override readonly code = 'HANDSHAKE';
}

/** A connection or a reply did not come in time. */
export class TimeoutError extends ClientError {
  override readonly name = 'TimeoutError';
  readonly code = 'TIMEOUT';
}

/** The AbortSignal of a call was triggered; `cause` is the signal's reason. */
export class AbortedError extends ClientError {
  // The name that code which waits for aborts looks for.
  override readonly name = 'AbortError';
  readonly code = 'ABORTED';

  constructor(command: string, reason: unknown) {
    super(
      `${command} was aborted by its signal. If it had been sent already, the server may have carried it out.`,
      {
        cause: reason,
      },
    );
  }
}

/** The client was closed. */
export class ClosedError extends ClientError {
  override readonly name = 'ClosedError';
  readonly code = 'CLOSED';

  constructor(what: string, cause?: unknown) {
    super(
      `${what}: the client is closed. Create another one with createClient() or duplicate().`,
      cause === undefined ? {} : { cause },
    );
  }
}

/** More commands wait than the client's limit allows. */
export class QueueFullError extends ClientError {
  override readonly name = 'QueueFullError';
  readonly code = 'QUEUE_FULL';
}

/** Messages came faster than they were taken, and the subscription's limit was reached. */
export class OverflowError extends ClientError {
  override readonly name = 'OverflowError';
  readonly code = 'OVERFLOW';

  constructor(what: string, limit: number) {
    super(
      `${what}: ${limit} messages wait to be read, which is the limit, so the subscription was ended. ` +
        'Read faster, do slow work outside of the loop, or raise messageLimit.',
    );
  }
}

/** The history a notification wanted to resume from is gone; see the `onGap` option of notify(). */
export class GapError extends ClientError {
  override readonly name = 'GapError';
  readonly code = 'GAP';
}

/** Some commands of a transaction failed. The others were carried out: Redis does not roll back. */
export class TransactionError extends ClientError {
  override readonly name = 'TransactionError';
  readonly code = 'TRANSACTION';
  /** What each command answered, in order; a ReplyError for those that failed. */
  readonly replies: readonly ParsedReply<ReplyText>[];

  constructor(message: string, replies: readonly ParsedReply<ReplyText>[], cause: unknown) {
    super(message, { cause });
    this.replies = replies;
  }
}

/** An integer beyond what a JavaScript number holds exactly; `value` is all of it. The command was carried out. */
export class IntegerRangeError extends ClientError {
  override readonly name = 'IntegerRangeError';
  readonly code = 'INTEGER_RANGE';
  readonly value: bigint;

  constructor(value: bigint) {
    super(
      `The reply ${value} is beyond ±(2^53 − 1), so it is no exact number. ` +
        'It is the `value` of this error; call([...]) answers such integers as bigint.',
    );
    this.value = value;
  }
}

/** Whether an error is an answer of the server's with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof ReplyError && codes.includes(error.code);
}
