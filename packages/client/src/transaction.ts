/**
 * A transaction: commands gathered by the client and carried out by the server as one unit.
 *
 *   const [ok, count] = await client.multi().set('a', '1').incr('b').exec();
 *
 * Nothing is sent before exec(). Then MULTI, the commands and EXEC go out together as one call, so that no
 * command of another caller comes between them. If the server refuses one of the commands while it queues them,
 * it carries out none; if one fails while it carries them out, the others stand. Both reject with a
 * TransactionError, so that the results, when there are some, have the types of the commands.
 */

import type { EncodedRequest, ParsedReply, ReplyText } from '@redwing/protocol';
import { encodeRequest, ReplyError } from '@redwing/protocol';
import { installMethods } from './commands/install.ts';
import type { Method } from './commands/method.ts';
import type { CommandMethods } from './commands/methods/all.ts';
import type { ReplyShape } from './commands/reply-shape.ts';
import type { Argument, MethodArgument } from './commands/words.ts';
import { wordsOf } from './commands/words.ts';
import type { CallReply, CallTraits } from './connection/call.ts';
import { TransactionError } from './errors.ts';

/** How long exec() may take, and what ends it early. */
export interface ExecOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

/**
 * A transaction being put together. `Results` are the types of its commands' results so far; `Aborted` is what
 * exec() answers besides: null where watched keys can abort it.
 */
export type Transaction<Text extends ReplyText, Results extends unknown[], Aborted> = {
  [Name in keyof CommandMethods<Text>]: CommandMethods<Text>[Name] extends (
    ...args: infer Args
  ) => Promise<infer Result>
    ? (...args: Args) => Transaction<Text, [...Results, Result], Aborted>
    : never;
} & {
  /** Adds a command that has no method. */
  call(args: readonly Argument[]): Transaction<Text, [...Results, ParsedReply<Text>], Aborted>;
  /** How many commands there are so far. */
  readonly length: number;
  /** Sends all of it and answers the results in order. Throws TransactionError. */
  exec(options?: ExecOptions): Promise<Results | Aborted>;
};

/** Sends a call and answers its replies. */
export type Submit = (
  name: string,
  encoded: EncodedRequest,
  traits: CallTraits,
  options: ExecOptions,
) => Promise<CallReply>;

interface Queued {
  readonly name: string;
  readonly words: readonly Argument[];
  readonly shape: ReplyShape | undefined;
}

class TransactionBuilder {
  private readonly submit: Submit;
  private readonly buffers: boolean;
  private readonly abortable: boolean;
  private readonly queue: Queued[] = [];

  constructor(submit: Submit, buffers: boolean, abortable: boolean) {
    this.submit = submit;
    this.buffers = buffers;
    this.abortable = abortable;
  }

  get length(): number {
    return this.queue.length;
  }

  add(method: Method, args: readonly MethodArgument[]): this {
    const words = wordsOf(method.words, args);
    this.queue.push({ name: method.title, words, shape: method.shapeFor(words) });
    return this;
  }

  call(args: readonly Argument[]): this {
    this.queue.push({ name: String(args[0]), words: [...args], shape: undefined });
    return this;
  }

  async exec(options: ExecOptions = {}): Promise<unknown[] | null> {
    const requests = [['MULTI'], ...this.queue.map((queued) => queued.words), ['EXEC']];
    const encoded = joined(requests.map(encodeRequest));
    const traits = { buffers: this.buffers, replyCount: requests.length };
    const replies = await this.submit('MULTI', encoded, traits, options);
    return this.results(Array.isArray(replies) ? replies : []);
  }

  private results(replies: readonly CallReply[]): unknown[] | null {
    const executed = replies.at(-1) ?? null;
    if (executed === null && this.abortable) return null;
    if (!Array.isArray(executed)) throw this.discarded(replies, executed);
    const failed = executed.findIndex((reply) => reply instanceof ReplyError);
    if (failed !== -1) {
      const cause = executed[failed];
      const message = cause instanceof ReplyError ? cause.message : '';
      throw new TransactionError(
        `${this.queue[failed]?.name} failed in the transaction (${message}). ` +
          'The other commands were carried out; `replies` holds what each answered.',
        executed,
        cause,
      );
    }
    return executed.map((reply, index) => {
      const shape = this.queue[index]?.shape;
      return shape === undefined ? reply : shape(reply);
    });
  }

  private discarded(replies: readonly CallReply[], executed: CallReply): TransactionError {
    // The first reply is MULTI's; those after it say which command was not queued, and why.
    const refused = replies.slice(0, -1).findIndex((reply) => reply instanceof ReplyError);
    const cause = refused === -1 ? executed : replies[refused];
    const name = refused > 0 ? this.queue[refused - 1]?.name : undefined;
    const message = cause instanceof ReplyError ? cause.message : 'a watched key has changed';
    return new TransactionError(
      `The transaction was discarded, nothing of it was carried out: ${name === undefined ? '' : `${name}: `}${message}`,
      replies,
      cause,
    );
  }
}

installMethods(TransactionBuilder.prototype, (self, method, args) => self.add(method, args));

/** Begins a transaction; `abortable` where keys may be watched. */
export function beginTransaction<Text extends ReplyText, Aborted>(
  submit: Submit,
  buffers: boolean,
  abortable: boolean,
): Transaction<Text, [], Aborted> {
  // The methods are put on the class at run time, so the type checker has to be told.
  return new TransactionBuilder(submit, buffers, abortable) as unknown as Transaction<Text, [], Aborted>;
}

function joined(requests: readonly EncodedRequest[]): EncodedRequest {
  if (requests.every((request) => typeof request === 'string')) return requests.join('');
  return requests.flat();
}
