/**
 * A server with a history of changes, as NOTIFY needs it: a journal of changes with their revisions, replayed
 * with SINCE, answered with NOTIFYGAP where it does not reach back far enough.
 */

import type { FakeConnection } from './fake-server.test-support.ts';
import { arrayOf, FakeServer, pushOf } from './fake-server.test-support.ts';

export interface JournalChange {
  readonly key: string;
  readonly event: string;
  readonly value: string | null;
  readonly revision: number;
}

export class NotifyingServer {
  readonly fake: FakeServer;
  readonly journal: JournalChange[] = [];
  revision = 100;
  /** Changes up to this revision are not in the journal any more. */
  forgotten = 0;
  private readonly resp3: boolean;
  private readonly watched = new Map<FakeConnection, Set<string>>();

  private constructor(fake: FakeServer, resp3: boolean) {
    this.fake = fake;
    this.resp3 = resp3;
  }

  static async start(protocol: 2 | 3 = 3): Promise<NotifyingServer> {
    const fake = await FakeServer.start();
    const server = new NotifyingServer(fake, protocol === 3);
    fake.answer = (request, connection) => server.answer(request, connection);
    return server;
  }

  get port(): number {
    return this.fake.port;
  }

  close(): Promise<void> {
    return this.fake.close();
  }

  change(key: string, value: string | null, event: string = value === null ? 'del' : 'set'): void {
    this.revision++;
    const change = { key, event, value, revision: this.revision };
    this.journal.push(change);
    for (const [connection, keys] of this.watched) {
      if (keys.has(key) || keys.has('*')) connection.send(this.message(change));
    }
  }

  /** Forgets the history, as a restart without persistence does. */
  forget(): void {
    this.forgotten = this.revision;
    this.journal.length = 0;
  }

  /** Loses every connection. */
  drop(): void {
    this.watched.clear();
    for (const connection of this.fake.connections) connection.drop();
  }

  message({ key, event, value, revision }: JournalChange): string {
    const write = this.resp3 ? pushOf : arrayOf;
    const text = write('notify', key, event, value === null ? 'none' : 'string', value, revision);
    return this.resp3 ? text : text.replace('_\r\n', '$-1\r\n');
  }

  private answer(request: readonly string[], connection: FakeConnection): string | undefined {
    const [name, key = ''] = request;
    if (name === 'HELLO' && !this.resp3) return "-ERR unknown command 'HELLO'\r\n";
    if (name === 'PING') return '+PONG\r\n';
    if (name === 'UNNOTIFY' || name === 'PUNNOTIFY') {
      this.watched.get(connection)?.delete(key);
      return ':1\r\n';
    }
    if (name !== 'NOTIFY' && name !== 'PNOTIFY') return undefined;
    const position = request.indexOf('SINCE');
    const since = position === -1 ? this.revision : Number(request[position + 1]);
    if (since < this.forgotten) return '-NOTIFYGAP the history does not reach back that far\r\n';
    const keys = this.watched.get(connection) ?? new Set();
    this.watched.set(connection, keys.add(key));
    const missed = this.journal.filter(
      (change) => change.revision > since && (key === '*' || change.key === key),
    );
    return `:${this.revision}\r\n${missed.map((change) => this.message(change)).join('')}`;
  }
}
