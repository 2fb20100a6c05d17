/**
 * Messages between the connection that brings them and the loop that reads them.
 *
 * A subscription is an async iterator over its inbox: `for await` takes messages in order, and leaving the loop
 * ends the subscription. The inbox holds a limited number of messages that nobody has taken; one more ends it
 * with an OverflowError, because a reader that is too slow must hear of it rather than fill the memory. Messages
 * that came before an end are still handed out.
 */

import { Fifo } from '../connection/fifo.ts';
import { AbortedError, OverflowError } from '../errors.ts';

interface Taker<T> {
  resolve(result: IteratorResult<T, undefined>): void;
  reject(error: Error): void;
}

export interface InboxOptions {
  /** What it is called in errors. */
  readonly name: string;
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  /** Runs once, when no more messages are wanted. */
  readonly onLeave: () => void;
}

export class Inbox<T> implements AsyncIterableIterator<T, undefined> {
  private readonly options: InboxOptions;
  private readonly messages = new Fifo<T>();
  private readonly takers = new Fifo<Taker<T>>();
  private state: 'open' | 'ended' = 'open';
  private error: Error | undefined;
  private readonly onAbort: () => void;

  constructor(options: InboxOptions) {
    this.options = options;
    const { signal, name } = options;
    this.onAbort = () => this.leave(new AbortedError(name, signal?.reason));
    signal?.addEventListener('abort', this.onAbort, { once: true });
  }

  get ended(): boolean {
    return this.state === 'ended';
  }

  put(message: T): void {
    if (this.ended) return;
    const taker = this.takers.shift();
    if (taker !== undefined) taker.resolve({ done: false, value: message });
    else if (this.messages.length < this.options.limit) this.messages.push(message);
    else this.leave(new OverflowError(this.options.name, this.options.limit));
  }

  /** No more messages come, for this reason if it is an error. */
  end(error?: Error): void {
    if (this.ended) return;
    this.state = 'ended';
    this.options.signal?.removeEventListener('abort', this.onAbort);
    for (const taker of this.takers.drain()) {
      if (error === undefined) taker.resolve({ done: true, value: undefined });
      else taker.reject(error);
      // One reader hears of the error, the others of the end.
      error = undefined;
    }
    this.error = error;
  }

  /** Ends it and the subscription behind it. */
  leave(error?: Error): void {
    if (this.ended) return;
    this.end(error);
    this.options.onLeave();
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const message = this.messages.shift();
    if (message !== undefined) return Promise.resolve({ done: false, value: message });
    if (!this.ended) return new Promise((resolve, reject) => this.takers.push({ resolve, reject }));
    const { error } = this;
    this.error = undefined;
    return error === undefined ? Promise.resolve({ done: true, value: undefined }) : Promise.reject(error);
  }

  /** What `break` in a `for await` loop calls. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.messages.drain();
    this.leave();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
