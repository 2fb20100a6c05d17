/**
 * A block of the arena as 32-bit words: those of its window, and where its own begin among them.
 *
 * The words are taken anew after anything that may allocate, since the window may have grown.
 */
import type { Arena } from './arena.ts';
import { PLACE_MASK, WINDOW_SHIFT } from './arena.ts';

/** The words of the window a block lies in. */
export function wordsOf(arena: Arena, ref: number): Uint32Array {
  return arena.words[ref >>> WINDOW_SHIFT] as Uint32Array;
}

/** The index, among the words of its window, of the first word of a block. */
export function wordAt(ref: number): number {
  return (ref & PLACE_MASK) << 1;
}
