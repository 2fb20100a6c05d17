/**
 * The entries that expire, as a dense list in the arena: the expire cycle walks it, and eviction draws from it.
 *
 * Chunks of 1024 references; each volatile entry knows its place, so that leaving is constant time: the last one
 * takes the place of the one that leaves. Growing never copies more than one chunk's worth of nothing.
 */
import type { Arena } from '../memory/arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from '../memory/arena.ts';
import type { Entries } from './entry.ts';

const CHUNK_SHIFT = 10;
const CHUNK_MASK = 1023;
const CHUNK_BYTES = 4096;

export class VolatileSet {
  count = 0;
  private chunks: number[] = [];
  private readonly arena: Arena;
  private readonly entries: Entries;

  constructor(arena: Arena, entries: Entries) {
    this.arena = arena;
    this.entries = entries;
  }

  /** Bytes of the list itself. */
  get bytes(): number {
    return this.chunks.length * CHUNK_BYTES;
  }

  /** The entry at `place`, 0 ≤ place < count. */
  at(place: number): number {
    const chunk = this.chunks[place >>> CHUNK_SHIFT] as number;
    const words = this.arena.words[chunk >>> WINDOW_SHIFT] as Uint32Array;
    return words[((chunk & PLACE_MASK) << 1) + (place & CHUNK_MASK)] as number;
  }

  add(ref: number): void {
    const place = this.count;
    if (place >>> CHUNK_SHIFT === this.chunks.length) this.chunks.push(this.arena.allocate(CHUNK_BYTES));
    this.count++;
    this.put(place, ref);
  }

  /** `ref` is what the entry `old` (0: none) was until now: it keeps its place, gets one or gives it up. */
  replace(old: number, ref: number): void {
    const wasVolatile = old !== 0 && this.entries.isVolatile(old);
    if (this.entries.isVolatile(ref)) {
      if (wasVolatile) this.put(this.entries.place(old), ref);
      else this.add(ref);
    } else if (wasVolatile) {
      this.remove(old);
    }
  }

  remove(ref: number): void {
    const place = this.entries.place(ref);
    const last = --this.count;
    if (place !== last) this.put(place, this.at(last));
    if ((last & CHUNK_MASK) === 0) this.arena.free(this.chunks.pop() as number);
  }

  clear(): void {
    for (const chunk of this.chunks) this.arena.free(chunk);
    this.chunks = [];
    this.count = 0;
  }

  private put(place: number, ref: number): void {
    const chunk = this.chunks[place >>> CHUNK_SHIFT] as number;
    const words = this.arena.words[chunk >>> WINDOW_SHIFT] as Uint32Array;
    words[((chunk & PLACE_MASK) << 1) + (place & CHUNK_MASK)] = ref;
    this.entries.setPlace(ref, place);
  }
}
