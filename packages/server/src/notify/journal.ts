/**
 * The journal: the latest changes of all keys, for subscribers who come back.
 *
 *     floor          oldest kept                     newest
 *       │ ▏ dropped ▕ ▏ change │ change │ … │ change ▕
 *       └── who has seen everything up to here, or later, can be told the rest
 *
 * Bounded in bytes; the oldest go first. `floor` is the revision up to which changes may be missing: it rises with
 * every change that is dropped, and never falls. Changes arrive with rising revisions, so that a position is found by
 * halving.
 */
import type { Change } from './change.ts';

/** What a change takes beside its key and value: the object, two string headers, the place in the list. */
export const CHANGE_BYTES = 160;
/** The list is moved together when so many places at its front are empty. */
const EMPTY_PLACES_MAX = 1024;

export class Journal {
  /** Changes after this revision are all here. */
  floor = 0;
  /** What the changes take, by estimate. */
  bytes = 0;
  private changes: (Change | undefined)[] = [];
  private first = 0;

  /** How many changes are kept. */
  get count(): number {
    return this.changes.length - this.first;
  }

  /** Forgets everything; what has happened up to `revision` can no longer be told. */
  restart(revision: number): void {
    this.floor = revision;
    this.bytes = 0;
    this.changes = [];
    this.first = 0;
  }

  /** Adds the newest change, and drops the oldest while all take more than `bytesMax`. */
  append(change: Change, bytesMax: number): void {
    this.changes.push(change);
    this.bytes += bytesOf(change);
    while (this.bytes > bytesMax) this.dropOldest();
  }

  /** The changes after a revision that is not below the floor, oldest first. */
  *after(revision: number): IterableIterator<Change> {
    for (let at = this.positionAfter(revision); at < this.changes.length; at++) {
      yield this.changes[at] as Change;
    }
  }

  private positionAfter(revision: number): number {
    let low = this.first;
    let high = this.changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.changes[middle] as Change).revision > revision) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private dropOldest(): void {
    const oldest = this.changes[this.first] as Change;
    this.changes[this.first++] = undefined;
    this.bytes -= bytesOf(oldest);
    this.floor = oldest.revision;
    if (this.first < EMPTY_PLACES_MAX || this.first * 2 < this.changes.length) return;
    this.changes = this.changes.slice(this.first);
    this.first = 0;
  }
}

function bytesOf(change: Change): number {
  return CHANGE_BYTES + change.key.length + (change.value?.length ?? 0);
}
