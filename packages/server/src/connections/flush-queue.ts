/**
 * What is sent goes out at the end of the turn: when the event loop has read from every connection that had something,
 * all of them are written to, one after the other.
 *
 * Writing to a socket wakes whoever waits at its other end, and waking costs more than all the rest of a small request.
 * Written to at once, a client with many connections is woken for each of them, reads one reply and falls asleep again;
 * at the end of the turn it is woken once and finds the others while it is awake.
 */
import { soon } from '../soon.ts';

export interface Flushable {
  /** Hands what waits to the system. */
  flush(): void;
}

export class FlushQueue {
  /** Only the first `count` wait. The arrays keep their length: what shrinks to nothing each turn is garbage each turn. */
  private waiting: (Flushable | undefined)[] = [];
  private spare: (Flushable | undefined)[] = [];
  private count = 0;
  private readonly run = (): void => this.flush();

  /** Has `one` flushed at the end of the turn. Not to be called again before that has happened. */
  add(one: Flushable): void {
    this.waiting[this.count++] = one;
    // Immediates come right after the sockets that were ready have been read from.
    if (this.count === 1) soon(this.run);
  }

  /** Flushes now what the end of the turn would. */
  flush(): void {
    const { waiting, count } = this;
    this.waiting = this.spare;
    this.count = 0;
    for (let i = 0; i < count; i++) {
      waiting[i]?.flush();
      waiting[i] = undefined;
    }
    this.spare = waiting;
  }
}
