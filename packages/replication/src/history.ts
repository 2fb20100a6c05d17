/**
 * Which history of changes a server stands in, and how far along it is.
 *
 *     id A ────────────────●────────────►  a replica follows A, then is promoted at ●
 *                          │ offset 500
 *                          └─ id B ─────►  its own history: id B, second id A up to 501
 *
 * An id names a history: 40 hexadecimal digits, drawn when it begins. An offset counts the bytes of its stream. Two
 * servers with the same id and offset hold the same data, so a replica that lost its link asks to go on from there.
 * A promoted replica begins a history of its own, and keeps the old id as its second one: whoever followed the old
 * primary no further than the promotion may go on without a full copy.
 *
 * Invariant: the offset only grows while the id stays, and every byte of the stream is counted in it.
 */

/** What stands for "none" on the wire and in INFO. */
export const NO_ID: string = '0'.repeat(40);

export class ReplicationHistory {
  id: string;
  /** Bytes of the stream so far: the next one is number `offset + 1`. */
  offset = 0;
  /** The history this one came from, and the first byte that is no longer the same; -1 if there is none. */
  secondId: string = NO_ID;
  secondOffset = -1;
  private readonly newId: () => string;

  /** `newId` draws 40 hexadecimal digits. */
  constructor(newId: () => string) {
    this.newId = newId;
    this.id = newId();
  }

  /** Whether everything before byte `next` of the history `id` is our past too. */
  shares(id: string, next: number): boolean {
    const wanted = id.toLowerCase();
    return wanted === this.id || (wanted === this.secondId && next <= this.secondOffset);
  }

  /** A history that nobody else knows: changes were made that the stream does not hold. */
  begin(): void {
    this.id = this.newId();
    this.forgetSecond();
  }

  /** The history goes on under another id from here on; followers of the old one may go on with it. */
  branch(id: string = this.newId()): void {
    this.secondId = this.id;
    this.secondOffset = this.offset + 1;
    this.id = id;
  }

  /** Takes over a primary's history with a full copy of its data. */
  adopt(id: string, offset: number): void {
    this.id = id;
    this.offset = offset;
    this.forgetSecond();
  }

  private forgetSecond(): void {
    this.secondId = NO_ID;
    this.secondOffset = -1;
  }
}
