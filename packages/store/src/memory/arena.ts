/**
 * The arena: blocks of memory off the JavaScript heap.
 *
 * Small blocks come from slabs, runs of pages cut into blocks of one size class; each slab has its own list of free
 * blocks, threaded through them, and each class a list of the slabs that have room. A slab that empties goes back to
 * the pages. Large blocks are runs of pages. No block has a header: the page a reference points into tells
 * its size (the idea of mimalloc: Leijen, Zorn, de Moura, "Free List Sharding in Action", 2019).
 *
 * Invariants: `usedBytes` is the sum of `sizeOf` over all live blocks; a slab is on its class's list exactly when it
 * has a free block. With `poison` on, freed blocks are filled with a pattern that is checked when they are given out
 * again, and freeing twice throws: for tests, several times slower.
 */
import { FIRST_PAGES, PAGE_BYTES, PAGE_SHIFT, Pages } from './pages.ts';
import { BLOCK_BYTES, BLOCK_BYTES_MAX, CLASSES, classOf, SLAB_BLOCKS, SLAB_PAGES } from './size-classes.ts';
import { PLACE_MASK, WINDOW_SHIFT } from './windows.ts';

export { OutOfMemory, PLACE_MASK, WINDOW_SHIFT } from './windows.ts';

/** What `pageClass` holds for the first page of a large block. */
const LARGE = 255;
const NO_SLAB = -1;
const POISON = 0xdb;

export class Arena {
  /** Bytes of all live blocks, rounding included. */
  usedBytes = 0;
  /** How many blocks are live. */
  blocks = 0;
  /** The bytes of each window: `bytes[ref >>> WINDOW_SHIFT]`. Take them anew after anything that may allocate. */
  bytes: Uint8Array[];
  /** The same memory as 32-bit words. */
  words: Uint32Array[];
  /** The same memory, to be read anywhere in several bytes at once. */
  views: DataView[];
  private readonly pages = new Pages();
  private readonly poisoned: Set<number> | undefined;
  /** For each class, the first slab (its first page) with room. */
  private readonly withRoom = new Int32Array(CLASSES).fill(NO_SLAB);
  // Facts about each page: its class, and how many pages back its slab begins.
  private pageClass = new Uint8Array(FIRST_PAGES);
  private pagesBack = new Uint8Array(FIRST_PAGES);
  // Facts about each slab, at its first page. For a large block, `live` is its length in pages.
  private live = new Uint32Array(FIRST_PAGES);
  private cut = new Uint16Array(FIRST_PAGES);
  private freeBlock = new Uint32Array(FIRST_PAGES);
  private nextSlab = new Int32Array(FIRST_PAGES);
  private previousSlab = new Int32Array(FIRST_PAGES);

  constructor(options: { poison?: boolean } = {}) {
    this.bytes = this.pages.windows.bytes;
    this.words = this.pages.windows.words;
    this.views = this.pages.windows.views;
    this.poisoned = options.poison ? new Set() : undefined;
  }

  /** Bytes taken from the system for slabs and large blocks, free space in slabs included. */
  get heldBytes(): number {
    return this.pages.used * PAGE_BYTES;
  }

  /** A block of at least `size` bytes (1 or more), whose contents are undefined. @throws OutOfMemory */
  allocate(size: number): number {
    if (size > BLOCK_BYTES_MAX) return this.allocateLarge(size);
    const index = classOf(size);
    let slab = this.withRoom[index] as number;
    if (slab === NO_SLAB) slab = this.openSlab(index);
    let ref = this.freeBlock[slab] as number;
    if (ref !== 0) {
      this.freeBlock[slab] = (this.words[ref >>> WINDOW_SHIFT] as Uint32Array)[
        (ref & PLACE_MASK) << 1
      ] as number;
    } else {
      const cut = this.cut[slab] as number;
      ref = ((slab << PAGE_SHIFT) >>> 0) + cut * ((BLOCK_BYTES[index] as number) >>> 3);
      this.cut[slab] = cut + 1;
    }
    const live = (this.live[slab] as number) + 1;
    this.live[slab] = live;
    if (live === SLAB_BLOCKS[index]) this.unlinkSlab(slab, index);
    this.usedBytes += BLOCK_BYTES[index] as number;
    this.blocks++;
    if (this.poisoned !== undefined) this.checkPoison(ref, BLOCK_BYTES[index] as number);
    return ref;
  }

  /** Gives a block back. */
  free(ref: number): void {
    let slab = ref >>> PAGE_SHIFT;
    const index = this.pageClass[slab] as number;
    if (this.poisoned !== undefined) this.poison(ref);
    if (index === LARGE) {
      this.freeLarge(slab);
      return;
    }
    slab -= this.pagesBack[slab] as number;
    this.usedBytes -= BLOCK_BYTES[index] as number;
    this.blocks--;
    const live = (this.live[slab] as number) - 1;
    this.live[slab] = live;
    (this.words[ref >>> WINDOW_SHIFT] as Uint32Array)[(ref & PLACE_MASK) << 1] = this.freeBlock[
      slab
    ] as number;
    this.freeBlock[slab] = ref;
    if (live === (SLAB_BLOCKS[index] as number) - 1) this.linkSlab(slab, index);
    if (live === 0) this.closeSlab(slab, index);
  }

