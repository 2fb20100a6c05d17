/**
 * What this server is in replication, and everything that follows from it.
 *
 *     primary:  effects stream ──► feed ──► replicas
 *     replica:  primary ──► link ──► dispatcher (a session of kind "primary")
 *                             └────► feed ──► replicas of this replica
 *
 * The rules are in @redwing/replication; here are the sockets, the settings, and the change from one role to the
 * other. Nothing here has a timer of its own: `tick` is called by the housekeeping.
 *
 * A replica removes no expired key by itself, takes no write from a client (unless `replica-read-only no`), and puts
 * nothing of its own into the stream.
 */
import { ReplicationFeed, ReplicationHistory } from '@redwing/replication';
import type { Session } from '../connections/session.ts';
import type { CommandError } from '../errors.ts';
import { errors } from '../errors.ts';
import type { Engine } from '../execution/engine.ts';
import { soon } from '../soon.ts';
import { AddedReplicas } from './added-replicas.ts';
import { Failover } from './failover.ts';
import type { PrimaryAddress } from './primary-link.ts';
import { PrimaryLink } from './primary-link.ts';
import { Replicas } from './replicas.ts';
import { newReplicationId } from './replication-id.ts';
import { Waiting } from './waiting.ts';

/** Ticks come at least once a second, unless something takes long. */
const BUSY_MS = 2000;

export class Replication {
  readonly history: ReplicationHistory = new ReplicationHistory(newReplicationId);
  readonly feed: ReplicationFeed;
  readonly replicas: Replicas;
  readonly waiting: Waiting;
  readonly added: AddedReplicas;
  readonly failover: Failover;
  /** The link to the primary, up or not; undefined on a primary. */
  link: PrimaryLink | undefined;
  /**
   * The database that the primary's stream has selected. It outlives the link, and the primary: a stream that goes on,
   * from whomever, does not name it again.
   */
  streamDatabase = 0;
  /** The port others reach this server by. */
  port = 0;
  private readonly engine: Engine;
  private closed = false;
  private tickedAt = 0;

  constructor(engine: Engine) {
    this.engine = engine;
    let scheduled = false;
    this.feed = new ReplicationFeed(this.history, () => {
      if (scheduled) return;
      scheduled = true;
      soon(() => {
        scheduled = false;
        this.feed.flush();
      });
    });
    this.replicas = new Replicas(engine, this);
    this.waiting = new Waiting(engine, this);
    this.added = new AddedReplicas(engine, this);
    this.failover = new Failover(engine, this);
    const { configuration } = engine;
    configuration.onChange('replicaReadOnly', () => this.applyRole());
    configuration.onChange('minReplicasToWrite', () => engine.refreshGuard());
    configuration.onChange('minReplicasMaxLag', () => engine.refreshGuard());
    configuration.onChange('replicaServeStaleData', () => engine.refreshGuard());
    configuration.onChange('replBacklogSize', (bytes) => {
      this.feed.flush();
      this.feed.backlog?.resize(bytes);
    });
    engine.sessions.whenClosed((session) => this.forget(session));
    engine.onTick(() => this.tick());
  }

  /** The server listens on `port`: follows the primary that is configured. */
  start(port: number): void {
    this.port = port;
    const { replicaof } = this.engine.configuration.values;
    if (replicaof !== undefined && this.link === undefined) this.follow(replicaof);
  }

  /** Ends all links; the server closes. */
  close(): void {
    this.closed = true;
    this.link?.close();
    this.added.close();
  }

  get isReplica(): boolean {
    return this.link !== undefined;
  }

  /** The port replicas and primaries are told. */
  get announcedPort(): number {
    const { replicaAnnouncePort } = this.engine.configuration.values;
    return replicaAnnouncePort === 0 ? this.port : replicaAnnouncePort;
  }

  /** Whether `writeObstacle` or `staleObstacle` could object to anything. */
  get restricts(): boolean {
    const { minReplicasToWrite, minReplicasMaxLag, replicaServeStaleData } = this.engine.configuration.values;
    return (minReplicasToWrite > 0 && minReplicasMaxLag > 0) || (this.isReplica && !replicaServeStaleData);
  }

  /** Why nobody may write to this primary now, if so: too few replicas keep up. */
  writeObstacle(): CommandError | undefined {
    const { minReplicasToWrite, minReplicasMaxLag } = this.engine.configuration.values;
    if (this.isReplica || minReplicasToWrite === 0 || minReplicasMaxLag === 0) return undefined;
    return this.replicas.countKeepingUp() < minReplicasToWrite ? errors.notEnoughReplicas : undefined;
  }

  /** Why this replica answers no questions about data, if so: its link is down. */
  staleObstacle(): CommandError | undefined {
    const { link } = this;
    if (link === undefined || link.isOnline) return undefined;
    return this.engine.configuration.values.replicaServeStaleData ? undefined : errors.primaryDown;
  }

  /** Becomes the replica of another server. */
  follow(address: PrimaryAddress): void {
    if (this.closed) return;
    const { engine } = this;
    this.link?.close();
    this.feed.flush();
    this.waiting.giveUp();
    engine.blocking.giveUp();
    engine.configuration.assign('replicaof', [address.host, String(address.port)]);
    this.link = new PrimaryLink(engine, this, address);
    this.applyRole();
    engine.surroundings.log.info(`Connecting to primary ${address.host}:${address.port}`);
    this.link.connect();
  }

  /** Becomes a primary; the data stays. Replicas come back at once and go on, because they must learn the new id. */
  promote(): void {
    const { link, history, engine } = this;
    if (link === undefined) return;
    this.link = undefined;
    link.close();
    this.feed.flush();
    history.branch();
    engine.configuration.assign('replicaof', ['no', 'one']);
    this.applyRole();
    this.replicas.disconnectAll('this server became a primary');
    engine.surroundings.log.info(`Primary now: replication id ${history.id}, was ${history.secondId}`);
  }

  /** The first replica asks for a copy: from here on the stream is kept and counted. */
  openFeed(): void {
    if (this.feed.backlog !== undefined) return;
    // What was changed so far was not counted, so nobody may go on from it under the old name.
    this.history.begin();
    this.feed.open(this.engine.configuration.values.replBacklogSize);
    this.applyRole();
  }

  private applyRole(): void {
    const { engine, isReplica } = this;
    const { stream } = engine.effects;
    engine.readOnly = isReplica && engine.configuration.values.replicaReadOnly;
    stream.detach(this.feed);
    if (!isReplica && this.feed.backlog !== undefined) stream.attach(this.feed);
    engine.refreshGuard();
  }

  private tick(): void {
    const now = this.engine.surroundings.now();
    const wasBusy = now - this.tickedAt > BUSY_MS;
    this.tickedAt = now;
    // What others sent while this server was busy waits to be read: they must not be taken for silent before it is.
    if (wasBusy) return;
    this.link?.tick();
    this.replicas.tick();
    this.failover.check();
    if (!this.isReplica && this.replicas.backlogHasAged()) {
      this.engine.surroundings.log.info(
        'The replication backlog is freed: no replica came for repl-backlog-ttl',
      );
      this.feed.close();
      this.applyRole();
    }
  }

  private forget(session: Session): void {
    this.waiting.forget(session);
    this.replicas.forget(session);
  }
}
