/**
 * From a request to its reply: look-up, gates, execution unit.
 *
 *     request ─► found? ─► arity ─► gates ─► queued by MULTI? ─► handler ─► effects
 *                  └──────────┴───────┴── one catalogued error, and the transaction is marked
 *
 * The gates stand in Redis's order, because a request that fails at two of them must be told of the same one.
 * A request that no gate concerns, which is nearly every one, passes them with two comparisons.
 *
 * Reading the clock costs as much as a GET, so quick commands share readings: every sixteenth batch is timed, and its
 * time for a command is booked for all since the one before. What may take long is measured by itself.
 */
import type { ReplyWriter, Request } from '@redwing/protocol';
import { CommandFlag } from '@redwing/protocol';
import { OutOfMemory } from '@redwing/store';
import { discardTransaction } from '../commands/transactions/multi.ts';
import type { Session, Transaction } from '../connections/session.ts';
import { CommandError, errors, unknownCommand, unknownSubcommand, wrongArity } from '../errors.ts';
import { Call } from './call.ts';
import type { Engine } from './engine.ts';
import { firstObstacle, isQueued } from './gates.ts';
import type { CommandEntry } from './registry.ts';

/** Batches are timed when their number has none of these bits. */
const SAMPLE_MASK = 15;
/** What a quick command is taken to last until it has been sampled. */
const UNMEASURED_MICROSECONDS = 1;

export class Dispatcher {
  /** Sees each command when it has been executed, as Redis does: MONITOR. Undefined while nobody looks. */
  monitor: ((session: Session, entry: CommandEntry, request: Request) => void) | undefined;
  /** Sees each command that was measured by itself: SLOWLOG and LATENCY. */
  measured: (session: Session, entry: CommandEntry, request: Request, microseconds: number) => void =
    () => {};
  /** Whether every command is measured by itself (a slow log threshold near zero). */
  measuresEach = false;
  private readonly engine: Engine;
  private readonly writer: ReplyWriter;
  private readonly blank: Request;
  /** Pushes of the command being executed, while replies are withheld. */
  private pushes = '';
  /** What the command being executed has had sent to its own client, before its reply or in the midst of it. */
  private told = '';
  /** What is to be done at the end of the batch. */
  private readonly tasks: (() => void)[] = [];
  /** There are pushes or tasks. */
  private unfinished = false;
  private call: Call | undefined;
  private batchStart = 0;
  /** Quick commands that were counted but whose time is not booked yet. */
  private readonly unbooked: CommandEntry[] = [];
  private batchCommands = 0;
  private batches = 0;
  private sampled = false;

  constructor(engine: Engine, writer: ReplyWriter, blank: Request) {
    this.engine = engine;
    this.writer = writer;
    this.blank = blank;
  }

  /** The time is read, and requests of this session may be executed; `endBatch` follows. */
  beginBatch(session: Session | undefined): void {
    const { surroundings, keyspace } = this.engine;
    keyspace.now = surroundings.now();
    keyspace.touching = session?.noTouch !== true;
    this.batchCommands = 0;
    this.sampled = (++this.batches & SAMPLE_MASK) === 0;
    if (this.sampled) this.batchStart = surroundings.microseconds();
  }

  /** Ends what `beginBatch` began. */
  endBatch(): void {
    if (!this.sampled || this.batchCommands === 0) return;
    const elapsed = this.engine.surroundings.microseconds() - this.batchStart;
    this.shareOut(Math.max(0, elapsed) / this.batchCommands);
  }

  /** Books what is not booked yet at each command's mean so far: somebody looks at the numbers. */
  bookAll(): void {
    for (const entry of this.unbooked) {
      const booked = entry.calls - entry.unbooked;
      book(entry, booked === 0 ? UNMEASURED_MICROSECONDS : entry.microseconds / booked);
    }
    this.unbooked.length = 0;
  }

  /** Executes one request of a session; its reply is in the writer afterwards. */
  execute(session: Session, request: Request): void {
    const { engine, writer } = this;
    const mark = writer.length;
    const entry = engine.registry.find(request);
    let executed: CommandEntry | undefined;
    session.lastCommand = entry;
    if (entry === undefined && isHttp(request)) {
      this.turnAway(session);
    } else if (entry === undefined || !acceptsCount(entry, request.count)) {
      this.refuse(session, entry, this.misnamed(request, entry));
    } else {
      session.commands++;
      const guarded = (entry.flags & CommandFlag.protected) !== 0 || engine.concerns(session);
      const obstacle = guarded ? firstObstacle(engine, session, entry) : undefined;
      if (obstacle !== undefined) this.refuse(session, entry, obstacle);
      else if (guarded && engine.holds(session, entry, request)) return;
      else if (session.transaction !== undefined && isQueued(entry)) {
        this.queue(session, session.transaction, entry, request);
      } else {
        this.run(session, entry, request);
        executed = entry;
      }
    }
    if (!session.plain) this.complete(session, executed, request, mark);
  }

