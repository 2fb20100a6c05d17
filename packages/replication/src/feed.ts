/**
 * The feed: one stream of bytes to many replicas.
 *
 *     effects (on a primary)  ──┐
 *                               ├─► gathered ──► backlog, and one shared chunk to every replica
 *     primary's bytes (chained) ┘
 *
 * What is appended is counted at once, so that the offset is right when a command has ended, and sent on once a turn:
 * many small commands become one write, and the chunk is the same object for all replicas.
 *
 * On a primary the effects stream is appended. On a replica it is the primary's own bytes, untouched: so offsets are
 * equal all along a chain, and a replica of a replica can be moved to another place in it without a full copy.
 *
 * Invariant: backlog.nextOffset + gathered bytes = history.offset + 1.
 * Without a backlog nothing is gathered nor counted, which costs a primary without replicas nothing.
 */
import { copyBytes } from '@redwing/store';
import { Backlog } from './backlog.ts';
import type { ReplicationHistory } from './history.ts';
import type { AttachedReplica } from './primary.ts';

/** More than this is sent on at once, not at the end of the turn. */
const GATHER_BYTES_MAX = 256 * 1024;
const GATHER_BYTES = 16 * 1024;

export class ReplicationFeed {
  readonly history: ReplicationHistory;
  readonly replicas: Set<AttachedReplica> = new Set();
  backlog: Backlog | undefined;
  private readonly schedule: () => void;
  private gathered: Uint8Array = new Uint8Array(GATHER_BYTES);
  private length = 0;

  /** `schedule` is called when there is something to send: it has `flush` called soon. */
  constructor(history: ReplicationHistory, schedule: () => void) {
    this.history = history;
    this.schedule = schedule;
  }

  /** From now on bytes are counted and kept. */
  open(backlogBytes: number): Backlog {
    this.backlog ??= new Backlog(backlogBytes, this.history.offset + 1);
    return this.backlog;
  }

  /** Forgets the past: with it goes the history's name, because what follows will not be counted. */
  close(): void {
    this.backlog = undefined;
    this.length = 0;
    this.history.begin();
  }

  /** The history was replaced by a primary's: what is kept of the old one is worth nothing. */
  restart(backlogBytes: number): void {
    this.length = 0;
    this.backlog = undefined;
    this.open(backlogBytes);
  }

  append(bytes: Uint8Array, start: number, length: number): void {
    if (this.backlog === undefined) return;
    this.history.offset += length;
    if (this.length + length > GATHER_BYTES_MAX) {
      this.flush();
      if (length > GATHER_BYTES_MAX) {
        this.distribute(bytes.slice(start, start + length));
        return;
      }
    }
    if (this.length === 0) this.schedule();
    if (this.length + length > this.gathered.length) this.grow(this.length + length);
    copyBytes(bytes, start, this.gathered, this.length, length);
    this.length += length;
  }

  /** Sends on what was gathered. */
  flush(): void {
    const { length } = this;
    if (length === 0) return;
    this.length = 0;
    this.distribute(this.gathered.slice(0, length));
    if (this.gathered.length > GATHER_BYTES) this.gathered = new Uint8Array(GATHER_BYTES);
  }

  private distribute(chunk: Uint8Array): void {
    this.backlog?.append(chunk, 0, chunk.length);
    for (const replica of this.replicas) replica.feed(chunk);
  }

  private grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.gathered.length * 2));
    grown.set(this.gathered.subarray(0, this.length));
    this.gathered = grown;
  }
}
