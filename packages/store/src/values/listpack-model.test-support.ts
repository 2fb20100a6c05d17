import { Slice } from '../memory/slice.ts';
import type { SeededRandom } from '../persistence/seeded-random.test-support.ts';
import { appendElement, createListpack, LISTPACK_EMPTY_BYTES, listpackBytes } from './listpack.ts';
import { ListpackCursor } from './listpack-cursor.ts';
import { Needle } from './needle.ts';

/**
 * Listpacks against plain lists of byte strings: elements that lie on both sides of each limit of the encoding, and the
 * way from a listpack to a list and back.
 */

/** Where the listpack begins in its block, so that an offset taken for a place would show. */
export const START = 11;

/** What surrounds it and must stay as it is. */
const GUARD = 0xa5;

/** A block with an empty listpack in it, which is given room as Redwing's callers give it: byte by byte. */
export class Block {
  bytes: Uint8Array = new Uint8Array(START + LISTPACK_EMPTY_BYTES + START).fill(GUARD);

  constructor() {
    createListpack(this.bytes, START);
  }

  /** Moves the listpack to a block with room for `growth` bytes more, or less, and no other. */
  resize(growth: number): Uint8Array {
    const used = listpackBytes(this.bytes, START);
    const bytes = new Uint8Array(START + Math.max(used, used + growth) + START).fill(GUARD);
    bytes.set(this.bytes.subarray(START, START + used), START);
    this.bytes = bytes;
    return bytes;
  }

  listpack(): Buffer {
    return Buffer.from(this.bytes.subarray(START, START + listpackBytes(this.bytes, START)));
  }

  isGuarded(): boolean {
    const before = this.bytes.subarray(0, START);
    const after = this.bytes.subarray(this.bytes.length - START);
    return before.every((byte) => byte === GUARD) && after.every((byte) => byte === GUARD);
  }
}

const needle = new Needle();
const cursor = new ListpackCursor();
const slice = new Slice();

export function needleOf(text: Uint8Array | string): Needle {
  const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
  return new Needle().set(Buffer.concat([Buffer.from('7'), bytes, Buffer.from('7')]), 1, bytes.length);
}

/** The elements as latin1 strings. */
export function elementsOf(bytes: Uint8Array, start: number): string[] {
  const elements: string[] = [];
  for (let there = cursor.attach(bytes, start).first(); there; there = cursor.next()) {
    elements.push(Buffer.from(cursor.text(slice).copy()).toString('latin1'));
  }
  return elements;
}

export function listpackOf(elements: readonly string[]): Buffer {
  const needles = elements.map((element) => needleOf(element));
  const total = needles.reduce((sum, { encodedBytes }) => sum + encodedBytes, LISTPACK_EMPTY_BYTES);
  const bytes = Buffer.alloc(total);
  createListpack(bytes, 0);
  for (const each of needles) appendElement(bytes, 0, each);
  return bytes;
}

export function encodedBytes(text: string): number {
  return needle.set(Buffer.from(text, 'latin1'), 0, text.length).encodedBytes;
}

const INTEGER_LIMITS = [
  ...[0n, 127n, -4096n, 4095n, -(2n ** 15n), 2n ** 15n - 1n, -(2n ** 23n), 2n ** 23n - 1n],
  ...[-(2n ** 31n), 2n ** 31n - 1n, 2n ** 32n, -(2n ** 32n), 2n ** 53n, -(2n ** 53n)],
  ...[-(2n ** 63n), 2n ** 63n - 1n],
];

/** Integers on both sides of each limit, the last two of which are no 64-bit integers any more. */
export const BORDER_INTEGERS: readonly string[] = INTEGER_LIMITS.flatMap((limit) =>
  [-2n, -1n, 0n, 1n, 2n].map((difference) => String(limit + difference)),
);

/** Lengths of strings at which the head or the back-length changes its size. */
export const BORDER_LENGTHS: readonly number[] = [
  ...[0, 1, 62, 63, 64, 124, 125, 126, 127, 128, 4094, 4095, 4096, 4097],
  ...[16376, 16377, 16378, 16379, 16380],
];

const ALMOST_INTEGERS = ['-', '-0', '00', '01', '+1', ' 1', '1 ', '1.5', '1e3', '99999999999999999999', '١'];

export function randomElement(random: SeededRandom): string {
  const kind = random.below(10);
  if (kind === 0) return random.pick(BORDER_INTEGERS);
  if (kind === 1) return random.text('ab7', random.pick(BORDER_LENGTHS));
  if (kind === 2) return Buffer.from(random.pick(ALMOST_INTEGERS)).toString('latin1');
  if (kind < 6) return String(Math.floor((random.next() - 0.5) * 2 ** random.below(64)));
  return Buffer.from(random.bytes(random.below(random.chance(0.1) ? 300 : 12))).toString('latin1');
}