  /** Runs a command that has passed the gates, as a unit or as a part of the one that is open. */
  run(session: Session, entry: CommandEntry, request: Request): void {
    const { engine, writer } = this;
    const { effects } = engine;
    const mark = writer.length;
    const call = this.prepare(session, entry, request);
    const outer = effects.origin;
    effects.origin = session;
    effects.begin();
    const before = effects.dirty;
    const alone = !entry.quick || this.measuresEach;
    const start = alone ? engine.surroundings.microseconds() : 0;
    try {
      (entry.handler as (call: Call) => void)(call);
    } catch (failure) {
      this.fail(entry, mark, failure);
    }
    if (alone) this.account(session, entry, request, engine.surroundings.microseconds() - start);
    else if (session.blocked) this.account(session, entry, request, 0);
    else this.count(entry);
    if (this.monitor !== undefined) this.monitor(session, entry, request);
    effects.executed(engine.databaseOf(session), request, before);
    effects.end();
    effects.origin = outer;
    if (engine.blocking.isDue && !effects.isInUnit) engine.blocking.serve();
  }

  /**
   * Runs a command once more whose client has waited for its key `wakeKey`: see BlockedClients. Returns how many
   * microseconds that took.
   */
  runAgain(session: Session, entry: CommandEntry, request: Request, wakeKey: number): number {
    const { engine, writer } = this;
    const { effects, keyspace, surroundings } = engine;
    const mark = writer.length;
    const call = this.prepare(session, entry, request);
    const outer = effects.origin;
    const { touching } = keyspace;
    effects.origin = session;
    keyspace.touching = !session.noTouch;
    effects.begin();
    const before = effects.dirty;
    const start = surroundings.microseconds();
    call.wakeKey = wakeKey;
    try {
      (entry.handler as (call: Call) => void)(call);
    } catch (failure) {
      this.fail(entry, mark, failure);
    } finally {
      call.wakeKey = 0;
      keyspace.touching = touching;
    }
    const microseconds = surroundings.microseconds() - start;
    effects.executed(engine.databaseOf(session), request, before);
    effects.end();
    effects.origin = outer;
    return microseconds;
  }

  /** A command that has waited is answered: it has been counted, but not how long it took, its wait left out. */
  accountAnswered(session: Session, entry: CommandEntry, request: Request, microseconds: number): void {
    entry.microseconds += microseconds;
    entry.latency.record(microseconds);
    this.measured(session, entry, request, microseconds);
  }

  private queue(session: Session, transaction: Transaction, entry: CommandEntry, request: Request): void {
    // What EXEC will not execute in any event need not be kept.
    if (!transaction.failed && !session.watchedKeyChanged) {
      const kept = request.clone();
      transaction.queue.push({ entry, request: kept });
      transaction.queuedBytes += kept.bytes.length;
    }
    this.writer.rawText('+QUEUED\r\n');
  }

  private prepare(session: Session, entry: CommandEntry, request: Request): Call {
    const { engine } = this;
    const call = this.call;
    if (this.told !== '') this.told = '';
    if (call === undefined) {
      this.call = new Call(engine, this.writer, request, session, entry);
      return this.call;
    }
    call.request = request;
    call.session = session;
    call.command = entry;
    call.db = engine.databaseOf(session);
    return call;
  }

  /** Has `task` done when the requests at hand have been executed, before their replies leave. */
  atBatchEnd(task: () => void): void {
    this.tasks.push(task);
    this.unfinished = true;
  }

  /** Does what was left for the end of the batch, and lets go of the last request, whose memory is not to be held. */
  release(): void {
    if (this.unfinished) this.finishBatch();
    if (this.call !== undefined) this.call.request = this.blank;
  }

  private finishBatch(): void {
    this.unfinished = false;
    for (const task of this.tasks.splice(0)) task();
    this.sendPushes();
  }

  private misnamed(request: Request, entry: CommandEntry | undefined): CommandError {
    if (entry !== undefined) return wrongArity(entry.name);
    const name = request.latin1(0);
    const container = this.engine.registry.findName(name.replaceAll('|', ' '));
    if (container !== undefined && request.count > 1)
      return unknownSubcommand(request.latin1(1), container.name);
    const shown = Array.from({ length: Math.min(request.count - 1, 64) }, (_, i) => request.latin1(i + 1));
    return unknownCommand(name, shown);
  }