  /** How many bytes the block can hold. */
  sizeOf(ref: number): number {
    const page = ref >>> PAGE_SHIFT;
    const index = this.pageClass[page] as number;
    return index === LARGE ? (this.live[page] as number) * PAGE_BYTES : (BLOCK_BYTES[index] as number);
  }

  /** Whether a block of `size` bytes would be as large as this one: then the block can be written over in place. */
  fits(ref: number, size: number): boolean {
    const page = ref >>> PAGE_SHIFT;
    const index = this.pageClass[page] as number;
    if (index === LARGE) return size > BLOCK_BYTES_MAX && Math.ceil(size / PAGE_BYTES) === this.live[page];
    return size <= BLOCK_BYTES_MAX && classOf(size) === index;
  }

  private allocateLarge(size: number): number {
    const count = Math.ceil(size / PAGE_BYTES);
    const page = this.pages.take(count);
    this.refresh();
    this.reserve(page + count);
    this.pageClass[page] = LARGE;
    this.live[page] = count;
    this.usedBytes += count * PAGE_BYTES;
    this.blocks++;
    const ref = (page << PAGE_SHIFT) >>> 0;
    this.poisoned?.delete(ref);
    return ref;
  }

  private freeLarge(page: number): void {
    const count = this.live[page] as number;
    this.usedBytes -= count * PAGE_BYTES;
    this.blocks--;
    this.pageClass[page] = 0;
    this.givePages(page, count);
  }

  private openSlab(index: number): number {
    const count = SLAB_PAGES[index] as number;
    const slab = this.pages.take(count);
    this.refresh();
    this.reserve(slab + count);
    for (let i = 0; i < count; i++) {
      this.pageClass[slab + i] = index;
      this.pagesBack[slab + i] = i;
    }
    this.live[slab] = 0;
    this.cut[slab] = 0;
    this.freeBlock[slab] = 0;
    this.linkSlab(slab, index);
    return slab;
  }

  private closeSlab(slab: number, index: number): void {
    const count = SLAB_PAGES[index] as number;
    this.unlinkSlab(slab, index);
    this.pageClass.fill(0, slab, slab + count);
    this.givePages(slab, count);
  }

  private givePages(page: number, count: number): void {
    this.pages.release(page, count);
    if (this.pages.used === 0) this.refresh();
    if (this.poisoned === undefined) return;
    // Cut anew, the pages hold other blocks.
    for (const ref of this.poisoned) {
      const at = ref >>> PAGE_SHIFT;
      if (at >= page && at < page + count) this.poisoned.delete(ref);
    }
  }

  private linkSlab(slab: number, index: number): void {
    const head = this.withRoom[index] as number;
    this.nextSlab[slab] = head;
    this.previousSlab[slab] = NO_SLAB;
    if (head !== NO_SLAB) this.previousSlab[head] = slab;
    this.withRoom[index] = slab;
  }

  private unlinkSlab(slab: number, index: number): void {
    const next = this.nextSlab[slab] as number;
    const previous = this.previousSlab[slab] as number;
    if (next !== NO_SLAB) this.previousSlab[next] = previous;
    if (previous !== NO_SLAB) this.nextSlab[previous] = next;
    else this.withRoom[index] = next;
  }

  private refresh(): void {
    this.bytes = this.pages.windows.bytes;
    this.words = this.pages.windows.words;
    this.views = this.pages.windows.views;
  }

  private reserve(pages: number): void {
    if (pages <= this.pageClass.length) return;
    const size = Math.max(pages, this.pageClass.length * 2);
    const wider = <T extends Uint8Array | Uint16Array | Uint32Array | Int32Array>(old: T, next: T): T => {
      next.set(old);
      return next;
    };
    this.pageClass = wider(this.pageClass, new Uint8Array(size));
    this.pagesBack = wider(this.pagesBack, new Uint8Array(size));
    this.live = wider(this.live, new Uint32Array(size));
    this.cut = wider(this.cut, new Uint16Array(size));
    this.freeBlock = wider(this.freeBlock, new Uint32Array(size));
    this.nextSlab = wider(this.nextSlab, new Int32Array(size));
    this.previousSlab = wider(this.previousSlab, new Int32Array(size));
  }

  private poison(ref: number): void {
    if (ref === 0 || (this.pageClass[ref >>> PAGE_SHIFT] as number) === 0)
      throw new Error(`free of no block: ${ref}`);
    if (this.poisoned?.has(ref)) throw new Error(`block ${ref} freed twice`);
    this.poisoned?.add(ref);
    const offset = (ref & PLACE_MASK) << 3;
    this.bytes[ref >>> WINDOW_SHIFT]?.fill(POISON, offset, offset + this.sizeOf(ref));
  }

  private checkPoison(ref: number, size: number): void {
    const bytes = this.bytes[ref >>> WINDOW_SHIFT] as Uint8Array;
    const offset = (ref & PLACE_MASK) << 3;
    if (this.poisoned?.delete(ref)) {
      // The first word was the link of the free list.
      for (let i = 4; i < size; i++) {
        if (bytes[offset + i] !== POISON) throw new Error(`block ${ref} was written after it was freed`);
      }
    }
    bytes.fill(POISON, offset, offset + size);
  }
}
