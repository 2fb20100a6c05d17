/** The clients a program makes: Redwing, and the one isolated() lends. */

import { BaseClient } from './base-client.ts';
import type { ClientOptions } from './options.ts';
import type { Transaction } from './transaction.ts';
import { beginTransaction } from './transaction.ts';

type Buffered = { readonly buffers: true };

/** A client, not connected yet: it connects with its first command, or with connect(). */
export function createClient(options: ClientOptions | string = {}): Redwing {
  return new Redwing(typeof options === 'string' ? { url: options } : options);
}

export class Redwing extends BaseClient {
  /** Commands that the server carries out as one unit: `client.multi().set('a', '1').get('a').exec()`. */
  multi(options: Buffered): Transaction<Buffer, [], never>;
  multi(options?: { readonly buffers?: boolean }): Transaction<string, [], never>;
  multi(options: { readonly buffers?: boolean } = {}): unknown {
    return beginTransaction(this.submit.bind(this), options.buffers ?? false, false);
  }

  /** Another client with the same options, save those given. It shares nothing with this one. */
  duplicate(options: ClientOptions = {}): Redwing {
    return new Redwing({ ...this.options, ...options });
  }

  /**
   * Lends a client with a connection of its own, for what a shared connection cannot do: WATCH, and WAIT for
   * the writes of one caller. It does not reconnect, since what is watched would be forgotten. It is closed when the work
   * is done.
   */
  async isolated<T>(work: (client: IsolatedClient) => Promise<T>): Promise<T> {
    const { database } = this.session;
    const client = new IsolatedClient({ ...this.options, database, reconnect: false });
    try {
      const result = await work(client);
      await client.close();
      return result;
    } finally {
      client.destroy();
    }
  }
}

/** A client with a connection to itself, so that it can watch keys. */
export class IsolatedClient extends BaseClient {
  protected override get isAlone(): boolean {
    return true;
  }

  /** Makes the next transaction depend on these keys staying as they are. */
  async watch(...keys: readonly (string | Uint8Array)[]): Promise<'OK'> {
    await this.call(['WATCH', ...keys]);
    return 'OK';
  }

  /** Forgets what is watched. */
  async unwatch(): Promise<'OK'> {
    await this.call(['UNWATCH']);
    return 'OK';
  }

  /** A transaction; exec() answers null, and nothing of it is carried out, when a watched key has changed. */
  multi(options: Buffered): Transaction<Buffer, [], null>;
  multi(options?: { readonly buffers?: boolean }): Transaction<string, [], null>;
  multi(options: { readonly buffers?: boolean } = {}): unknown {
    return beginTransaction(this.submit.bind(this), options.buffers ?? false, true);
  }
}
