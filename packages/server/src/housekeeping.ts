/**
 * What has to be done though nobody asks: expiry, idle connections, memory that is given back, numbers that are sampled.
 *
 * Runs `hz` times a second on one timer that does not keep a process alive by itself. The expire cycle gets a quarter
 * of the time between two runs at most, so that commands never wait longer for it.
 */
import type { Engine } from './execution/engine.ts';
import { soon } from './soon.ts';

/** How long memory is given back between two turns: shortly while clients ask, for longer when nobody does. */
const RECLAIM_MICROSECONDS = { busy: 50, idle: 500 };
/** The pause after it while clients ask, as a multiple: a quarter of the time at most, as for the expire cycle. */
const RECLAIM_PAUSE = 3;
/** Nobody asks when nobody has for so long. */
const IDLE_AFTER_MICROSECONDS = 10_000;

export class Housekeeping {
  /** Cleared by DEBUG SET-ACTIVE-EXPIRE 0. */
  private timer: NodeJS.Timeout | undefined;
  private readonly engine: Engine;
  private runs = 0;
  /** What had been received, and when it was seen to have grown, in microseconds. */
  private inputBytes = 0;
  private askedAt = 0;
  /** When memory may be given back again, while clients ask. */
  private reclaimAt = 0;

  constructor(engine: Engine) {
    this.engine = engine;
    engine.configuration.onChange('hz', () => {
      if (this.timer !== undefined) this.start();
    });
  }

  start(): void {
    this.stop();
    const { reclaimer } = this.engine.keyspace;
    reclaimer.onPending = () => this.reclaim();
    if (reclaimer.pending > 0) this.reclaim();
    this.timer = setInterval(() => this.run(), 1000 / this.engine.configuration.values.hz);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private run(): void {
    const { engine } = this;
    if (engine.cronPaused) return;
    this.runs++;
    engine.keyspace.now = engine.surroundings.now();
    if (engine.activeExpiry && engine.keyspace.expiring) this.expire();
    if (this.runs % engine.configuration.values.hz === 0) {
      this.closeIdle();
      // A client that neither asks nor reads must not stay over a soft limit because nothing is written to it.
      for (const session of engine.sessions) session.outbox.enforceLimit();
    }
    engine.statistics.peakMemory = Math.max(engine.statistics.peakMemory, engine.keyspace.usedBytes);
    engine.everyTick();
  }

  /** Gives memory back in slices, between which the sockets are served. What waits to be sent is sent before. */
  private reclaim(): void {
    const { surroundings, keyspace, flushQueue } = this.engine;
    soon(() => {
      if (this.timer === undefined) return;
      const now = surroundings.microseconds();
      const isIdle = this.isIdle(now);
      if (now < this.reclaimAt && !isIdle) {
        this.reclaim();
        return;
      }
      flushQueue.flush();
      const limit = now + (isIdle ? RECLAIM_MICROSECONDS.idle : RECLAIM_MICROSECONDS.busy);
      const isDone = keyspace.reclaimer.run(() => surroundings.microseconds() < limit);
      const end = surroundings.microseconds();
      this.reclaimAt = end + (end - now) * RECLAIM_PAUSE;
      if (!isDone) this.reclaim();
    });
  }

  private isIdle(now: number): boolean {
    const { inputBytes } = this.engine.statistics;
    if (inputBytes !== this.inputBytes) {
      this.inputBytes = inputBytes;
      this.askedAt = now;
    }
    return now - this.askedAt > IDLE_AFTER_MICROSECONDS;
  }

  private expire(): void {
    const { surroundings, configuration, expireCycle } = this.engine;
    const limit = surroundings.microseconds() + 250_000 / configuration.values.hz;
    expireCycle.run(() => surroundings.microseconds() < limit);
  }

  /** Ends connections that have said nothing for `timeout` seconds. */
  private closeIdle(): void {
    const { configuration, sessions, keyspace } = this.engine;
    const { timeout } = configuration.values;
    if (timeout === 0) return;
    for (const session of sessions) {
      const exempt =
        session.kind !== 'normal' ||
        session.subscriptions > 0 ||
        session.notifications > 0 ||
        session.blocked ||
        session.monitoring;
      if (!exempt && keyspace.now - session.lastCommandAt > timeout * 1000) session.outbox.close();
    }
  }
}
