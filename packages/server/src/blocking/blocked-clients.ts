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
import type { Session } from '../connections/session.ts';
import { byteText } from '../effects/byte-text.ts';
import type { ChangeListener } from '../effects/effects.ts';
import { mayServe } from '../effects/event-names.ts';
import type { Engine } from '../execution/engine.ts';
import type { CommandEntry } from '../execution/registry.ts';

/** What a handler that blocks asks for. */
export interface Wait {
  /** The arguments that are keys. */
  readonly keys: readonly number[];
  /** The type of value that is waited for: LIST, SORTED_SET … Without it, every change of a key is looked at. */
  readonly type?: number;
  /** For how long, in ms; 0 is for ever. */
  readonly milliseconds: number;
  /** What the client is answered where it may not wait, in a transaction. When the time is up, it is no array. */
  readonly refused: 'null' | 'nullArray';
  /** What is run again in place of the request, of as many arguments; unless given, the request as it came. */
  readonly request?: Request;
}

interface Waiter {
  readonly session: Session;
  readonly entry: CommandEntry;
  readonly request: Request;
  readonly wait: Wait;
  /** The keys it waits for, each once. */
  readonly keys: ReadonlySet<string>;
  readonly database: number;
  /** When its time is up, in ms since the epoch; Infinity is never. */
  readonly deadline: number;
  /** Whether CLIENT REPLY holds its reply back. */
  readonly isSilent: boolean;
  timer: NodeJS.Timeout | undefined;
}

interface ReadyKey {
  readonly database: number;
  readonly key: string;
}

const TIMER_MAX = 2 ** 31 - 1;
const FORCED =
  '-UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)\r\n';

export class BlockedClients implements ChangeListener {
  /** For each database, who waits for each key, the longest wait first. */
  private readonly byKey = new Map<number, Map<string, Set<Waiter>>>();
  private readonly bySession = new Map<Session, Waiter>();
  private ready = new Map<string, ReadyKey>();
  private readonly engine: Engine;
  /** The waiter whose command is being run again, and whether it asked to wait on. */
  private serving: Waiter | undefined;
  private waitsOn = false;
  /** What was pushed meanwhile to the session whose requests are being executed. */
  private aside = '';
  /** Who has been served and may go on. */
  private readonly served: Session[] = [];

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** How many clients wait for no longer than some time. */
  get timedCount(): number {
    let count = 0;
    for (const { deadline } of this.bySession.values()) if (deadline !== Number.POSITIVE_INFINITY) count++;
    return count;
  }

  /** Whether keys that clients wait for have changed: `serve` is due when the unit has ended. */
  get isDue(): boolean {
    return this.ready.size > 0;
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
    const waiter: Waiter = {
      session,
      entry,
      request: wait.request ?? request.clone(),
      wait,
      keys: new Set(wait.keys.map((argument) => request.latin1(argument))),
      database: session.database,
      deadline: milliseconds === 0 ? Number.POSITIVE_INFINITY : this.engine.keyspace.now + milliseconds,
      isSilent: session.replyMode !== 'on',
      timer: undefined,
    };
    if (milliseconds > 0) this.setTimer(waiter, milliseconds);
    session.blocked = true;
    session.unblock = (reason) => this.unblock(waiter, reason);
    this.bySession.set(session, waiter);
    for (const key of waiter.keys) this.waitersOf(waiter.database, key).add(waiter);
    this.engine.effects.listen(this);
  }

  /** Runs the commands of clients whose keys have changed. To be called when the outermost unit has ended. */
  serve(): void {
    while (this.ready.size > 0) {
      const round = this.ready;
      this.ready = new Map();
      for (const { database, key } of round.values()) {
        for (const waiter of this.byKey.get(database)?.get(key) ?? []) this.tryAgain(waiter, key);
      }
    }
    // Only now, because what they have sent since may be executed at once.
    for (const session of this.served.splice(0)) session.outbox.resume();
  }

  /** Ends the waits whose time is up. */
  tick(): void {
    const { now } = this.engine.keyspace;
    for (const waiter of [...this.bySession.values()]) if (waiter.deadline <= now) this.timeOut(waiter);
    // A key that expired by itself is no unit of anybody's.
    if (this.isDue && !this.engine.effects.isInUnit) this.serve();
  }

