/**
 * Sparse registers, read from beginning to end: the opcodes of layout.ts. `start` is where the sketch begins, its
 * header included. Reading says no when the runs do not cover the registers exactly.
 */
import { HEADER_BYTES, REGISTERS } from './layout.ts';

/** The highest rank and the longest run of a VAL. */
export const VAL_RANK_MAX = 32;
export const VAL_RUN_MAX = 4;
/** A longer run of zeroes is an XZERO. */
export const ZERO_RUN_MAX = 64;

const VAL = 0x80;
const XZERO = 0x40;

export function isVal(opcode: number): boolean {
  return (opcode & VAL) !== 0;
}

export function isXzero(opcode: number): boolean {
  return (opcode & (VAL | XZERO)) === XZERO;
}

export function valRank(opcode: number): number {
  return ((opcode >>> 2) & 31) + 1;
}

export function valRun(opcode: number): number {
  return (opcode & 3) + 1;
}

export function zeroRun(opcode: number): number {
  return (opcode & 63) + 1;
}

export function xzeroRun(opcode: number, next: number): number {
  return (((opcode & 63) << 8) | next) + 1;
}

export function valOpcode(rank: number, run: number): number {
  return VAL | ((rank - 1) << 2) | (run - 1);
}

/** Writes a run of zeroes in its shortest form; returns where the next opcode goes. */
export function writeZeroes(bytes: Uint8Array, at: number, run: number): number {
  if (run <= ZERO_RUN_MAX) {
    bytes[at] = run - 1;
    return at + 1;
  }
  bytes[at] = XZERO | ((run - 1) >>> 8);
  bytes[at + 1] = (run - 1) & 255;
  return at + 2;
}

/** Adds to the histogram how many registers are of each rank. False when the sketch is corrupt. */
export function countSparse(
  bytes: Uint8Array,
  start: number,
  length: number,
  histogram: Int32Array,
): boolean {
  const end = start + length;
  let covered = 0;
  let zeroes = 0;
  let at = start + HEADER_BYTES;
  while (at < end && covered <= REGISTERS) {
    const opcode = bytes[at++] as number;
    if (isVal(opcode)) {
      const run = valRun(opcode);
      histogram[valRank(opcode)] = (histogram[valRank(opcode)] as number) + run;
      covered += run;
    } else {
      if (isXzero(opcode) && at === end) return false;
      const run = isXzero(opcode) ? xzeroRun(opcode, bytes[at++] as number) : zeroRun(opcode);
      zeroes += run;
      covered += run;
    }
  }
  histogram[0] = (histogram[0] as number) + zeroes;
  return covered === REGISTERS;
}

/** Raises each of `registers`, a byte for each, to what the sketch has. False when the sketch is corrupt. */
export function mergeSparse(
  bytes: Uint8Array,
  start: number,
  length: number,
  registers: Uint8Array,
): boolean {
  const end = start + length;
  let register = 0;
  let at = start + HEADER_BYTES;
  while (at < end) {
    const opcode = bytes[at++] as number;
    if (isVal(opcode)) {
      const rank = valRank(opcode);
      const next = register + valRun(opcode);
      if (next > REGISTERS) return false;
      for (; register < next; register++) {
        if (rank > (registers[register] as number)) registers[register] = rank;
      }
    } else {
      if (isXzero(opcode) && at === end) return false;
      register += isXzero(opcode) ? xzeroRun(opcode, bytes[at++] as number) : zeroRun(opcode);
      if (register > REGISTERS) return false;
    }
  }
  return register === REGISTERS;
}

/** The opcodes in words: "Z:100 v:3,1 z:5" is an XZERO of 100, a VAL of rank 3 and run 1, a ZERO of 5. */
export function describeSparse(bytes: Uint8Array, start: number, length: number): string {
  const end = start + length;
  const words: string[] = [];
  for (let at = start + HEADER_BYTES; at < end; at++) {
    const opcode = bytes[at] as number;
    if (isVal(opcode)) words.push(`v:${valRank(opcode)},${valRun(opcode)}`);
    else if (!isXzero(opcode)) words.push(`z:${zeroRun(opcode)}`);
    else words.push(`Z:${xzeroRun(opcode, ++at < end ? (bytes[at] as number) : 0)}`);
  }
  return words.join(' ');
}
