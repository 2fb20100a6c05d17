/**
 * Who waits for which key: a queue for each, in order of arrival.
 *
 * Hand-offs come by the ten thousand a second, each with somebody who waits for a moment. A Set or Map that loses its
 * last element is given a new table, and the old one holds on to the new one and to what was in it: once the first
 * of them is old, all that follow outlive the collections of the young generation. So those who wait are linked by hand,
 * and a queue stays where it is for a while after everybody has left it.
 */
import type { KeyQueue, Place, Waiter } from './waiter.ts';

export class WaitingKeys {
  /** By the number of the database. */
  private readonly databases: (Map<string, KeyQueue> | undefined)[] = [];
  private readonly waiters: Waiter[] = [];
  /** The queues that have been left by everybody since `sweep`. */
  private emptied: KeyQueue[] = [];

  /** Everybody who waits, in no order. */
  get all(): readonly Waiter[] {
    return this.waiters;
  }

  /** Puts a waiter at the end of the queue of each of `keys`, its keys in order of the arguments. */
  add(waiter: Waiter, keys: readonly string[]): void {
    waiter.number = this.waiters.push(waiter) - 1;
    let argument = waiter.wait.firstKey;
    for (const key of keys) this.enqueue(waiter, key, argument++);
  }

  /** False if it waits no more. */
  remove(waiter: Waiter): boolean {
    const { number } = waiter;
    if (number < 0) return false;
    waiter.number = -1;
    const last = this.waiters.pop() as Waiter;
    if (last !== waiter) {
      this.waiters[number] = last;
      last.number = number;
    }
    for (const place of waiter.places) this.leave(place);
    return true;
  }

  /** The queue of a key; undefined if nobody waits for it, or one that is empty. */
  find(database: number, key: string): KeyQueue | undefined {
    return this.databases[database]?.get(key);
  }

  /** Whether anybody may be waiting for a key of the database. */
  concerns(database: number): boolean {
    const queues = this.databases[database];
    return queues !== undefined && queues.size > 0;
  }

  /** The queues of a database. */
  queuesOf(database: number): Iterable<KeyQueue> {
    return this.databases[database]?.values() ?? [];
  }

  /** Forgets the keys that nobody waits for any more. To be called now and then. */
  sweep(): void {
    const { emptied } = this;
    if (emptied.length === 0) return;
    this.emptied = [];
    for (const queue of emptied) {
      queue.isEmptied = false;
      if (queue.first === undefined) this.databases[queue.database]?.delete(queue.key);
    }
  }

  private enqueue(waiter: Waiter, key: string, argument: number): void {
    const queue = this.find(waiter.database, key) ?? this.open(waiter.database, key);
    // A key that is named twice.
    if (queue.last?.waiter === waiter) return;
    const place: Place = { waiter, queue, argument, previous: queue.last, next: undefined };
    if (queue.last === undefined) queue.first = place;
    else queue.last.next = place;
    queue.last = place;
    waiter.places.push(place);
  }

  private open(database: number, key: string): KeyQueue {
    const queue: KeyQueue = {
      database,
      key,
      first: undefined,
      last: undefined,
      isReady: false,
      isEmptied: false,
    };
    const queues = this.databases[database] ?? new Map<string, KeyQueue>();
    this.databases[database] = queues;
    queues.set(key, queue);
    return queue;
  }

  private leave({ queue, previous, next }: Place): void {
    if (previous === undefined) queue.first = next;
    else previous.next = next;
    if (next === undefined) queue.last = previous;
    else next.previous = previous;
    if (queue.first !== undefined || queue.isEmptied) return;
    queue.isEmptied = true;
    this.emptied.push(queue);
  }
}
