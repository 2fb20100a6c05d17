/**
 * Clients that wait for data: BLPOP and its relatives, XREAD BLOCK.
 *
 *     handler ── nothing there ──► call.block(…) ──► waits under each of its keys, in order of arrival
 *     change of such a key ──► ready ── the unit ends ──► `serve`: the handler again, for the clients of that key
 *
 * A client that waits is served by running its command once more, in a unit of its own, when one of its keys has
 * changed: the handler is told which (`call.wakeKey`) and looks at that key alone, because whoever comes first to a key
 * is served from it. If there is still nothing for it, it calls `block` again and keeps its place.
 *
 * What serving one client changes may serve the next (BLMOVE feeds another list); that is a next round, so that each
 * key's clients are served in the order in which the keys became ready. Nothing listens to changes while nobody waits.
 *
 * Who is served is hardly ever whose command made the key ready, and the reply of that one is still in the writer. So
 * what is sent while a client is served is told apart: its own goes with its reply, the rest where it belongs.
 *
 * Limits: time goes by the server's clock. A timer brings its end to the millisecond; where the clock is stepped by
 * hand, the next tick does.
 */
import type { Request } from '@redwing/protocol';
import type { Database } from '@redwing/store';
import type { Session, Unblocker } from '../connections/session.ts';
import { byteText } from '../effects/byte-text.ts';
import type { ChangeListener } from '../effects/effects.ts';
import { mayServe } from '../effects/event-names.ts';
import type { Engine } from '../execution/engine.ts';
import type { CommandEntry } from '../execution/registry.ts';
import type { KeyQueue, Place, Wait, Waiter } from './waiter.ts';
import { WaitingKeys } from './waiting-keys.ts';

const NO_KEY = -1;
const TIMER_MAX = 2 ** 31 - 1;
const FORCED =
  '-UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)\r\n';

export class BlockedClients implements ChangeListener, Unblocker {
  private readonly waiting = new WaitingKeys();
  /** The keys that have changed, in the order in which they did. */
  private ready: KeyQueue[] = [];
  private readonly engine: Engine;
  /** The waiter whose command is being run again, and whether it asked to wait on. */
  private serving: Waiter | undefined;
  private waitsOn = false;
  /** What was pushed meanwhile to the session whose requests are being executed. */
  private aside = '';
  /** Who has been served and may go on. */
  private served: Session[] = [];

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** How many clients wait for no longer than some time. */
  get timedCount(): number {
    let count = 0;
    for (const { deadline } of this.waiting.all) if (deadline !== Number.POSITIVE_INFINITY) count++;
    return count;
  }

  /** Whether keys that clients wait for have changed: `serve` is due when the unit has ended. */
  get isDue(): boolean {
    return this.ready.length > 0;
  }

  /** Whether a client's command is being run again: see `push`. */
  get isServing(): boolean {
    return this.serving !== undefined;
  }

  /** Lets a session wait; its reply comes when it is served, or its time is up. */
  block(session: Session, entry: CommandEntry, request: Request, wait: Wait): void {
    if (this.serving !== undefined) {
      this.waitsOn = true;
      return;
    }
    const { milliseconds } = wait;
    const keys: string[] = [];
    for (let i = 0; i < wait.keyCount; i++) {
      const argument = wait.firstKey + i;
      keys.push(byteText(request.bytes, request.start(argument), request.length(argument)));
    }
    const waiter: Waiter = {
      session,
      entry,
      request: wait.request ?? request.clone(),
      wait,
      database: session.database,
      deadline: milliseconds === 0 ? Number.POSITIVE_INFINITY : this.engine.keyspace.now + milliseconds,
      isSilent: session.replyMode !== 'on',
      timer: undefined,
      places: [],
      number: -1,
    };
    if (milliseconds > 0) this.setTimer(waiter, milliseconds);
    session.blocked = true;
    session.waiter = waiter;
    session.unblocker = this;
    this.waiting.add(waiter, keys);
    this.engine.effects.listen(this);
  }

  /** Runs the commands of clients whose keys have changed. To be called when the outermost unit has ended. */
  serve(): void {
    while (this.ready.length > 0) {
      const round = this.ready;
      this.ready = [];
      for (const queue of round) this.serveQueue(queue);
    }
    const { served } = this;
    if (served.length === 0) return;
    this.served = [];
    // Only now, because what they have sent since may be executed at once.
    for (const session of served) session.outbox.resume();
  }

  /** Ends the waits whose time is up. */
  tick(): void {
    const { now } = this.engine.keyspace;
    for (const waiter of [...this.waiting.all]) if (waiter.deadline <= now) this.timeOut(waiter);
    this.waiting.sweep();
    // A key that expired by itself is no unit of anybody's.
    if (this.isDue && !this.engine.effects.isInUnit) this.serve();
  }

