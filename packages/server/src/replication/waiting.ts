/**
 * WAIT: clients that wait for replicas to acknowledge what was written.
 *
 * What is waited for is the end of the stream as it is when the client asks: its own writes are before that. Redis
 * remembers the last write of each client; here a client that has written nothing waits for the writes of others too.
 */
import type { Session, Unblocker } from '../connections/session.ts';
import type { Engine } from '../execution/engine.ts';
import type { Replication } from './replication.ts';

interface Waiter {
  readonly session: Session;
  readonly offset: number;
  readonly replicas: number;
  timer: NodeJS.Timeout | undefined;
}

export class Waiting implements Unblocker {
  private readonly waiters = new Set<Waiter>();
  private readonly replication: Replication;
  private readonly engine: Engine;

  constructor(engine: Engine, replication: Replication) {
    this.engine = engine;
    this.replication = replication;
  }

  get count(): number {
    return this.waiters.size;
  }

  /** Blocks the session until `replicas` have everything up to `offset`, or `timeout` ms have passed (0: never). */
  add(session: Session, offset: number, replicas: number, timeout: number): void {
    const waiter: Waiter = { session, offset, replicas, timer: undefined };
    if (timeout > 0)
      waiter.timer = setTimeout(() => this.answer(waiter), Math.min(timeout, 2 ** 31 - 1)).unref();
    session.blocked = true;
    session.unblocker = this;
    this.waiters.add(waiter);
    this.replication.replicas.requestAcknowledgements();
  }

  unblock(session: Session, reason: 'timeout' | 'error'): void {
    for (const waiter of this.waiters) {
      if (waiter.session !== session) continue;
      if (reason === 'timeout') this.answer(waiter);
      else this.refuse(waiter, '-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n');
    }
  }

  /** A replica has said how far it is. */
  acknowledged(): void {
    for (const waiter of this.waiters) {
      if (this.replication.replicas.countAt(waiter.offset) >= waiter.replicas) this.answer(waiter);
    }
  }

  /** This server becomes a replica: nothing that is waited for will come. */
  giveUp(): void {
    const text =
      '-UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)\r\n';
    for (const waiter of this.waiters) {
      this.refuse(waiter, text);
      waiter.session.outbox.close();
    }
  }

  forget(session: Session): void {
    for (const waiter of this.waiters) {
      if (waiter.session !== session) continue;
      clearTimeout(waiter.timer);
      this.waiters.delete(waiter);
    }
  }

  private answer(waiter: Waiter): void {
    this.finish(waiter, `:${this.replication.replicas.countAt(waiter.offset)}\r\n`);
  }

  private refuse(waiter: Waiter, error: string): void {
    this.engine.statistics.countError('UNBLOCKED');
    this.finish(waiter, error);
  }

  private finish(waiter: Waiter, text: string): void {
    if (!this.waiters.delete(waiter)) return;
    clearTimeout(waiter.timer);
    const { session } = waiter;
    session.blocked = false;
    session.unblocker = undefined;
    this.engine.push(session, text);
    session.outbox.resume();
  }
}
