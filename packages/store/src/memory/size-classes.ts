/**
 * Block sizes: every 8 bytes up to 128, then eight steps a doubling up to 32 KiB, so that rounding up wastes at
 * most an eighth. A class's blocks are cut from slabs of one to eight pages, whichever wastes least.
 */
import { PAGE_BYTES } from './pages.ts';

/** Larger blocks are runs of whole pages. */
export const BLOCK_BYTES_MAX = 32768;
const FINE_CLASSES = 16;
const SLAB_PAGES_MAX = 8;

/** The class of a block of `size` bytes, 1 ≤ size ≤ BLOCK_BYTES_MAX. */
export function classOf(size: number): number {
  if (size <= 128) return (size + 7) >>> 3;
  const exponent = 31 - Math.clz32(size - 1);
  return FINE_CLASSES + 1 + (exponent - 7) * 8 + ((size - 1) >>> (exponent - 3)) - 8;
}

/** The classes begin at 1: 0 stands for a page that is in no slab. */
export const CLASSES: number = classOf(BLOCK_BYTES_MAX) + 1;

/** Bytes of a block of each class. */
export const BLOCK_BYTES: Uint32Array = new Uint32Array(CLASSES);
/** Pages of a slab of each class. */
export const SLAB_PAGES: Uint8Array = new Uint8Array(CLASSES);
/** Blocks in a slab of each class. */
export const SLAB_BLOCKS: Uint16Array = new Uint16Array(CLASSES);

for (let size = 8; size <= BLOCK_BYTES_MAX; size += 8) BLOCK_BYTES[classOf(size)] = size;
for (let index = 1; index < CLASSES; index++) {
  const size = BLOCK_BYTES[index] as number;
  let best = 1;
  for (let pages = 1; pages <= SLAB_PAGES_MAX; pages++) {
    if (waste(pages, size) < waste(best, size)) best = pages;
    if (waste(best, size) < 1 / 32) break;
  }
  SLAB_PAGES[index] = best;
  SLAB_BLOCKS[index] = Math.floor((best * PAGE_BYTES) / size);
}

function waste(pages: number, size: number): number {
  const bytes = pages * PAGE_BYTES;
  return bytes < size ? 1 : (bytes % size) / bytes;
}
