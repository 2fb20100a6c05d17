/**
 * The payload of a full synchronisation on its way to a replica, in either form:
 *
 *     $<length>\r\n<image>                       the length is known beforehand
 *     $EOF:<40 characters>\r\n<image><the same>  it is not; the mark ends it
 *
 * The reader of the image knows where it ends, so the mark is not searched for but compared.
 */
import type { ImageLoader } from './image.ts';

const MARK_LENGTH = 40;

export class Payload {
  /** Bytes of the image that have come, and how many there will be: -1 if that is not known. */
  received = 0;
  readonly total: number;
  private readonly image: ImageLoader;
  private readonly mark: string;
  private matched = 0;

  /** `header` is the line before the image, without its end. @throws Error if it is no such line */
  constructor(header: string, image: ImageLoader) {
    this.image = image;
    const marked = /^\$EOF:([\s\S]{40})$/.exec(header);
    const counted = /^\$(\d{1,15})$/.exec(header);
    if (marked === null && counted === null) throw new Error(`unexpected header of the image: ${header}`);
    this.mark = marked?.[1] ?? '';
    this.total = counted === null ? -1 : Number(counted[1]);
  }

  get isDone(): boolean {
    if (this.total >= 0) return this.received === this.total && this.image.isDone;
    return this.matched === MARK_LENGTH;
  }

  /** Takes the next bytes and returns how many of them belong to the payload. @throws Error if they are wrong */
  write(bytes: Uint8Array, start: number, end: number): number {
    if (this.total >= 0) return this.writeCounted(bytes, start, end);
    const taken = this.image.isDone ? 0 : this.image.write(bytes, start, end - start);
    this.received += taken;
    let at = start + taken;
    while (this.image.isDone && this.matched < MARK_LENGTH && at < end) {
      if (bytes[at] !== this.mark.charCodeAt(this.matched))
        throw new Error('the image does not end with its mark');
      this.matched++;
      at++;
    }
    return at - start;
  }

  private writeCounted(bytes: Uint8Array, start: number, end: number): number {
    const length = Math.min(end - start, this.total - this.received);
    const taken = this.image.write(bytes, start, length);
    this.received += length;
    if (taken < length || (this.received === this.total && !this.image.isDone)) {
      throw new Error(`the image is not ${this.total} bytes long, as was announced`);
    }
    return length;
  }
}
