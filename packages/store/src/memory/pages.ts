/**
 * Pages of 16 KiB, given out in runs of neighbours.
 *
 * Free runs are kept in lists by their length, and both ends of a free run know its length (boundary tags), so that
 * a run that is given back joins its free neighbours in constant time. A run never crosses a window.
 *
 *     | used | free 3 . 3 | used used | free 1 | never used …
 *              ^length  ^length
 */
import { Windows } from './windows.ts';

export const PAGE_BYTES = 16384;
/** A page is 2048 units of 8 bytes. */
export const PAGE_SHIFT = 11;
const WINDOW_PAGES = 65536;
/** How many pages there is room to know about at first; the room doubles. */
export const FIRST_PAGES = 16;
/** Runs of this many pages and more share one list. */
const BINS = 64;
const NONE = 0xffff_ffff;
/** An empty store keeps its window up to here: a key that comes and goes must not map memory each time. */
const KEPT_PAGES_MAX = 1024;

export class Pages {
  readonly windows: Windows = new Windows();
  /** Pages in use. */
  used = 0;
  private readonly bins: Uint32Array = new Uint32Array(BINS + 1).fill(NONE);
  /** For the two ends of a free run: its length in pages; 0 for a page in use. */
  private free: Uint32Array = new Uint32Array(FIRST_PAGES);
  private next: Uint32Array = new Uint32Array(FIRST_PAGES);
  private previous: Uint32Array = new Uint32Array(FIRST_PAGES);
  /** The first page never used yet, in the last window. */
  private fresh = 0;

  /** Takes `count` neighbouring pages and returns the number of the first. @throws OutOfMemory */
  take(count: number): number {
    const found = this.findFree(count);
    const page = found >= 0 ? this.takeFromRun(found, count) : this.takeFresh(count);
    this.used += count;
    return page;
  }

  /** Gives back `count` pages beginning with `page`. When none is left in use, the memory goes back to the system. */
  release(page: number, count: number): void {
    this.used -= count;
    if (this.used === 0) {
      this.startOver();
      return;
    }
    let first = page;
    let length = count;
    const after = page + count;
    if (after < this.fresh && after % WINDOW_PAGES !== 0 && (this.free[after] as number) > 0) {
      length += this.free[after] as number;
      this.unlink(after);
    }
    if (page % WINDOW_PAGES !== 0 && (this.free[page - 1] as number) > 0) {
      const before = this.free[page - 1] as number;
      first -= before;
      length += before;
      this.unlink(first);
    }
    this.link(first, length);
  }

  /** Nothing is in use: begins from the front again, and gives the memory back if it was much. */
  private startOver(): void {
    if (this.fresh > KEPT_PAGES_MAX) this.windows.clear();
    this.bins.fill(NONE);
    this.free.fill(0);
    this.fresh = this.windows.count > 0 ? 1 : 0;
  }

  private findFree(count: number): number {
    for (let bin = count; bin < BINS; bin++) {
      const run = this.bins[bin] as number;
      if (run !== NONE) return run;
    }
    let best = -1;
    for (let run = this.bins[BINS] as number; run !== NONE; run = this.next[run] as number) {
      const length = this.free[run] as number;
      if (length >= count && (best < 0 || length < (this.free[best] as number))) best = run;
    }
    return best;
  }

  private takeFromRun(run: number, count: number): number {
    const length = this.free[run] as number;
    this.unlink(run);
    if (length > count) this.link(run + count, length - count);
    return run;
  }

  private takeFresh(count: number): number {
    const { windows } = this;
    if (windows.count === 0) {
      windows.open();
      // Page 0 is never given out, so that reference 0 can mean "none".
      this.fresh = 1;
    }
    const room = windows.count * WINDOW_PAGES - this.fresh;
    if (room < count) {
      if (room > 0) {
        const rest = this.fresh;
        this.fresh += room;
        this.reserve(this.fresh);
        windows.extend(windows.count - 1, WINDOW_PAGES * PAGE_BYTES);
        this.link(rest, room);
      }
      windows.open();
    }
    const page = this.fresh;
    this.fresh += count;
    this.reserve(this.fresh);
    const last = windows.count - 1;
    windows.extend(last, (this.fresh - last * WINDOW_PAGES) * PAGE_BYTES);
    return page;
  }

  private link(run: number, length: number): void {
    this.free[run] = length;
    this.free[run + length - 1] = length;
    const bin = Math.min(length, BINS);
    const head = this.bins[bin] as number;
    this.next[run] = head;
    this.previous[run] = NONE;
    if (head !== NONE) this.previous[head] = run;
    this.bins[bin] = run;
  }

  private unlink(run: number): void {
    const length = this.free[run] as number;
    const next = this.next[run] as number;
    const previous = this.previous[run] as number;
    if (next !== NONE) this.previous[next] = previous;
    if (previous !== NONE) this.next[previous] = next;
    else this.bins[Math.min(length, BINS)] = next;
    this.free[run] = 0;
    this.free[run + length - 1] = 0;
  }

  private reserve(pages: number): void {
    if (pages <= this.free.length) return;
    const size = Math.max(pages, this.free.length * 2);
    this.free = grownTo(this.free, size);
    this.next = grownTo(this.next, size);
    this.previous = grownTo(this.previous, size);
  }
}

function grownTo(words: Uint32Array, length: number): Uint32Array {
  const grown = new Uint32Array(length);
  grown.set(words);
  return grown;
}
