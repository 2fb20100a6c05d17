/**
 * Reading several bytes at once.
 *
 * A typed array gives one byte at a step. A DataView gives four, wherever they begin, but making one takes as long as
 * copying fifty bytes; so the view of an array is kept for as long as that array keeps being asked for. That serves the
 * buffer that requests arrive in and the windows of the arena; small arrays, into which a number was written or the like,
 * come and go without one.
 */

const ARRAY_BYTES_MIN = 64 * 1024;
/** Of so many other arrays in a row, one takes the place of the array whose view is kept. */
const PATIENCE = 8;
const NONE = new Uint8Array(0);
const NO_VIEW = new DataView(NONE.buffer);

/** All there are: each keeps an array alive, which whoever gives memory back wants to have an end. */
const all: KeptView[] = [];

export class KeptView {
  private bytes: Uint8Array = NONE;
  private view: DataView = NO_VIEW;
  private misses = 0;

  constructor() {
    all.push(this);
  }

  /** The view of this array, where byte 0 is its first; undefined if none is at hand. */
  of(bytes: Uint8Array): DataView | undefined {
    return bytes === this.bytes ? this.view : this.turnTo(bytes);
  }

  forget(): void {
    this.bytes = NONE;
    this.view = NO_VIEW;
  }

  private turnTo(bytes: Uint8Array): DataView | undefined {
    if (bytes.length < ARRAY_BYTES_MIN) return undefined;
    if (this.bytes !== NONE && ++this.misses % PATIENCE !== 0) return undefined;
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return this.view;
  }
}

/** Lets go of every array. */
export function forgetViews(): void {
  for (const kept of all) kept.forget();
}
