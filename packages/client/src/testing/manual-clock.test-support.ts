/** A clock that moves when the test says so. */

import type { Clock, Scheduled } from '../clock.ts';

interface Timer {
  readonly dueMs: number;
  readonly run: () => void;
}

export class ManualClock implements Clock {
  private readonly timers = new Set<Timer>();
  private nowMs = 0;

  schedule(delayMs: number, run: () => void): Scheduled {
    const timer = { dueMs: this.nowMs + delayMs, run };
    this.timers.add(timer);
    return { cancel: () => this.timers.delete(timer) };
  }

  /** How many timers run. */
  get pending(): number {
    return this.timers.size;
  }

  advance(byMs: number): void {
    this.nowMs += byMs;
    for (const timer of [...this.timers].sort((one, other) => one.dueMs - other.dueMs)) {
      if (timer.dueMs > this.nowMs || !this.timers.delete(timer)) continue;
      timer.run();
    }
  }
}
