/**
 * What has to be done though nobody asks: expiry, idle connections, numbers that are sampled.
 *
 * Runs `hz` times a second on one timer that does not keep a process alive by itself. The expire cycle gets a quarter
 * of the time between two runs at most, so that commands never wait longer for it. As in soon.ts, the timer is that of the
 * process even where a test fakes its timers: it would never be done with one that goes on for ever.
 */
import type { Engine } from './execution/engine.ts';

const { setInterval: repeat, clearInterval: stopRepeating } = globalThis;

export class Housekeeping {
  private timer: NodeJS.Timeout | undefined;
  private readonly engine: Engine;
  private runs = 0;

  constructor(engine: Engine) {
    this.engine = engine;
    engine.configuration.onChange('hz', () => {
      if (this.timer !== undefined) this.start();
    });
  }

  start(): void {
    this.stop();
    this.timer = repeat(() => this.run(), 1000 / this.engine.configuration.values.hz);
    this.timer.unref();
  }

  stop(): void {
    stopRepeating(this.timer);
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
