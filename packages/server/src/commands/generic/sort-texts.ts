/**
 * Many byte strings, one behind the other in one buffer. An object for each would be garbage by the next command, and
 * ten thousand of them are work for V8 that everybody waits for.
 */
import type { Slice } from '@redwing/store';
import { compareBytes, copyBytes } from '@redwing/store';
import { CommandError } from '../../errors.ts';

const FIRST_BYTES = 4096;
const FIRST_COUNT = 64;
const BYTES_MAX = 2 ** 32;
/** The length of what there is none of. */
const NONE = -1;

const tooLarge = new CommandError('ERR SORT takes up to 4 GB of elements and weights at once');

export class SortTexts {
  count = 0;
  private bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private filled = 0;
  private starts = new Uint32Array(FIRST_COUNT);
  private lengths = new Int32Array(FIRST_COUNT);

  /** @throws CommandError where there is no room */
  add({ bytes, start, length }: Slice): void {
    if (this.filled + length > this.bytes.length) this.grow(this.filled + length);
    copyBytes(bytes, start, this.bytes, this.filled, length);
    this.note(length);
    this.filled += length;
  }

  /** In the place of a text that does not exist. */
  addNone(): void {
    this.note(NONE);
  }

  /** The text of this number, from 0, good until the next `add`. It must exist. */
  at(index: number, into: Slice): Slice {
    return into.set(this.bytes, this.starts[index] as number, this.lengths[index] as number);
  }

  /** Cuts every text off before its first NUL, where C takes it to end. */
  cutAtNul(): void {
    for (let i = 0; i < this.count; i++) {
      const start = this.starts[i] as number;
      const end = start + (this.lengths[i] as number);
      for (let at = start; at < end; at++) {
        if (this.bytes[at] !== 0) continue;
        this.lengths[i] = at - start;
        break;
      }
    }
  }

  /** Orders two of them by their bytes; what does not exist is before all. */
  compare(index: number, other: number): number {
    const length = this.lengths[index] as number;
    const otherLength = this.lengths[other] as number;
    if (length === NONE || otherLength === NONE) return length === otherLength ? 0 : length - otherLength;
    const { bytes, starts } = this;
    return compareBytes(bytes, starts[index] as number, length, bytes, starts[other] as number, otherLength);
  }

  private note(length: number): void {
    const { count } = this;
    if (count === this.starts.length) {
      const { starts, lengths } = this;
      this.starts = new Uint32Array(count * 2);
      this.starts.set(starts);
      this.lengths = new Int32Array(count * 2);
      this.lengths.set(lengths);
    }
    this.starts[count] = this.filled;
    this.lengths[count] = length;
    this.count = count + 1;
  }

  private grow(size: number): void {
    if (size > BYTES_MAX) throw tooLarge;
    const old = this.bytes;
    this.bytes = Buffer.allocUnsafeSlow(Math.min(BYTES_MAX, Math.max(size, old.length * 2)));
    old.copy(this.bytes, 0, 0, this.filled);
  }
}
