/** A fake server and clients of it for one test, both gone afterwards. */

import { onTestFinished } from 'vitest';
import type { ClientEvents, ClientOptions, Redwing } from '../index.ts';
import { createClient } from '../index.ts';
import type { Answer } from './fake-server.test-support.ts';
import { FakeServer } from './fake-server.test-support.ts';

/** A server that is closed when the test is over. */
export async function fakeServer(answer?: Answer, port?: number): Promise<FakeServer> {
  const server = await FakeServer.start(answer, port);
  onTestFinished(() => server.close());
  return server;
}

/** A client of a server, destroyed when the test is over. */
export function clientOf(server: { readonly port: number }, options: ClientOptions = {}): Redwing {
  const client = createClient({
    host: '127.0.0.1',
    port: server.port,
    randomness: { next: () => 1 },
    ...options,
  });
  onTestFinished(() => client.destroy());
  return client;
}

/** The error a promise is rejected with. */
export function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    (value) => Promise.reject(new Error(`expected an error, got ${String(value)}`)),
    (error: unknown) => error,
  );
}

/** What the next event of that name tells. Unlike `once` of node:events, it does not reject at an `error`. */
export function eventOf<Name extends keyof ClientEvents>(
  client: Redwing,
  name: Name,
): Promise<ClientEvents[Name]> {
  return new Promise((resolve) => {
    const listener = (...values: unknown[]): void => resolve(values as ClientEvents[Name]);
    client.once(name as 'ready', listener as () => void);
  });
}