  /** Another client ends the wait. To Redis the command has failed then, whatever it answers. */
  unblock(session: Session, reason: 'timeout' | 'error'): void {
    const { waiter } = session;
    if (waiter === undefined) return;
    waiter.entry.failed++;
    this.engine.dispatcher.accountAnswered(session, waiter.entry, waiter.request, 0);
    if (reason === 'timeout') this.timeOut(waiter);
    else this.refuse(waiter, '-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n');
  }

  /** This server becomes a replica: what the clients wait for will not come through them. */
  giveUp(): void {
    for (const waiter of [...this.waiting.all]) {
      this.refuse(waiter, FORCED);
      waiter.session.outbox.close();
    }
  }

  /** The session is gone. */
  forget(session: Session): void {
    if (session.waiter !== undefined) this.remove(session.waiter);
  }

  /** Sends RESP bytes to a session while a client is served. */
  push(session: Session, text: string): void {
    const { engine, serving } = this;
    if (session === serving?.session && !serving.isSilent) engine.writer.rawText(text);
    else if (session === engine.current) this.aside += text;
    else session.outbox.push(text);
  }

  changed(database: Database, event: string, bytes: Uint8Array, start: number, length: number): void {
    if (!this.waiting.concerns(database.id) || !mayServe(event)) return;
    const queue = this.waiting.find(database.id, byteText(bytes, start, length));
    if (queue !== undefined) this.markReady(queue);
  }

  databaseChanging(database: Database): void {
    // The keys may be there once the databases have been exchanged; whoever is served looks anew.
    for (const queue of this.waiting.queuesOf(database.id)) this.markReady(queue);
  }

  settled(): void {
    // Clients are served by whoever ended the unit, after all listeners have been told of it.
  }

  private markReady(queue: KeyQueue): void {
    if (queue.isReady) return;
    queue.isReady = true;
    this.ready.push(queue);
  }

  private serveQueue(queue: KeyQueue): void {
    queue.isReady = false;
    let found: number | undefined;
    for (let place = queue.first; place !== undefined; place = place.next) {
      const { number, wait } = place.waiter;
      if (number < 0) continue;
      // Once the key is gone, nobody behind has to look for it again.
      if (wait.type !== undefined && found !== NO_KEY) found = this.typeAt(place);
      if (wait.type === undefined || wait.type === found) this.tryAgain(place);
    }
  }

  private tryAgain({ waiter, argument }: Place): void {
    const { dispatcher, writer, current } = this.engine;
    const { session, request } = waiter;
    if (session.closing) return;
    const mark = writer.length;
    const { resp3 } = writer;
    writer.resp3 = session.resp3;
    this.serving = waiter;
    this.waitsOn = false;
    let microseconds = 0;
    try {
      microseconds = dispatcher.runAgain(session, waiter.entry, request, argument);
    } finally {
      this.serving = undefined;
      writer.resp3 = resp3;
    }
    const reply = writer.buffer.latin1Slice(mark, writer.length);
    writer.length = mark;
    if (!this.waitsOn) {
      dispatcher.accountAnswered(session, waiter.entry, request, microseconds);
      this.answer(waiter, reply);
      this.served.push(session);
    }
    const { aside } = this;
    this.aside = '';
    if (aside !== '' && current !== undefined) this.engine.push(current, aside);
  }

  /** The type of the value that the key holds now, or NO_KEY. */
  private typeAt({ waiter, argument }: Place): number {
    const { request, database } = waiter;
    const db = this.engine.keyspace.databases[database];
    const ref = db?.find(request.bytes, request.start(argument), request.length(argument)) ?? 0;
    return db === undefined || ref === 0 ? NO_KEY : db.entries.type(ref);
  }

  private setTimer(waiter: Waiter, milliseconds: number): void {
    const delay = Math.max(1, Math.min(Math.ceil(milliseconds), TIMER_MAX));
    waiter.timer = setTimeout(() => this.endIfDue(waiter), delay).unref();
  }

  private endIfDue(waiter: Waiter): void {
    const { keyspace, surroundings } = this.engine;
    keyspace.now = surroundings.now();
    if (waiter.deadline <= keyspace.now) this.timeOut(waiter);
    else this.setTimer(waiter, waiter.deadline - keyspace.now);
  }

  private timeOut(waiter: Waiter): void {
    this.end(waiter, waiter.session.resp3 ? '_\r\n' : '*-1\r\n');
  }

  private refuse(waiter: Waiter, error: string): void {
    this.engine.statistics.countError('UNBLOCKED');
    this.end(waiter, error);
  }

  private end(waiter: Waiter, reply: string): void {
    if (waiter.number < 0) return;
    this.answer(waiter, reply);
    waiter.session.outbox.resume();
  }

  private answer(waiter: Waiter, reply: string): void {
    this.remove(waiter);
    const { session } = waiter;
    session.blocked = false;
    session.unblocker = undefined;
    if (!waiter.isSilent) this.engine.push(session, reply);
  }

  private remove(waiter: Waiter): void {
    if (!this.waiting.remove(waiter)) return;
    clearTimeout(waiter.timer);
    waiter.session.waiter = undefined;
    if (this.waiting.all.length === 0) this.engine.effects.leave(this);
  }
}
