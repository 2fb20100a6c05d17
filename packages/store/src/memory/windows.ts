/**
 * The raw memory: up to 32 windows of 1 GiB, each a growable SharedArrayBuffer.
 *
 * A reference is 32 bits and counts units of 8 bytes, so it reaches 32 GiB. Its upper bits name the window, the
 * rest the place in it, which keeps every byte offset a small integer:
 *
 *     ref   31 … 27 | 26 … 0          byte offset in the window = (ref & PLACE_MASK) << 3
 *           window  | place / 8       index of a 32-bit word    = (ref & PLACE_MASK) << 1
 *
 * A growable buffer reserves address space and takes memory only as it grows, so an empty store costs nothing and a
 * large one needs no copying. Growing replaces the views; readers take them from `bytes` and `words` each time.
 */
import { forgetViews } from './kept-view.ts';

export const WINDOW_SHIFT = 27;
export const PLACE_MASK = 0x7ff_ffff;
const WINDOW_BYTES = 2 ** 30;
const WINDOWS_MAX = 32;
const FIRST_BYTES = 2 ** 20;
const GROWTH_BYTES_MAX = 64 * 2 ** 20;

/** Every window is full. The command that needed memory fails; what is stored stays as it is. */
export class OutOfMemory extends Error {
  override readonly name = 'OutOfMemory';
  constructor() {
    super('the store has reached its limit of 32 GiB');
  }
}

export class Windows {
  /** The bytes of each window; take them anew after anything that may allocate. */
  bytes: Uint8Array[] = [];
  /** The same memory as 32-bit words. */
  words: Uint32Array[] = [];
  /** The same memory, to be read anywhere in several bytes at once. */
  views: DataView[] = [];
  private buffers: SharedArrayBuffer[] = [];

  /** How many windows there are. */
  get count(): number {
    return this.buffers.length;
  }

  /** Opens another window and returns its number. @throws OutOfMemory */
  open(): number {
    const number = this.buffers.length;
    if (number >= WINDOWS_MAX) throw new OutOfMemory();
    this.buffers.push(new SharedArrayBuffer(FIRST_BYTES, { maxByteLength: WINDOW_BYTES }));
    this.refresh(number);
    return number;
  }

  /** Makes the first `size` bytes of window `number` usable. */
  extend(number: number, size: number): void {
    const buffer = this.buffers[number] as SharedArrayBuffer;
    if (size <= buffer.byteLength) return;
    const step = Math.min(buffer.byteLength, GROWTH_BYTES_MAX);
    buffer.grow(Math.min(WINDOW_BYTES, Math.max(size, buffer.byteLength + step)));
    this.refresh(number);
  }

  /** Drops all windows: the memory goes back to the system. */
  clear(): void {
    this.bytes = [];
    this.words = [];
    this.views = [];
    this.buffers = [];
    forgetViews();
  }

  private refresh(number: number): void {
    const buffer = this.buffers[number] as SharedArrayBuffer;
    // Views of a fixed length: V8 reads those as fast as any typed array, length-tracking ones it does not.
    this.bytes[number] = new Uint8Array(buffer, 0, buffer.byteLength);
    this.words[number] = new Uint32Array(buffer, 0, buffer.byteLength >>> 2);
    this.views[number] = new DataView(buffer, 0, buffer.byteLength);
  }
}
