/**
 * Giving memory back: what was deleted and is large is freed bit by bit (see Reclaimer), in slices between which the
 * sockets are served.
 *
 *     clients ask     ▇▁▁▁▁▇▁▁▁▁▇     50 µs at a time, a quarter of the time at most
 *     nobody asks     ▇▇▇▇▇▇▇▇▇▇▇     as fast as it goes
 *
 * Replies that wait to be sent go out before a slice, so that the clients have something to do meanwhile.
 */
import type { Keyspace } from '@redwing/store';
import { soon } from './soon.ts';

/** The part of the engine that it needs. */
interface EnginePart {
  readonly keyspace: Keyspace;
  /** A monotonic clock. */
  readonly surroundings: { microseconds(): number };
  readonly statistics: { readonly inputBytes: number };
  readonly flushQueue: { flush(): void };
}

const SLICE_MICROSECONDS = { busy: 50, idle: 500 };
/** The pause after a slice while clients ask, as a multiple of how long that took. */
const PAUSE = 3;
/** Nobody asks when nothing has been received for so long. */
const IDLE_AFTER_MICROSECONDS = 10_000;

export class Reclaiming {
  private readonly engine: EnginePart;
  private isRunning = false;
  /** What had been received, and when it was last seen to have grown, in microseconds. */
  private inputBytes = 0;
  private askedAt = 0;
  /** When the pause after the last slice ends. */
  private pausedUntil = 0;

  constructor(engine: EnginePart) {
    this.engine = engine;
  }

  start(): void {
    const { reclaimer } = this.engine.keyspace;
    this.isRunning = true;
    reclaimer.onPending = () => this.goOn();
    if (reclaimer.pending > 0) this.goOn();
  }

  stop(): void {
    this.isRunning = false;
    this.engine.keyspace.reclaimer.onPending = () => {};
  }

  private goOn(): void {
    soon(() => {
      if (this.isRunning && !this.turn()) this.goOn();
    });
  }

  /** What is done in a turn of the event loop. True when nothing is left. */
  private turn(): boolean {
    const { surroundings, keyspace, statistics, flushQueue } = this.engine;
    const now = surroundings.microseconds();
    if (statistics.inputBytes !== this.inputBytes) {
      this.inputBytes = statistics.inputBytes;
      this.askedAt = now;
    }
    const isIdle = now - this.askedAt > IDLE_AFTER_MICROSECONDS;
    if (!isIdle && now < this.pausedUntil) return false;
    flushQueue.flush();
    const limit = now + (isIdle ? SLICE_MICROSECONDS.idle : SLICE_MICROSECONDS.busy);
    const isDone = keyspace.reclaimer.run(() => surroundings.microseconds() < limit);
    const end = surroundings.microseconds();
    this.pausedUntil = end + (end - now) * PAUSE;
    return isDone;
  }
}
