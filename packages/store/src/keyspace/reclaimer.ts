/**
 * Freeing large values bit by bit.
 *
 * A key with ten million members, or a database with ten million keys, is gone at once for whoever looks, but its
 * blocks have to be given back one by one. What is small is freed on the spot; the rest waits here, and whoever drives
 * the server calls `run` between commands until nothing is left. So deleting costs no pause, UNLINK or not.
 */
import type { Releasable } from '../values/value-form.ts';

/** Values of up to this many elements are freed at once: it takes some microseconds. */
const SMALL_COUNT_MAX = 64;

export class Reclaimer {
  /** Called when something begins to wait. */
  onPending: () => void = () => {};
  /** How many values were freed bit by bit. */
  reclaimed = 0;
  private readonly waiting: { form: Releasable; root: number; position: number }[] = [];

  /** How many values wait. */
  get pending(): number {
    return this.waiting.length;
  }

  /** Takes a value that belongs to nobody any more. */
  take(form: Releasable, root: number): void {
    if (form.count(root) > SMALL_COUNT_MAX) {
      this.waiting.push({ form, root, position: 0 });
      if (this.waiting.length === 1) this.onPending();
      return;
    }
    let position = 0;
    do position = form.release(root, position);
    while (position !== 0);
  }

  /** Frees what waits until `hasTime`, asked between small steps, answers false. True when nothing is left. */
  run(hasTime: () => boolean): boolean {
    // Values inside the one being freed join at the end; taking the last first keeps the list short.
    for (let last = this.waiting.at(-1); last !== undefined; last = this.waiting.at(-1)) {
      const at = this.waiting.length - 1;
      last.position = last.form.release(last.root, last.position);
      if (last.position === 0) {
        this.waiting.splice(at, 1);
        this.reclaimed++;
      }
      if (!hasTime()) break;
    }
    return this.waiting.length === 0;
  }

  /** Frees everything that waits. */
  drain(): void {
    this.run(() => true);
  }
}
