/**
 * The replicas of this server, by the sessions they came as.
 *
 * A replica is an ordinary connection that has sent PSYNC: what it sends goes on through the dispatcher (REPLCONF ACK),
 * what it gets is the feed. It is cut off when it falls silent (`repl-timeout`) or does not keep up
 * (`client-output-buffer-limit replica`); the image of a full synchronisation does not count towards that limit.
 */
import type { ImageSource, SyncWish } from '@redwing/replication';
import { AttachedReplica, beginFull, beginPartial, canContinue, writeImage } from '@redwing/replication';
import type { Session } from '../connections/session.ts';
import { encodeCommand } from '../effects/stream.ts';
import type { Engine } from '../execution/engine.ts';
import { REDIS_VERSION } from '../versions.ts';
import type { HostAndPort } from './address.ts';
import { addressOf } from './address.ts';
import type { Replication } from './replication.ts';
import { newReplicationId } from './replication-id.ts';

const PING = encodeCommand(['PING']);
const GET_ACKNOWLEDGEMENT = encodeCommand(['REPLCONF', 'GETACK', '*']);

/** A replica with the session that carries it. */
export interface ReplicaConnection {
  readonly session: Session;
  readonly replica: AttachedReplica;
  /** All that was sent to it, and how much of that an image had taken it to: bytes. */
  sent: number;
  imageEnd: number;
  softLimitSince: number;
}

export class Replicas {
  private readonly connections = new Map<Session, ReplicaConnection>();
  private readonly engine: Engine;
  private readonly replication: Replication;
  private pingedAt = 0;
  private aloneSince: number;

  constructor(engine: Engine, replication: Replication) {
    this.engine = engine;
    this.replication = replication;
    this.aloneSince = engine.keyspace.now;
  }

  /** Those that have sent PSYNC, in the order they came. */
  get attached(): ReplicaConnection[] {
    return [...this.connections.values()].filter(({ replica }) => replica.state !== 'handshake');
  }

  /** The replica that a session is or is about to be. */
  of(session: Session): ReplicaConnection {
    let connection = this.connections.get(session);
    if (connection === undefined) {
      const replica = new AttachedReplica({ send: (bytes) => this.send(session, bytes) });
      connection = { session, replica, sent: 0, imageEnd: 0, softLimitSince: 0 };
      this.connections.set(session, connection);
    }
    return connection;
  }

  /** The replica that a session is, once it has sent PSYNC. */
  find(session: Session): ReplicaConnection | undefined {
    const connection = this.connections.get(session);
    return connection?.replica.state === 'handshake' ? undefined : connection;
  }

  /** Makes the session a replica. `wish` says from where it wants to go on; undefined for SYNC. */
  attach(session: Session, wish: SyncWish | undefined): void {
    const { engine, replication } = this;
    const { feed, history } = replication;
    const connection = this.of(session);
    const { replica } = connection;
    const now = engine.keyspace.now;
    const { log } = engine.surroundings;
    const name = `replica ${nameOf(connection)}`;
    if (this.attached.length === 0) this.pingedAt = now;
    session.kind = 'replica';
    replica.acknowledges = wish !== undefined;
    if (wish !== undefined && canContinue(feed, wish)) {
      log.info(`Partial resynchronisation of ${name} from byte ${wish.next}`);
      engine.statistics.partialSyncs++;
      beginPartial(feed, replica, wish.next, now);
      return;
    }
    // "?" asks for a full copy; anything else is a hope that is refused.
    if (wish !== undefined && wish.id !== '?') engine.statistics.partialSyncsRefused++;
    engine.statistics.fullSyncs++;
    replication.openFeed();
    // The replica knows no database yet, so the stream must name it.
    if (!replication.isReplica) engine.effects.stream.forgetDatabase();
    log.info(`Full synchronisation of ${name} at ${history.id}:${history.offset}`);
    beginFull(feed, replica, {
      image: this.image(),
      mark: newReplicationId(),
      announce: wish !== undefined,
      now,
    });
    connection.imageEnd = connection.sent;
  }

  /** REPLCONF ACK */
  acknowledge(session: Session, offset: number): void {
    const connection = this.find(session);
    if (connection === undefined) return;
    const now = this.engine.surroundings.now();
    if (connection.replica.acknowledge(offset, now)) {
      this.engine.surroundings.log.info(`Replica ${nameOf(connection)} is online`);
    }
    this.replication.waiting.acknowledged();
    this.replication.failover.check();
    this.replication.added.changed();
  }

  /** Has the replicas say how far they have come. */
  requestAcknowledgements(): void {
    if (this.attached.length > 0)
      this.replication.feed.append(GET_ACKNOWLEDGEMENT, 0, GET_ACKNOWLEDGEMENT.length);
  }

  /** How many replicas have applied the stream up to `offset`. */
  countAt(offset: number): number {
    return this.attached.filter(({ replica }) => replica.state === 'online' && replica.acknowledged >= offset)
      .length;
  }

  /** How many replicas have not applied the stream up to `offset`, of those that say how far they are. */
  countBehind(offset: number): number {
    return this.attached.filter(
      ({ replica }) => replica.acknowledges && !replica.imageOnly && replica.acknowledged < offset,
    ).length;
  }