  /** A browser was led to send requests here: it must not find out what a later line would have done. */
  private turnAway(session: Session): void {
    const { log } = this.engine.surroundings;
    log.warn(
      `Possible SECURITY ATTACK: ${session.outbox.remoteAddress} speaks HTTP. The connection was closed.`,
    );
    session.closing = true;
    session.outbox.destroy();
  }

  private refuse(session: Session, entry: CommandEntry | undefined, error: CommandError): void {
    if (session.transaction !== undefined) session.transaction.failed = true;
    if (entry !== undefined) entry.rejected++;
    const answer = entry?.name === 'exec' ? this.abortTransaction(session, error) : error;
    this.engine.statistics.countError(answer.code);
    this.writer.error(answer.message);
  }

  /** A refused EXEC ends the transaction. */
  private abortTransaction(session: Session, reason: CommandError): CommandError {
    discardTransaction(this.engine, session);
    return new CommandError(
      `EXECABORT Transaction discarded because of: ${reason.message.replace(/^ERR /, '')}`,
    );
  }

  private fail(entry: CommandEntry, mark: number, failure: unknown): void {
    const error = failure instanceof OutOfMemory ? errors.outOfMemory : failure;
    this.engine.effects.abandon();
    if (!(error instanceof CommandError)) throw failure;
    this.writer.length = mark;
    // What has happened has happened: only the reply is taken back.
    if (this.told !== '') this.writer.rawText(this.told);
    this.writer.error(error.message);
    entry.failed++;
    this.engine.statistics.countError(error.code);
  }

  /** What is left to do for the few sessions that are not `plain`. */
  private complete(
    session: Session,
    executed: CommandEntry | undefined,
    request: Request,
    mark: number,
  ): void {
    if (session.tracking !== undefined) this.engine.tracking.completed(session, executed, request);
    if (session.replyMode !== 'on') this.withhold(session, mark);
  }

  /** CLIENT REPLY OFF and SKIP: the reply is not sent. */
  private withhold(session: Session, mark: number): void {
    if (session.replyMode === 'skip') {
      session.replyMode = 'skipping';
    } else {
      this.writer.length = mark;
      if (session.replyMode === 'skipping') session.replyMode = 'on';
    }
    this.sendPushes();
  }

  /** A push for the session whose command is being executed. */
  pushHere(text: string): void {
    this.writer.rawText(text);
    this.told += text;
  }

  /** A push for the session whose replies are withheld: it is no reply, and sent all the same. */
  pushDespite(text: string): void {
    this.pushes += text;
    this.unfinished = true;
  }

  private sendPushes(): void {
    if (this.pushes === '') return;
    this.writer.rawText(this.pushes);
    this.pushes = '';
  }

  private count(entry: CommandEntry): void {
    entry.calls++;
    this.batchCommands++;
    this.engine.statistics.commands++;
    if (entry.unbooked++ === 0) this.unbooked.push(entry);
  }

  private account(session: Session, entry: CommandEntry, request: Request, microseconds: number): void {
    entry.calls++;
    entry.microseconds += microseconds;
    this.engine.statistics.commands++;
    // After a slow command it is later for those behind it in the same batch.
    if (microseconds >= 1000) this.engine.keyspace.now = this.engine.surroundings.now();
    // What has just been measured must not be shared out to the quick commands around it.
    this.batchStart += microseconds;
    // A command that waits has not been answered: how long that took is not known yet.
    if (session.blocked) return;
    entry.latency.record(microseconds);
    this.measured(session, entry, request, microseconds);
  }

  /** Books `each` microseconds for every quick command since the last sample. */
  private shareOut(each: number): void {
    for (const entry of this.unbooked) book(entry, each);
    this.unbooked.length = 0;
  }
}

function book(entry: CommandEntry, each: number): void {
  entry.microseconds += each * entry.unbooked;
  entry.latency.record(each, entry.unbooked);
  entry.unbooked = 0;
}

/** Whether a request is a line of HTTP: Redis closes the connection at these two words. */
function isHttp(request: Request): boolean {
  return request.is(0, 'POST') || request.is(0, 'HOST:');
}

function acceptsCount(entry: CommandEntry, count: number): boolean {
  const { arity } = entry;
  const fits = arity >= 0 ? count === arity : count >= -arity && count <= entry.wordsMax;
  return fits && entry.handler !== undefined;
}
