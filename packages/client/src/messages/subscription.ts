/** What subscribe() and notify() give: an async iterator of messages, and a promise for when they begin. */

import { Deferred, ignore } from '../deferred.ts';
import type { InboxOptions } from './inbox.ts';
import { Inbox } from './inbox.ts';

export class Subscription<T> extends Inbox<T> implements AsyncDisposable {
  /**
   * Fulfilled when the server has confirmed the subscription: nothing from then on is missed. Rejected when it
   * refuses, as next() then is too.
   */
  readonly ready: Promise<void>;
  private readonly confirmed = new Deferred<void>();
  private confirmationsDue: number;

  constructor(options: InboxOptions, confirmations: number) {
    super(options);
    this.confirmationsDue = confirmations;
    this.ready = this.confirmed.promise;
    // Whoever only reads the messages learns of an error there.
    this.ready.catch(ignore);
  }

  /** One of the channels, keys or patterns is subscribed to. */
  confirm(): void {
    this.confirmationsDue--;
    if (this.confirmationsDue === 0) this.confirmed.resolve();
  }

  override end(error?: Error): void {
    super.end(error);
    if (this.confirmationsDue > 0) {
      this.confirmed.reject(error ?? new Error('The subscription was ended before the server confirmed it'));
    }
  }

  /** Ends the subscription; the loop over it ends after the messages that came before. */
  close(): void {
    this.leave();
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }
}
