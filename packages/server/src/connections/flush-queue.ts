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
  private waiting: Flushable[] = [];
  private spare: Flushable[] = [];
  private readonly run = (): void => this.flush();

  /** Has `one` flushed at the end of the turn. Not to be called again before that has happened. */
  add(one: Flushable): void {
    // Immediates come right after the sockets that were ready have been read from.
    if (this.waiting.push(one) === 1) soon(this.run);
  }

  /** Flushes now what the end of the turn would. */
  flush(): void {
    const { waiting } = this;
    this.waiting = this.spare;
    for (const one of waiting) one.flush();
    waiting.length = 0;
    this.spare = waiting;
  }
}
