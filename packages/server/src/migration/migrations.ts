/**
 * MIGRATE: keys that move to another server, while this one goes on.
 *
 *     handler ── DUMP of each key, all at one moment ──► the client waits, its keys are held
 *                       AUTH, SELECT, RESTORE … ──► the other server
 *     its answers ──► the keys it has taken are deleted, as one unit ──► the client is answered, who waited goes on
 *
 * Redis serves nobody until the other server has answered, so that nothing can happen to a key that is on its way. Here
 * only the keys on their way are held: a command that names one of them, and one that could change any (FLUSHALL, SWAPDB),
 * waits until the move has ended either way, and then finds the key where it is. To whoever asks for these keys that is
 * what Redis does; all other commands do not notice. KEYS, SCAN and DBSIZE see a key until it is deleted. With COPY nothing is
 * deleted, so nothing is held: what is copied is what the keys were when the command came.
 *
 * What no gate can hold changes a key all the same: a client that waited is served (BLMOVE into a key on its way), this
 * server becomes a replica, DEBUG. So every change is listened to. A key that has changed since it was dumped is never
 * deleted, and the client is told that both servers have it. A key that expired or was evicted meanwhile is gone here, and
 * only the other server has it, which lets it expire too.
 *
 * What the other server has not confirmed stays here: after an error or a silence a key may be on both, never on none.
 *
 * Limits: MIGRATE is refused within a transaction. EXEC is one unit, whose effects and replies nobody else may come in
 * between: while it waited, every client, timer and replica would have to wait with it, the other server too if it runs in
 * this process.
 */
import type { Request } from '@redwing/protocol';
import { CommandFlag, hasKeys, KeyLocator } from '@redwing/protocol';
import type { Database } from '@redwing/store';
import type { Session } from '../connections/session.ts';
import { byteText } from '../effects/byte-text.ts';
import type { ChangeListener } from '../effects/effects.ts';
import type { Engine } from '../execution/engine.ts';
import { isQueued } from '../execution/gates.ts';
import type { CommandEntry } from '../execution/registry.ts';
import { TargetConnection, TargetFailure } from './target-connection.ts';
import { Targets } from './targets.ts';

/** A key on its way, and the request that creates it there. */
export interface Parcel {
  readonly key: Uint8Array;
  readonly request: Uint8Array;
}

/** What a handler that moves keys asks for. */
export interface Migration {
  readonly host: string;
  readonly port: number;
  readonly database: number;
  /** How long the other side may be silent. */
  readonly milliseconds: number;
  readonly copy: boolean;
  /** What AUTH is given; empty if nobody asks for it. */
  readonly credentials: Uint8Array | undefined;
  readonly parcels: readonly Parcel[];
}

interface Job {
  readonly migration: Migration;
  readonly session: Session;
  readonly entry: CommandEntry;
  readonly request: Request;
  readonly db: Database;
  readonly isSilent: boolean;
  /** Its keys, and which of them are not what they were any more. */
  readonly keys: ReadonlySet<string>;
  readonly changed: Set<string>;
  /** What the other server has. */
  readonly delivered: Uint8Array[];
  /** The first error that the other server answered. */
  refusal: string | undefined;
}

const CHANGED =
  '-ERR Key changed while it was on its way: it stays here as it is now, and the target has it as it was before\r\n';
const FORCED =
  '-UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)\r\n';

export class Migrations implements ChangeListener {
  readonly targets: Targets = new Targets();
  private readonly engine: Engine;
  private readonly jobs = new Set<Job>();
  /** The keys that are held, in whatever database. */
  private readonly held = new Set<string>();
  private readonly waiting: Session[] = [];
  private readonly locator = new KeyLocator();
  private readonly connections = new Set<TargetConnection>();
  private closed = false;

  constructor(engine: Engine) {
    this.engine = engine;
    engine.onTick(() => this.targets.tick(engine.keyspace.now));
  }

  /** Whether `holds` could hold anything. */
  get active(): boolean {
    return this.held.size > 0;
  }

  /** Moves keys; the session waits, and is answered in the end. */
  begin(session: Session, entry: CommandEntry, request: Request, db: Database, migration: Migration): void {
    const job: Job = {
      migration,
      session,
      entry,
      request: request.clone(),
      db,
      isSilent: session.replyMode !== 'on',
      keys: new Set(migration.parcels.map(({ key }) => byteText(key, 0, key.length))),
      changed: new Set(),
      delivered: [],
      refusal: undefined,
    };
    session.blocked = true;
    this.jobs.add(job);
    if (!migration.copy) {
      for (const key of job.keys) this.held.add(key);
      this.engine.effects.listen(this);
      this.engine.refreshGuard();
    }
    void this.deliver(job).then((failure) => this.finish(job, failure));
  }

  /** Whether a command has to wait for keys that are on their way; if so, it is kept until then. */
  hold(session: Session, entry: CommandEntry, request: Request): boolean {
    if (this.held.size === 0 || session.kind === 'replica' || session.kind === 'primary') return false;
    const { transaction } = session;
    if (transaction !== undefined && isQueued(entry)) return false;
    const isHeld =
      entry.name === 'exec'
        ? transaction?.queue.some((queued) => this.concerns(queued.entry, queued.request)) === true
        : this.concerns(entry, request);
    if (!isHeld) return false;
    session.postponed = request.clone();
    session.blocked = true;
    this.waiting.push(session);
    return true;
  }

  /** The server closes: what is not confirmed stays. */
  close(): void {
    this.closed = true;
    this.targets.close();
    for (const connection of this.connections) connection.close();
  }

