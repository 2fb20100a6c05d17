/**
 * The link of this replica to its primary: the socket around ReplicaLink, and the session its commands run in.
 *
 * A link that ends is made anew a second later, for as long as this server is a replica.
 */
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { Request } from '@redwing/protocol';
import type { LinkHost, LinkSettings, ReplicationHistory } from '@redwing/replication';
import { ImageLoader, ReplicaLink } from '@redwing/replication';
import type { Outbox, Session } from '../connections/session.ts';
import type { Engine } from '../execution/engine.ts';
import type { HostAndPort } from './address.ts';
import { addressText } from './address.ts';
import type { Replication } from './replication.ts';

const RETRY_MS = 1000;

export type PrimaryAddress = HostAndPort;

export class PrimaryLink implements LinkHost {
  readonly address: PrimaryAddress;
  readonly link: ReplicaLink;
  /** Since when the link is down, in ms since the epoch. */
  downSince: number;
  private readonly engine: Engine;
  private readonly replication: Replication;
  private socket: Socket | undefined;
  private session: Session | undefined;
  private triedAt = 0;
  private closed = false;

  constructor(engine: Engine, replication: Replication, address: PrimaryAddress) {
    this.engine = engine;
    this.replication = replication;
    this.address = address;
    this.downSince = this.now();
    this.link = new ReplicaLink(this);
  }

  get history(): ReplicationHistory {
    return this.replication.history;
  }

  get isOnline(): boolean {
    return this.link.state === 'online';
  }

  /** As ROLE and INFO have it. */
  get stateName(): 'connect' | 'connecting' | 'handshake' | 'sync' | 'connected' {
    if (this.socket === undefined) return 'connect';
    const { state } = this.link;
    if (state === 'idle') return 'connecting';
    if (state === 'online') return 'connected';
    return state === 'header' || state === 'image' ? 'sync' : 'handshake';
  }

  connect(): void {
    this.triedAt = this.now();
    const socket = connect({ host: this.address.host, port: this.address.port, noDelay: true });
    this.socket = socket;
    socket.on('connect', () => {
      if (this.socket === socket) this.link.connected();
    });
    socket.on('data', (bytes: Buffer) => {
      if (this.socket === socket) this.receive(bytes);
    });
    socket.on('error', (failure) => this.ended(socket, failure.message));
    socket.on('close', () => this.ended(socket, 'the connection was closed'));
  }

  /** This server follows another one, or none. */
  close(): void {
    this.closed = true;
    this.abandon();
  }

  tick(): void {
    this.link.tick();
    const now = this.now();
    if (this.socket !== undefined && this.link.state === 'idle') {
      if (now - this.triedAt > this.settings().timeout) this.drop('connecting takes too long');
    } else if (this.socket === undefined && !this.closed && now - this.triedAt >= RETRY_MS) {
      this.connect();
    }
  }

  now(): number {
    return this.engine.surroundings.now();
  }

  settings(): LinkSettings {
    const { values } = this.engine.configuration;
    return {
      user: Buffer.from(values.masteruser).latin1Slice(),
      password: Buffer.from(values.masterauth).latin1Slice(),
      listeningPort: this.replication.announcedPort,
      announcedAddress: values.replicaAnnounceIp,
      timeout: values.replTimeout * 1000,
      handsOver: this.replication.failover.state === 'failover-in-progress',
    };
  }

  send(bytes: Uint8Array): void {
    if (this.socket?.writable === true) this.socket.write(bytes);
  }

  drop(reason: string): void {
    this.engine.surroundings.log.warn(`The link to primary ${addressText(this.address)} is lost: ${reason}`);
    this.abandon();
  }

  log(message: string): void {
    this.engine.surroundings.log.info(message);
  }

  synchronises(accepted: boolean): void {
    this.replication.failover.answered(accepted);
  }

  beginImage(): ImageLoader {
    const { engine, replication } = this;
    // Sub-replicas would go on from data that is no more.
    replication.replicas.disconnectAll('the data is replaced by a full copy of the primary');
    replication.feed.close();
    engine.loading = true;
    this.clear();
    engine.refreshGuard();
    return new ImageLoader(engine.keyspace);
  }

