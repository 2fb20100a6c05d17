/** Bitmaps: single bits, ranges of them, and integers of any width. */

import type { Word } from '../step.ts';
import type { Family } from './family.ts';
import { command, steady } from './family.ts';
import type { Draw } from './vocabulary.ts';
import { bigKey } from './vocabulary.ts';

/** Ends of a range in bytes or bits, perhaps only one of them. */
function range(draw: Draw): Word[] {
  const ends = draw.weighted<() => Word[]>([
    [2, () => []],
    [1, () => [draw.offset()]],
    [6, () => [draw.offset(), draw.offset()]],
  ])();
  return draw.chance(0.5) ? [...ends, draw.pick(['BIT', 'BYTE', 'BITS'])] : ends;
}

/** i8, u63 and the like, and widths that are not to be had. */
function integerType(draw: Draw): string {
  return draw.weighted([
    [10, () => `${draw.pick(['i', 'u'])}${draw.between(1, 63)}`],
    [3, () => draw.pick(['i64', 'u8', 'i8', 'u16', 'i16', 'u32', 'i32'])],
    [1, () => draw.pick(['u64', 'i65', 'u0', 'i0', 'x8', '8', 'i', '', 'i-1', 'I8', 'u08', 'i8x'])],
  ])();
}

const fieldOffset = (draw: Draw) => (draw.chance(0.3) ? `#${draw.below(20)}` : draw.bitOffset());

function fieldRead(draw: Draw): Word[] {
  return ['GET', integerType(draw), fieldOffset(draw)];
}

function fieldOperation(draw: Draw): Word[] {
  return draw.weighted<() => Word[]>([
    [3, () => fieldRead(draw)],
    [3, () => ['SET', integerType(draw), fieldOffset(draw), draw.integer()]],
    [4, () => ['INCRBY', integerType(draw), fieldOffset(draw), draw.integer()]],
    [3, () => ['OVERFLOW', draw.pick(['WRAP', 'SAT', 'FAIL', 'FAIL', 'NONE'])]],
  ])();
}

/**
 * Operations of BITFIELD. The original tells nobody that a string has grown if every write failed; where one can fail,
 * the first goes further than any other and does not.
 */
function fieldOperations(draw: Draw): Word[] {
  const operations = draw.many(0, 4, () => fieldOperation(draw)).flat();
  return operations.includes('FAIL') ? ['SET', 'u1', '3999', '0', ...operations] : operations;
}

export const bitmapFamily: Family = {
  name: 'bitmap',
  weight: 14,
  commands: [
    [
      6,
      (draw) => command('SETBIT', draw.key(), draw.bitOffset(), draw.pick(['0', '1', '1', '2', '-1', 'x'])),
    ],
    [5, (draw) => command('GETBIT', draw.key(), draw.bitOffset())],
    [1, (draw) => command('GETBIT', draw.key(), '4294967295')],
    [5, (draw) => command('BITCOUNT', draw.key(), ...range(draw))],
    [5, (draw) => command('BITPOS', draw.key(), draw.pick(['0', '1', '1', '2', 'x']), ...range(draw))],
    [
      5,
      (draw) =>
        command('BITOP', draw.pick(['AND', 'OR', 'XOR', 'NOT', 'NOP']), draw.key(), ...draw.keys(1, 3)),
    ],
    [9, (draw) => command('BITFIELD', draw.key(), ...fieldOperations(draw))],
    [3, (draw) => command('BITFIELD_RO', draw.key(), ...draw.many(0, 3, () => fieldRead(draw)).flat())],
    [1, (draw) => command('BITFIELD_RO', draw.key(), ...fieldOperation(draw))],
    [0.5, (draw) => steady(command('SETBIT', bigKey, draw.below(1_600_000), '1'))],
    [0.5, (draw) => command('BITCOUNT', bigKey, ...range(draw))],
    [0.5, (draw) => command('BITPOS', bigKey, draw.pick(['0', '1']), ...range(draw))],
  ],
};
