/**
 * New connections are read from when no more of them come.
 *
 * The event loop accepts one connection in each turn. When many come at once and the first are served right away, every
 * turn takes as long as what they ask, and the last of them is accepted after as many long turns as there are others:
 * fifty clients with long pipelines keep one of them waiting for a fifth of a second. So newcomers wait for each other,
 * while turns are short, but not longer than WAIT_MICROSECONDS.
 */
import { soon } from '../soon.ts';

const WAIT_MICROSECONDS = 10_000;

/** Whoever can be read from from now on. */
export interface Newcomer {
  resume(): unknown;
}

export class Newcomers {
  private readonly microseconds: () => number;
  private waiting: Newcomer[] = [];
  /** When the first of them came. */
  private since = 0;

  constructor(microseconds: () => number) {
    this.microseconds = microseconds;
  }

  /** Takes in a connection that is not read from yet. */
  add(newcomer: Newcomer): void {
    if (this.waiting.push(newcomer) > 1) return;
    this.since = this.microseconds();
    // Those who are there by now cannot be counted before the turn after this one has accepted the next.
    soon(() => this.watch(1));
  }

  /** Waits for another turn if the last one has brought anybody; `known` were there before it. */
  private watch(known: number): void {
    soon(() => {
      const { length } = this.waiting;
      const isLate = this.microseconds() - this.since > WAIT_MICROSECONDS;
      if (length > known && !isLate) this.watch(length);
      else this.admit();
    });
  }

  private admit(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const newcomer of waiting) newcomer.resume();
  }
}
