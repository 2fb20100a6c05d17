/**
 * A sketch outside of the keyspace, in a buffer with room for whatever it may become: for what changes many registers
 * at once, and for turning a sparse sketch into a dense one.
 */
import { copyBytes } from '../../memory/copy.ts';
import { raiseDense, setDenseRank } from './dense.ts';
import {
  DENSE_BYTES,
  emptySketch,
  expireCount,
  HEADER_BYTES,
  isDense,
  REGISTERS,
  setDense,
} from './layout.ts';
import { mergeSparse } from './sparse.ts';
import { CORRUPT, NEEDS_DENSE, SparseEdit, UNCHANGED } from './sparse-edit.ts';

/** No sparse sketch is longer unless it is corrupt: two bytes for each register, and the room that an edit needs. */
const BUFFER_BYTES: number = HEADER_BYTES + 2 * REGISTERS + 3;

export class Sketch {
  readonly bytes: Uint8Array = new Uint8Array(BUFFER_BYTES);
  length = 0;
  private readonly edit = new SparseEdit();
  private readonly registers = new Uint8Array(REGISTERS);

  /** Becomes a sketch that has met no element. */
  clear(): void {
    this.load(emptySketch, 0, emptySketch.length);
  }

  /** Becomes a copy of another sketch. False when that is too long to be one. */
  load(bytes: Uint8Array, start: number, length: number): boolean {
    if (length > BUFFER_BYTES - 3) return false;
    copyBytes(bytes, start, this.bytes, 0, length);
    this.length = length;
    return true;
  }

  /**
   * Raises a register; a sparse sketch becomes dense when it has to or would be longer than `sparseBytesMax`. False
   * when the sketch is corrupt.
   */
  raise(register: number, rank: number, sparseBytesMax: number): boolean {
    const { bytes, edit, length } = this;
    if (isDense(bytes, 0)) {
      if (raiseDense(bytes, 0, register, rank)) expireCount(bytes, 0);
      return true;
    }
    const outcome = edit.plan(bytes, 0, length, register, rank);
    if (outcome === UNCHANGED) return true;
    if (outcome === CORRUPT) return false;
    if (outcome === NEEDS_DENSE || (edit.growth > 0 && length + edit.growth > sparseBytesMax)) {
      return this.makeDense() && this.raise(register, rank, sparseBytesMax);
    }
    this.length = edit.apply(bytes, 0, length);
    expireCount(bytes, 0);
    return true;
  }

  /** Becomes dense. False when it cannot, because it is corrupt. */
  makeDense(): boolean {
    const { bytes, registers } = this;
    if (isDense(bytes, 0)) return true;
    registers.fill(0);
    if (!mergeSparse(bytes, 0, this.length, registers)) return false;
    this.takeRegisters(registers);
    return true;
  }

  /** Becomes a dense sketch of these registers, a byte for each; the header stays. */
  takeRegisters(registers: Uint8Array): void {
    const { bytes } = this;
    for (let register = 0; register < REGISTERS; register++) {
      setDenseRank(bytes, 0, register, registers[register] as number);
    }
    setDense(bytes, 0);
    this.length = DENSE_BYTES;
  }
}
