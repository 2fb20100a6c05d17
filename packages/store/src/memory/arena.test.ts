import { expect, it } from 'vitest';
import { SeededRandom, testScale, testSeed } from '../persistence/seeded-random.test-support.ts';
import { Arena, PLACE_MASK, WINDOW_SHIFT } from './arena.ts';
import { BLOCK_BYTES, BLOCK_BYTES_MAX, classOf } from './size-classes.ts';

const seed = testSeed();

it('rounds every size up by an eighth at the most', () => {
  for (let size = 1; size <= BLOCK_BYTES_MAX; size++) {
    const rounded = BLOCK_BYTES[classOf(size)] as number;
    expect(rounded >= size && rounded - size < Math.max(8, size / 8 + 8), `size ${size}`).toBe(true);
  }
});

/** Fills a block with a byte of its own, so that blocks that overlap are found out. */
function paint(arena: Arena, ref: number, size: number, byte: number): void {
  const offset = (ref & PLACE_MASK) << 3;
  arena.bytes[ref >>> WINDOW_SHIFT]?.fill(byte, offset, offset + size);
}

function isPainted(arena: Arena, ref: number, size: number, byte: number): boolean {
  const offset = (ref & PLACE_MASK) << 3;
  const bytes = arena.bytes[ref >>> WINDOW_SHIFT] as Uint8Array;
  for (let i = 0; i < size; i++) if (bytes[offset + i] !== byte) return false;
  return true;
}

it(`keeps blocks apart and accounts for each of them, seed ${seed}`, () => {
  const random = new SeededRandom(seed);
  const arena = new Arena({ poison: true });
  const live: { ref: number; size: number; byte: number }[] = [];
  for (let step = 0; step < 20_000 * testScale; step++) {
    const growing = Math.floor(step / 3000) % 2 === 0;
    if (live.length === 0 || random.chance(growing ? 0.7 : 0.3)) {
      const size = 1 + random.below(random.chance(0.02) ? 300_000 : random.chance(0.2) ? 5000 : 120);
      const block = { ref: arena.allocate(size), size, byte: step & 0xff };
      expect(arena.sizeOf(block.ref)).toBeGreaterThanOrEqual(size);
      expect(arena.fits(block.ref, size)).toBe(true);
      paint(arena, block.ref, size, block.byte);
      live.push(block);
    } else {
      const [block] = live.splice(random.below(live.length), 1);
      if (block === undefined) continue;
      expect(isPainted(arena, block.ref, block.size, block.byte)).toBe(true);
      arena.free(block.ref);
    }
  }
  expect(arena.blocks).toBe(live.length);
  expect(arena.usedBytes).toBe(live.reduce((sum, { ref }) => sum + arena.sizeOf(ref), 0));
  for (const { ref } of live) arena.free(ref);
  expect([arena.blocks, arena.usedBytes, arena.heldBytes]).toEqual([0, 0, 0]);
});

it('uses freed memory again instead of growing', () => {
  const arena = new Arena();
  for (let round = 0; round < 5; round++) {
    const refs = Array.from({ length: 1000 }, () => arena.allocate(100));
    expect(arena.heldBytes).toBeLessThan(150_000);
    for (const ref of refs) arena.free(ref);
  }
});

it('finds out a block that is freed twice', () => {
  const arena = new Arena({ poison: true });
  arena.allocate(16);
  const ref = arena.allocate(16);
  arena.free(ref);
  expect(() => arena.free(ref)).toThrow('freed twice');
});

it('finds out a write to a freed block', () => {
  const arena = new Arena({ poison: true });
  arena.allocate(16);
  const ref = arena.allocate(16);
  arena.free(ref);
  paint(arena, ref + 1, 8, 1);
  expect(() => arena.allocate(16)).toThrow('written after it was freed');
});
