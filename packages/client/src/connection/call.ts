/**
 * A call: a request, and the promise of what it is answered.
 *
 * Made → waiting for a connection → unsent (until the end of the turn) → unanswered → settled. A call whose
 * caller gave up (abort, timeout) is settled early: if it was not sent it never will be, and if it was, its
 * reply is taken off the stream and dropped.
 *
 * A transaction is one call with several replies, so that nothing can come between its commands and no part of
 * it can be left out.
 */

import type { EncodedRequest, ParsedReply, ReplyText } from '@redwing/protocol';
import { ReplyError } from '@redwing/protocol';
import { ignore } from '../deferred.ts';

export type CallReply = ParsedReply<ReplyText>;

export interface CallTraits {
  /** Bulk strings come as Buffers. */
  readonly buffers?: boolean;
  /** How many replies answer it; with more than one, the promise is for an array of all. */
  readonly replyCount?: number;
  /** RESP3 answers SUBSCRIBE and its like by pushes of this kind, `replyCount` of them. */
  readonly confirmedBy?: string;
  /** Messages follow from it, so it cannot share a RESP2 connection with other commands. */
  readonly needsPushes?: boolean;
  /**
   * Hears of the outcome before anything that comes behind it on the wire is read. A promise tells too late
   * for a message right behind the reply.
   */
  readonly onSettled?: (reply: CallReply, error: Error | undefined) => void;
  /** May wait in the server for as long as it takes. */
  readonly blocks?: boolean;
  /** May be sent again after the connection was lost, because it only reads. */
  readonly repeatable?: boolean;
}

/** A repeatable call is sent this often at most. */
const SENDS_MAX = 3;

export class Call {
  /** What it is called in messages: the name of the command. */
  readonly name: string;
  readonly encoded: EncodedRequest;
  readonly buffers: boolean;
  readonly confirmedBy: string | undefined;
  readonly needsPushes: boolean;
  readonly promise: Promise<CallReply>;
  settled = false;
  /**
   * Why the caller gave up on a call that waits in the server, when the server has been asked to end the waiting: the
   * outcome if the reply brings nothing.
   */
  givenUp: Error | undefined;
  /** Runs once, when the call is settled: takes back its timer and its ear for the signal. */
  release: (() => void) | undefined;

  private resolve: (reply: CallReply) => void = ignore;
  private reject: (error: unknown) => void = ignore;
  private repliesDue: number;
  private readonly replies: CallReply[] | undefined;
  private readonly repeatable: boolean;
  private readonly onSettled: CallTraits['onSettled'];
  private sends = 0;

  constructor(name: string, encoded: EncodedRequest, traits: CallTraits = {}) {
    this.name = name;
    this.encoded = encoded;
    this.buffers = traits.buffers ?? false;
    this.confirmedBy = traits.confirmedBy;
    this.needsPushes = traits.needsPushes ?? traits.confirmedBy !== undefined;
    this.onSettled = traits.onSettled;
    this.repliesDue = traits.replyCount ?? 1;
    this.replies = this.repliesDue > 1 && traits.confirmedBy === undefined ? [] : undefined;
    this.repeatable = traits.repeatable ?? false;
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  /** Takes the next reply; true when it was the last one due. */
  deliver(reply: CallReply): boolean {
    this.repliesDue--;
    if (this.replies !== undefined) {
      this.replies.push(reply);
      if (this.repliesDue > 0) return false;
      this.settle(this.replies, undefined);
      return true;
    }
    if (reply instanceof ReplyError) {
      reply.command = this.name;
      this.settle(null, reply);
      return true;
    }
    if (this.repliesDue > 0) return false;
    this.settle(reply, reply === null ? this.givenUp : undefined);
    return true;
  }

  fail(error: Error): void {
    this.settle(null, error);
  }

  /** Notes that it goes out now. */
  noteSent(): void {
    this.sends++;
  }

  get wasSent(): boolean {
    return this.sends > 0;
  }

  /** Whether it may go out on another connection, the one it went out on being lost. */
  get mayRepeat(): boolean {
    return this.repeatable && !this.settled && this.sends < SENDS_MAX;
  }

  private settle(reply: CallReply, error: Error | undefined): void {
    if (this.settled) return;
    this.settled = true;
    this.release?.();
    this.onSettled?.(reply, error);
    if (error === undefined) this.resolve(reply);
    else this.reject(error);
  }
}
