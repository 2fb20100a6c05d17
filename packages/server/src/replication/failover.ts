/**
 * FAILOVER: this primary and one of its replicas exchange their roles, and no write is lost.
 *
 *     no-failover ──FAILOVER──► waiting-for-sync ──a replica has everything──► failover-in-progress ──+CONTINUE──► no-failover,
 *          ▲                     writes are paused                              this server follows it:             a replica
 *          │                          │ time is up, ABORT                       PSYNC … FAILOVER
 *          └──────────────────────────┴──────── a primary again ◄───────────────────────┘ it refuses, ABORT
 *
 * From the beginning of the pause the stream stands still: no client writes, nothing expires, no replica is pinged. So a
 * replica that acknowledges the end of the stream has all there is. It is told to become a primary by whoever was one: then
 * it goes on with the same history, under a new name, and this server with it. Clients that waited to write are told to go
 * elsewhere (READONLY), because they find a replica when the pause ends.
 *
 * FORCE fails over when the time is up though the replica lacks something; what it lacks is lost.
 *
 * Once this server follows the target there is no time limit: it calls it again and again until it answers, or ABORT.
 */
import type { Engine } from '../execution/engine.ts';
import type { HostAndPort } from './address.ts';
import { addressText } from './address.ts';
import type { ReplicaConnection } from './replicas.ts';
import { endpointOf } from './replicas.ts';
import type { Replication } from './replication.ts';

/** As INFO has it. */
export type FailoverState = 'no-failover' | 'waiting-for-sync' | 'failover-in-progress';

export interface FailoverWish {
  /** The replica that shall be the primary; any that has everything if there is none. */
  readonly target: HostAndPort | undefined;
  /** When to give up, in ms since the epoch; Infinity is never. */
  readonly deadline: number;
  readonly force: boolean;
}

export class Failover {
  state: FailoverState = 'no-failover';
  private wish: FailoverWish | undefined;
  private readonly engine: Engine;
  private readonly replication: Replication;

  constructor(engine: Engine, replication: Replication) {
    this.engine = engine;
    this.replication = replication;
  }

  get isUnderWay(): boolean {
    return this.state !== 'no-failover';
  }

  /** Writes wait from here on. */
  begin(wish: FailoverWish): void {
    this.wish = wish;
    this.state = 'waiting-for-sync';
    this.engine.pause.begin('failover', Number.POSITIVE_INFINITY, true);
    this.engine.surroundings.log.info(`Failover to ${this.targetText} requested`);
    // Somebody may have everything already; the caller is answered first.
    setImmediate(() => this.check());
  }

  /** Hands over if the target has everything, or the time is up. To be called when a replica has said how far it is. */
  check(): void {
    const { wish, engine } = this;
    if (this.state !== 'waiting-for-sync' || wish === undefined) return;
    if (engine.surroundings.now() >= wish.deadline) {
      if (wish.force && wish.target !== undefined) this.handOver(wish.target, 'the time is up');
      else this.abort('no replica had everything in time');
      return;
    }
    const ready = this.replication.replicas.attached.find((connection) => this.isReady(connection, wish));
    if (ready !== undefined) this.handOver(endpointOf(ready), 'it has everything');
  }

  /** The target has answered PSYNC … FAILOVER. */
  answered(accepted: boolean): void {
    if (this.state !== 'failover-in-progress') return;
    if (accepted) this.finish();
    else this.abort('the target refuses');
  }

  /** Everything is as before, but for the name of the history if this server had followed the target. */
  abort(reason: string): void {
    if (!this.isUnderWay) return;
    this.engine.surroundings.log.warn(`Failover to ${this.targetText} aborted: ${reason}`);
    if (this.state === 'failover-in-progress') this.replication.promote();
    this.finish();
  }

  private isReady(connection: ReplicaConnection, { target }: FailoverWish): boolean {
    const { replica } = connection;
    if (replica.state !== 'online' || replica.acknowledged !== this.replication.history.offset) return false;
    const { host, port } = endpointOf(connection);
    return target === undefined || (target.host === host && target.port === port);
  }

  private handOver(target: HostAndPort, reason: string): void {
    this.wish = { target, deadline: Number.POSITIVE_INFINITY, force: false };
    this.state = 'failover-in-progress';
    this.engine.surroundings.log.info(`Failing over to ${addressText(target)}: ${reason}`);
    this.replication.follow(target);
  }

  private finish(): void {
    this.state = 'no-failover';
    this.wish = undefined;
    this.engine.pause.end('failover');
  }

  private get targetText(): string {
    const target = this.wish?.target;
    return target === undefined ? 'any replica' : addressText(target);
  }
}