  changed(database: Database, _event: string, bytes: Uint8Array, start: number, length: number): void {
    for (const job of this.jobs) {
      if (job.db !== database) continue;
      const key = byteText(bytes, start, length);
      if (job.keys.has(key)) job.changed.add(key);
    }
  }

  databaseChanging(database: Database): void {
    for (const { db, keys, changed } of this.jobs) {
      if (db === database) for (const key of keys) changed.add(key);
    }
  }

  settled(): void {
    // What has changed is looked at when the other server has answered.
  }

  private concerns(entry: CommandEntry, request: Request): boolean {
    const { locator, held } = this;
    if (!hasKeys(entry.facts)) return (entry.flags & CommandFlag.write) !== 0;
    locator.locate(entry.facts, request);
    for (let i = 0; i < locator.count; i++) {
      if (held.has(request.latin1(locator.indexes[i] as number))) return true;
    }
    return false;
  }

  /** Resolves when the other server has answered, or to the reason why it has not. */
  private async deliver(job: Job): Promise<TargetFailure | undefined> {
    const { host, port, milliseconds } = job.migration;
    for (let mayRetry = true; ; mayRetry = false) {
      let connection = this.targets.take(host, port);
      try {
        connection ??= await TargetConnection.open(host, port, milliseconds);
        this.connections.add(connection);
        await this.send(job, connection);
        this.connections.delete(connection);
        if (job.refusal !== undefined) connection.database = -1;
        if (this.closed) connection.close();
        else this.targets.keep(host, port, connection, this.engine.surroundings.now());
        return undefined;
      } catch (failure) {
        if (connection !== undefined) this.connections.delete(connection);
        connection?.close();
        if (!(failure instanceof TargetFailure)) throw failure;
        // A connection that was kept may have been closed at the other end: nothing has been done with it then.
        const isFresh = job.delivered.length === 0 && job.refusal === undefined;
        if (!mayRetry || !isFresh || failure.isTimeout || this.closed || connection === undefined)
          return failure;
      }
    }
  }

  private async send(job: Job, connection: TargetConnection): Promise<void> {
    const { migration } = job;
    const { milliseconds, credentials, database, parcels } = migration;
    if (credentials !== undefined) await this.prepare(job, connection, credentials);
    if (job.refusal === undefined && connection.database !== database) {
      await this.prepare(
        job,
        connection,
        Buffer.from(`*2\r\n$6\r\nSELECT\r\n$${String(database).length}\r\n${database}\r\n`),
      );
      connection.database = database;
    }
    // Nothing is sent to where it should not go.
    if (job.refusal !== undefined) return;
    for (const { request } of parcels) await connection.write(request, milliseconds);
    for (const { key } of parcels) {
      const line = await connection.readLine(milliseconds);
      if (line.startsWith('-')) job.refusal ??= line.slice(1);
      else job.delivered.push(key);
    }
  }

  private async prepare(job: Job, connection: TargetConnection, request: Uint8Array): Promise<void> {
    const { milliseconds } = job.migration;
    await connection.write(request, milliseconds);
    const line = await connection.readLine(milliseconds);
    if (line.startsWith('-')) job.refusal ??= line.slice(1);
  }

  private finish(job: Job, failure: TargetFailure | undefined): void {
    const { engine } = this;
    this.jobs.delete(job);
    for (const key of job.keys) if (!job.migration.copy) this.held.delete(key);
    if (this.held.size === 0) engine.effects.leave(this);
    engine.refreshGuard();
    if (this.closed) return;
    engine.keyspace.now = engine.surroundings.now();
    const kept = job.migration.copy ? '' : this.deleteDelivered(job);
    this.answer(job, outcomeOf(job, failure, kept));
    for (const session of this.waiting.splice(0)) {
      session.blocked = false;
      if (!session.closing) session.outbox.resume();
    }
  }

  /** Deletes what the other server has; the error to answer with if something had to stay. */
  private deleteDelivered({ delivered, changed, db, session, request }: Job): string {
    const { effects, keyspace, blocking, readOnly } = this.engine;
    if (readOnly || !keyspace.databases.includes(db)) return FORCED;
    const outer = effects.origin;
    const before = effects.dirty;
    const deleted: Uint8Array[] = [];
    let kept = '';
    effects.origin = session;
    effects.begin();
    for (const key of delivered) {
      if (changed.has(byteText(key, 0, key.length))) {
        if (db.find(key, 0, key.length) !== 0) kept = CHANGED;
      } else if (db.delete(key, 0, key.length)) {
        effects.changed(db, 'del', key, 0, key.length);
        deleted.push(key);
      }
    }
    effects.replaceWith(db, deleted.length === 0 ? [] : ['DEL', ...deleted]);
    effects.executed(db, request, before);
    effects.end();
    effects.origin = outer;
    if (blocking.isDue) blocking.serve();
    return kept;
  }

  private answer(job: Job, reply: string): void {
    const { session, entry, request, isSilent } = job;
    const { dispatcher, statistics } = this.engine;
    if (reply.startsWith('-')) {
      entry.failed++;
      statistics.countError(reply.slice(1).split(' ', 1)[0] as string);
    }
    dispatcher.accountAnswered(session, entry, request, 0);
    session.blocked = false;
    if (session.closing) return;
    if (!isSilent) this.engine.push(session, reply);
    session.outbox.resume();
  }
}

function outcomeOf(job: Job, failure: TargetFailure | undefined, kept: string): string {
  if (job.refusal !== undefined) return `-ERR Target instance replied with error: ${job.refusal}\r\n`;
  if (failure === undefined) return kept === '' ? '+OK\r\n' : kept;
  return failure.step === 'connecting'
    ? '-IOERR error or timeout connecting to the client\r\n'
    : `-IOERR error or timeout ${failure.step} to target instance\r\n`;
}