  /** This server becomes a replica: what the clients wait for will not come through them. */
  giveUp(): void {
    for (const waiter of [...this.bySession.values()]) {
      this.refuse(waiter, FORCED);
      waiter.session.outbox.close();
    }
  }

  /** The session is gone. */
  forget(session: Session): void {
    const waiter = this.bySession.get(session);
    if (waiter !== undefined) this.remove(waiter);
  }

  /** Sends RESP bytes to a session while a client is served. */
  push(session: Session, text: string): void {
    const { engine, serving } = this;
    if (session === serving?.session && !serving.isSilent) engine.writer.rawText(text);
    else if (session === engine.current) this.aside += text;
    else session.outbox.push(text);
  }

  changed(database: Database, event: string, bytes: Uint8Array, start: number, length: number): void {
    const keys = this.byKey.get(database.id);
    if (keys === undefined || !mayServe(event)) return;
    const key = byteText(bytes, start, length);
    if (keys.has(key)) this.markReady(database.id, key);
  }

  databaseChanging(database: Database): void {
    // The keys may be there once the databases have been exchanged; whoever is served looks anew.
    const keys = this.byKey.get(database.id);
    if (keys !== undefined) for (const key of keys.keys()) this.markReady(database.id, key);
  }

  settled(): void {
    // Clients are served by whoever ended the unit, after all listeners have been told of it.
  }

  private markReady(database: number, key: string): void {
    this.ready.set(`${database}:${key}`, { database, key });
  }

  private tryAgain(waiter: Waiter, key: string): void {
    const { dispatcher, writer, current } = this.engine;
    const { session, request, wait } = waiter;
    const index = wait.keys.find((argument) => request.latin1(argument) === key) ?? 0;
    if (session.closing || !this.hasWanted(waiter, index)) return;
    const mark = writer.length;
    const { resp3 } = writer;
    writer.resp3 = session.resp3;
    this.serving = waiter;
    this.waitsOn = false;
    let microseconds = 0;
    try {
      microseconds = dispatcher.runAgain(session, waiter.entry, request, index);
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

  /** Whether the key holds a value of the type the client waits for. */
  private hasWanted({ wait, request, database }: Waiter, index: number): boolean {
    const db = this.engine.keyspace.databases[database];
    if (wait.type === undefined || db === undefined) return true;
    const ref = db.find(request.bytes, request.start(index), request.length(index));
    return ref !== 0 && db.entries.type(ref) === wait.type;
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

  /** Another client ends the wait: CLIENT UNBLOCK. To Redis the command has failed then, whatever it answers. */
  private unblock(waiter: Waiter, reason: 'timeout' | 'error'): void {
    const { session, entry, request } = waiter;
    entry.failed++;
    this.engine.dispatcher.accountAnswered(session, entry, request, 0);
    if (reason === 'timeout') this.timeOut(waiter);
    else this.refuse(waiter, '-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n');
  }

  private timeOut(waiter: Waiter): void {
    this.end(waiter, waiter.session.resp3 ? '_\r\n' : '*-1\r\n');
  }

  private refuse(waiter: Waiter, error: string): void {
    this.engine.statistics.countError('UNBLOCKED');
    this.end(waiter, error);
  }

  private end(waiter: Waiter, reply: string): void {
    if (this.bySession.get(waiter.session) !== waiter) return;
    this.answer(waiter, reply);
    waiter.session.outbox.resume();
  }

  private answer(waiter: Waiter, reply: string): void {
    this.remove(waiter);
    const { session } = waiter;
    session.blocked = false;
    session.unblock = undefined;
    if (!waiter.isSilent) this.engine.push(session, reply);
  }

  private remove(waiter: Waiter): void {
    clearTimeout(waiter.timer);
    this.bySession.delete(waiter.session);
    const keys = this.byKey.get(waiter.database);
    for (const key of waiter.keys) {
      const waiters = keys?.get(key);
      waiters?.delete(waiter);
      if (waiters?.size === 0) keys?.delete(key);
    }
    if (keys?.size === 0) this.byKey.delete(waiter.database);
    if (this.bySession.size === 0) this.engine.effects.leave(this);
  }

  private waitersOf(database: number, key: string): Set<Waiter> {
    const keys = this.byKey.get(database) ?? new Map<string, Set<Waiter>>();
    this.byKey.set(database, keys);
    const waiters = keys.get(key) ?? new Set<Waiter>();
    keys.set(key, waiters);
    return waiters;
  }
}