  /** How many replicas were heard of within `min-replicas-max-lag`. */
  countKeepingUp(): number {
    const { configuration, keyspace } = this.engine;
    const { minReplicasMaxLag } = configuration.values;
    return this.attached.filter(
      ({ replica }) => replica.state === 'online' && replica.lag(keyspace.now) <= minReplicasMaxLag,
    ).length;
  }

  /** They come back, and learn of the change in the history that made this necessary. */
  disconnectAll(reason: string): void {
    for (const connection of this.attached) this.cut(connection, reason);
  }

  forget(session: Session): void {
    const connection = this.connections.get(session);
    if (connection === undefined) return;
    this.connections.delete(session);
    if (connection.replica.state === 'handshake') return;
    this.replication.feed.replicas.delete(connection.replica);
    this.engine.surroundings.log.warn(`Replica ${nameOf(connection)} is gone: its connection has ended`);
    if (this.attached.length === 0) this.aloneSince = this.engine.keyspace.now;
    this.replication.added.changed();
  }

  tick(): void {
    const { configuration, keyspace } = this.engine;
    const { replTimeout, replPingReplicaPeriod } = configuration.values;
    const { attached } = this;
    if (attached.length === 0) return;
    const pings = !this.replication.isReplica && !this.replication.failover.isUnderWay;
    if (pings && keyspace.now - this.pingedAt >= replPingReplicaPeriod * 1000) {
      this.pingedAt = keyspace.now;
      this.replication.feed.append(PING, 0, PING.length);
    }
    for (const connection of attached) {
      const { replica, session } = connection;
      const heard = Math.max(replica.acknowledgedAt, session.lastCommandAt);
      if (replica.acknowledges && keyspace.now - heard > replTimeout * 1000) {
        this.cut(connection, `it was silent for ${replTimeout} seconds`);
      } else if (replica.imageOnly && replica.state !== 'handshake' && session.outbox.pendingBytes === 0) {
        session.outbox.close();
      } else if (replica.state !== 'handshake') this.enforceLimit(connection);
    }
  }

  /** Whether the backlog has waited long enough for a replica to come back. */
  backlogHasAged(): boolean {
    const { configuration, keyspace } = this.engine;
    const { replBacklogTtl } = configuration.values;
    if (this.replication.feed.backlog === undefined || replBacklogTtl === 0) return false;
    return this.attached.length === 0 && keyspace.now - this.aloneSince > replBacklogTtl * 1000;
  }

  private image(): ImageSource {
    const { engine, replication } = this;
    const facts = {
      version: REDIS_VERSION,
      streamDatabase: replication.isReplica ? replication.streamDatabase : 0,
      id: replication.history.id,
      offset: replication.history.offset,
      revision: engine.effects.revision,
      compression: engine.configuration.values.rdbcompression,
    };
    return (sink) => writeImage(engine.keyspace, facts, sink);
  }

  private send(session: Session, bytes: Uint8Array): void {
    const connection = this.connections.get(session);
    if (connection === undefined || session.closing) return;
    connection.sent += bytes.length;
    this.engine.statistics.outputReplicationBytes += bytes.length;
    session.outbox.sendBytes(bytes);
    if (connection.replica.state !== 'handshake') this.enforceLimit(connection);
  }

  /** Cuts a replica off that has more of the stream waiting than its class may have. */
  private enforceLimit(connection: ReplicaConnection): void {
    const { configuration, keyspace } = this.engine;
    const { hardBytes, softBytes, softSeconds } = configuration.values.clientOutputBufferLimit.replica;
    const unsent = connection.session.outbox.pendingBytes;
    const waiting = Math.min(unsent, connection.sent - connection.imageEnd) + connection.replica.heldBytes;
    if (softBytes > 0 && waiting >= softBytes) connection.softLimitSince ||= keyspace.now;
    else connection.softLimitSince = 0;
    const { softLimitSince } = connection;
    const isOver = softLimitSince > 0 && keyspace.now - softLimitSince > softSeconds * 1000;
    if (isOver || (hardBytes > 0 && waiting >= hardBytes)) {
      this.engine.statistics.outputBufferDisconnections++;
      this.cut(connection, `${waiting} bytes wait for it, over client-output-buffer-limit`);
    }
  }

  private cut(connection: ReplicaConnection, reason: string): void {
    this.engine.surroundings.log.warn(`Disconnecting replica ${nameOf(connection)}: ${reason}`);
    connection.session.outbox.destroy();
  }
}

/** Where a replica can be reached, as far as it has said. */
export function endpointOf({ session, replica }: ReplicaConnection): HostAndPort {
  const { announcedAddress, listeningPort } = replica;
  const host = announcedAddress === '' ? addressOf(session.outbox.remoteAddress).host : announcedAddress;
  return { host, port: listeningPort };
}

/** "10.0.0.5:6380", by the port it listens on if it has said so. */
export function nameOf({ session, replica }: ReplicaConnection): string {
  const { host, port } = addressOf(session.outbox.remoteAddress);
  const shown = replica.announcedAddress === '' ? host : replica.announcedAddress;
  return `${shown}:${replica.listeningPort === 0 ? port : replica.listeningPort}`;
}
