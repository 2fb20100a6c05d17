/**
 * Copying a few bytes, four at a time.
 *
 * Between typed arrays, a loop moves one byte at a step, and calling the native copy takes as long as fifty steps. A
 * DataView reads four bytes wherever they begin, but making one costs as much as the native copy; so the view of an array
 * is kept for as long as bytes keep coming from that array. Only large arrays are worth it: memory that data is kept
 * in, not the few digits of a number that are written out in between. The store reads its own bytes in the same way
 * (kept-view.ts there); neither package imports the other.
 */

const ARRAY_BYTES_MIN = 64 * 1024;
/** Of so many other arrays in a row, one takes the place of the array whose view is kept. */
const PATIENCE = 8;
const NONE = new Uint8Array(0);

export class ByteSource {
  private bytes: Uint8Array = NONE;
  private view: DataView = new DataView(NONE.buffer);
  private misses = 0;

  /**
   * Copies `length` bytes, at least 4, from `bytes` into the array behind `target`. Returns false, and has copied nothing,
   * if no view of `bytes` is at hand.
   */
  copy(bytes: Uint8Array, start: number, length: number, target: DataView, at: number): boolean {
    if (bytes !== this.bytes && !this.turnTo(bytes)) return false;
    const { view } = this;
    // The last four bytes may overlap the ones before, which saves the steps for a rest.
    const last = length - 4;
    for (let i = 0; i < last; i += 4) target.setInt32(at + i, view.getInt32(start + i, true), true);
    target.setInt32(at + last, view.getInt32(start + last, true), true);
    return true;
  }

  private turnTo(bytes: Uint8Array): boolean {
    if (bytes.length < ARRAY_BYTES_MIN) return false;
    if (this.bytes !== NONE && ++this.misses % PATIENCE !== 0) return false;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return true;
  }
}
