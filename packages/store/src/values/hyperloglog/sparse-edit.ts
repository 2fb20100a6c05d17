/**
 * Raising one register of a sparse sketch, in two steps, because the sketch may have to move in between to grow.
 *
 * `plan` finds the run that the register lies in and works out what takes its place; `apply` puts it there and joins
 * neighbours of the same rank again. At worst a run becomes three, which is three bytes more:
 *
 *     Z:16384   raise register 700 to 2   Z:700 v:2,1 Z:15683
 *     v:2,3     raise the middle one to 5  v:2,1 v:5,1 v:2,1
 *     v:2,1 v:1,1 v:2,2   raise the middle one to 2   v:2,4
 *
 * Which runs are joined, and that no more than five are looked at, decides the bytes of every sketch: it is as Redis
 * does it.
 *
 * One object serves all edits: what a plan found is held in its fields until the next.
 */
import { HEADER_BYTES } from './layout.ts';
import {
  isVal,
  isXzero,
  VAL_RANK_MAX,
  VAL_RUN_MAX,
  valOpcode,
  valRank,
  valRun,
  writeZeroes,
  xzeroRun,
  zeroRun,
} from './sparse.ts';

/** Nothing to do: the register is as high already. */
export const UNCHANGED = 0;
/** `apply` may follow. */
export const PLANNED = 1;
/** The runs end before the register, or in the middle of an opcode. */
export const CORRUPT = 2;
/** No VAL holds such a rank: the sketch must become dense. */
export const NEEDS_DENSE = 3;
export type PlanOutcome = typeof UNCHANGED | typeof PLANNED | typeof CORRUPT | typeof NEEDS_DENSE;

const SCANNED_OPCODES = 5;

export class SparseEdit {
  /** How many bytes longer the sketch is to become before `apply`; less than zero if it shrinks. */
  growth = 0;
  /** Where the opcode to be replaced is, and the one before it, from the start of the sketch. */
  private at = 0;
  private previousAt = 0;
  private replacedBytes = 0;
  private readonly opcodes = new Uint8Array(5);
  private opcodeBytes = 0;

  plan(bytes: Uint8Array, start: number, length: number, register: number, rank: number): PlanOutcome {
    if (rank > VAL_RANK_MAX) return NEEDS_DENSE;
    const end = start + length;
    let at = start + HEADER_BYTES;
    let previous = at;
    let first = 0;
    // This loop is where the time goes: half of the opcodes of a well-filled sketch are behind it.
    for (;;) {
      if (at >= end) return CORRUPT;
      const opcode = bytes[at] as number;
      let size = 1;
      let run = 0;
      if ((opcode & 0x80) !== 0) run = valRun(opcode);
      else if ((opcode & 0x40) === 0) run = zeroRun(opcode);
      else {
        if (at + 1 >= end) return CORRUPT;
        run = xzeroRun(opcode, bytes[at + 1] as number);
        size = 2;
      }
      if (register < first + run) {
        this.at = at - start;
        this.previousAt = previous - start;
        this.replacedBytes = size;
        return this.split(opcode, register - first, first + run - 1 - register, rank);
      }
      previous = at;
      at += size;
      first += run;
    }
  }

  /** Plans for a run of which `before` registers are before the one to raise, and `after` behind it. */
  private split(opcode: number, before: number, after: number, rank: number): PlanOutcome {
    const { opcodes } = this;
    let at = 0;
    if (isVal(opcode)) {
      const old = valRank(opcode);
      if (old >= rank) return UNCHANGED;
      if (before > 0) opcodes[at++] = valOpcode(old, before);
      opcodes[at++] = valOpcode(rank, 1);
      if (after > 0) opcodes[at++] = valOpcode(old, after);
    } else {
      if (before > 0) at = writeZeroes(opcodes, at, before);
      opcodes[at++] = valOpcode(rank, 1);
      if (after > 0) at = writeZeroes(opcodes, at, after);
    }
    this.opcodeBytes = at;
    this.growth = at - this.replacedBytes;
    return PLANNED;
  }

  /**
   * Does what was planned for a sketch of `length` bytes, behind which there is room for `growth` more. Returns its
   * new length.
   */
  apply(bytes: Uint8Array, start: number, length: number): number {
    const { growth, opcodes, opcodeBytes } = this;
    const at = start + this.at;
    const end = start + length;
    const next = at + this.replacedBytes;
    if (growth !== 0 && next < end) bytes.copyWithin(next + growth, next, end);
    for (let i = 0; i < opcodeBytes; i++) bytes[at + i] = opcodes[i] as number;
    return join(bytes, start + this.previousAt, end + growth) - start;
  }
}

/** Joins neighbouring VALs of one rank, among five opcodes from `from` on. Returns the new end. */
function join(bytes: Uint8Array, from: number, before: number): number {
  let end = before;
  let at = from;
  for (let left = SCANNED_OPCODES; left > 0 && at < end; left--) {
    const opcode = bytes[at] as number;
    if (!isVal(opcode)) {
      at += isXzero(opcode) ? 2 : 1;
      continue;
    }
    const next = at + 1 < end ? (bytes[at + 1] as number) : 0;
    const run = valRun(opcode) + valRun(next);
    if (isVal(next) && valRank(next) === valRank(opcode) && run <= VAL_RUN_MAX) {
      // What was joined may be joined with its right neighbour too: it is looked at again.
      bytes[at + 1] = valOpcode(valRank(opcode), run);
      bytes.copyWithin(at, at + 1, end);
      end--;
    } else {
      at++;
    }
  }
  return end;
}