  endImage(image: ImageLoader, id: string, offset: number): void {
    const { engine, replication } = this;
    engine.loading = false;
    engine.refreshGuard();
    // A primary that names no revision gives this history none: clients must not resume with an older one.
    engine.effects.revision = image.revision ?? engine.effects.revision + 1;
    engine.notifier.beginHistory();
    replication.streamDatabase = image.streamDatabase ?? 0;
    replication.history.adopt(id, offset);
    replication.feed.restart(engine.configuration.values.replBacklogSize);
    this.begin();
    engine.surroundings.log.info(`Synchronised with primary ${addressText(this.address)}`);
  }

  continued(id: string): void {
    const { history, replicas, feed } = this.replication;
    if (id !== history.id) {
      feed.flush();
      history.branch(id);
      replicas.disconnectAll('the primary has a new replication id');
    }
    feed.open(this.engine.configuration.values.replBacklogSize);
    this.begin();
  }

  execute(request: Request): boolean {
    const { engine, session } = this;
    if (session === undefined) return true;
    if (request.is(0, 'REPLCONF')) {
      if (request.count > 1 && request.is(1, 'GETACK')) this.link.acknowledge();
      return true;
    }
    engine.writer.length = 0;
    engine.dispatcher.execute(session, request);
    this.noteFailure(request);
    this.replication.streamDatabase = session.database;
    return session.transaction === undefined;
  }

  applied(bytes: Uint8Array, start: number, length: number): void {
    this.replication.feed.append(bytes, start, length);
  }

  private receive(bytes: Uint8Array): void {
    const { engine } = this;
    const { dispatcher, writer, keyspace } = engine;
    engine.statistics.inputBytes += bytes.length;
    engine.statistics.inputReplicationBytes += bytes.length;
    writer.length = 0;
    writer.resp3 = false;
    dispatcher.beginBatch(this.session);
    engine.current = this.session;
    // What the primary says about a key holds, whether or not its time has passed here.
    keyspace.hidesExpired = false;
    try {
      this.link.receive(bytes);
    } finally {
      keyspace.hidesExpired = true;
      engine.current = undefined;
      dispatcher.endBatch();
      dispatcher.release();
      writer.reset();
    }
  }

  /** An error here means that this replica is no longer equal to its primary, or never knew the command. */
  private noteFailure(request: Request): void {
    const { writer, surroundings } = this.engine;
    if (writer.length === 0 || writer.buffer[0] !== 0x2d) return;
    const reply = writer.buffer.latin1Slice(1, Math.min(writer.length, 200)).trimEnd();
    surroundings.log.warn(`A command of the primary failed: ${request.latin1(0)}: ${reply}`);
  }

  /** The stream begins, or goes on. */
  private begin(): void {
    const { engine } = this;
    const session = engine.sessions.open(this.outbox(), this.now(), true);
    session.kind = 'primary';
    const { streamDatabase } = this.replication;
    session.database = streamDatabase < engine.keyspace.databases.length ? streamDatabase : 0;
    this.session = session;
    engine.current = session;
    engine.refreshGuard();
  }

  private outbox(): Outbox {
    const { socket } = this;
    const destroy = (): void => {
      if (socket !== undefined && this.socket === socket) this.drop('the connection was ended here');
    };
    return {
      push: () => undefined,
      sendBytes: () => true,
      close: destroy,
      destroy,
      resume: () => undefined,
      enforceLimit: () => undefined,
      pendingBytes: 0,
      queryBytes: 0,
      remoteAddress: addressText({ host: socket?.remoteAddress ?? '?', port: socket?.remotePort ?? 0 }),
      localAddress: addressText({ host: socket?.localAddress ?? '?', port: socket?.localPort ?? 0 }),
      isLocal: false,
      isUnixSocket: false,
    };
  }

  private ended(socket: Socket, reason: string): void {
    if (this.socket === socket) this.drop(reason);
  }

  private abandon(): void {
    const { socket, session, engine } = this;
    this.socket = undefined;
    this.session = undefined;
    if (session !== undefined) this.downSince = this.now();
    this.link.lost();
    socket?.destroy();
    if (session !== undefined) {
      session.transaction = undefined;
      engine.sessions.close(session);
    }
    if (engine.loading) {
      // Half an image is no data.
      this.clear();
      engine.loading = false;
    }
    engine.refreshGuard();
  }

  private clear(): void {
    const { effects, keyspace } = this.engine;
    effects.begin();
    for (const database of keyspace.databases) {
      if (database.size === 0) continue;
      effects.databaseChanging(database, undefined);
      database.clear();
    }
    effects.flushed();
    effects.end();
  }
}
