/**
 * A replica as its primary sees it, from the handshake to the stream.
 *
 *     handshake ──PSYNC──► +CONTINUE ───────────────────────────────────────► online
 *         │                                                                     ▲
 *         └──────────────► +FULLRESYNC, image ──`$<length>` form───────────────►│
 *                                     └─────── `$EOF:<mark>` form ──► awaiting ─┘ first ACK
 *
 * The image is taken at one point of the stream; what is appended to the stream after it is held until the replica
 * may have it. In the `$EOF:` form that is when it acknowledges: Redis looks for the mark at the end of what it has
 * read, so nothing may follow the mark before that.
 *
 * Source: the protocol as Redis 7.0 speaks it (there is no written specification).
 */
import type { ReplicationFeed } from './feed.ts';

/** Where the bytes for a replica go. What is sent is the receiver's; it may be shared and is never changed. */
export interface ReplicaOutput {
  send(bytes: Uint8Array): void;
}

export type AttachedReplicaState = 'handshake' | 'awaiting' | 'online';

export class AttachedReplica {
  state: AttachedReplicaState = 'handshake';
  /** The port it says that it listens on, and the address if it names one. */
  listeningPort = 0;
  announcedAddress = '';
  /** Capabilities: the image in the form that ends with a mark; +CONTINUE may name another history. */
  takesMark = false;
  takesNewId = false;
  /** It wants the image and nothing after it (`redis-cli --rdb`). */
  imageOnly = false;
  /** It asked with SYNC, and will never acknowledge. */
  acknowledges = true;
  /** Up to which byte of the stream it has applied. */
  acknowledged = 0;
  /** Whether it has acknowledged anything since it sent PSYNC: then it has all that was sent before. */
  hasAcknowledged = false;
  /** When it last acknowledged or was told to begin, in ms since the epoch. */
  acknowledgedAt = 0;
  /** Bytes that wait for the replica to be ready for them. */
  heldBytes = 0;
  private held: Uint8Array[] = [];
  private readonly output: ReplicaOutput;

  constructor(output: ReplicaOutput) {
    this.output = output;
  }

  /** The next piece of the stream. */
  feed(chunk: Uint8Array): void {
    if (this.imageOnly) return;
    if (this.state === 'online') {
      this.output.send(chunk);
      return;
    }
    this.held.push(chunk);
    this.heldBytes += chunk.length;
  }

  /** The replica says how far it has come. True when that put it online. */
  acknowledge(offset: number, now: number): boolean {
    this.acknowledgedAt = now;
    this.hasAcknowledged = true;
    if (offset > this.acknowledged) this.acknowledged = offset;
    if (this.state !== 'awaiting') return false;
    this.goOnline();
    return true;
  }

  /** Seconds since it was last heard of. */
  lag(now: number): number {
    return Math.max(0, Math.floor((now - this.acknowledgedAt) / 1000));
  }

  send(bytes: Uint8Array): void {
    this.output.send(bytes);
  }

  sendText(text: string): void {
    this.output.send(new TextEncoder().encode(text));
  }

  goOnline(): void {
    this.state = 'online';
    const { held } = this;
    this.held = [];
    this.heldBytes = 0;
    for (const chunk of held) this.output.send(chunk);
  }
}

/** Writes the image of the data as it is now; the chunks are lent, good during the call only. */
export type ImageSource = (sink: (chunk: Uint8Array) => void) => void;

/** What a replica asks to go on from: `PSYNC <id> <next byte>`, or undefined for anything. */
export interface SyncWish {
  readonly id: string;
  readonly next: number;
}

/** Whether what the replica lacks is here, so that it needs no full copy. */
export function canContinue(feed: ReplicationFeed, wish: SyncWish): boolean {
  feed.flush();
  return feed.backlog?.reaches(wish.next) === true && feed.history.shares(wish.id, wish.next);
}

/** Lets the replica go on with what it lacks. To be called only if `canContinue`. */
export function beginPartial(
  feed: ReplicationFeed,
  replica: AttachedReplica,
  next: number,
  now: number,
): void {
  const missing = feed.backlog?.from(next) ?? new Uint8Array(0);
  replica.sendText(replica.takesNewId ? `+CONTINUE ${feed.history.id}\r\n` : '+CONTINUE\r\n');
  if (missing.length > 0) replica.send(missing);
  replica.acknowledged = next - 1;
  replica.acknowledgedAt = now;
  replica.goOnline();
  feed.replicas.add(replica);
}

export interface FullSyncOptions {
  readonly image: ImageSource;
  /** 40 characters that do not occur in the image. */
  readonly mark: string;
  /** False for SYNC, whose answer is the image alone. */
  readonly announce: boolean;
  readonly now: number;
}

/** Sends a full copy; the stream follows it from this very point on. The feed must be open. */
export function beginFull(feed: ReplicationFeed, replica: AttachedReplica, options: FullSyncOptions): void {
  const { history } = feed;
  feed.flush();
  if (options.announce) replica.sendText(`+FULLRESYNC ${history.id} ${history.offset}\r\n`);
  replica.acknowledgedAt = options.now;
  if (replica.takesMark) {
    replica.sendText(`$EOF:${options.mark}\r\n`);
    options.image((chunk) => replica.send(chunk.slice()));
    replica.sendText(options.mark);
    replica.state = 'awaiting';
  } else {
    const chunks: Uint8Array[] = [];
    options.image((chunk) => chunks.push(chunk.slice()));
    replica.sendText(`$${chunks.reduce((sum, chunk) => sum + chunk.length, 0)}\r\n`);
    for (const chunk of chunks) replica.send(chunk);
    replica.goOnline();
  }
  feed.replicas.add(replica);
}
