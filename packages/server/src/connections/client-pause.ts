/**
 * Pauses: for a time, commands of clients wait instead of being executed (CLIENT PAUSE, a planned failover, a server
 * that is about to end).
 *
 *     request ── passes the gates ── held? ──► kept with its session, which is blocked
 *                                                  │ the time is over, or `end`
 *                                                  └──► executed first, then what the client sent after it
 *
 * Each purpose has its own pause; clients wait while any lasts. A pause holds either everything or only what may
 * reach replicas. Replicas and the link to the primary are never held. While nobody pauses, a command pays nothing:
 * `Engine.refreshGuard` lets the dispatcher ask only when there is a pause.
 */
import type { Request } from '@redwing/protocol';
import { CommandFlag } from '@redwing/protocol';
import type { CommandEntry } from '../execution/registry.ts';
import type { Session } from './session.ts';

export type PausePurpose = 'client' | 'failover' | 'shutdown';

interface Pause {
  readonly until: number;
  readonly writesOnly: boolean;
}

const MAY_REPLICATE: number = CommandFlag.write | CommandFlag.may_replicate;

export class ClientPause {
  private readonly pauses = new Map<PausePurpose, Pause>();
  private readonly held: Session[] = [];
  private readonly changed: () => void;

  /** `changed` is called when a first pause begins and when the last one ends. */
  constructor(changed: () => void) {
    this.changed = changed;
  }

  get active(): boolean {
    return this.pauses.size > 0;
  }

  /** How many requests wait. */
  get waiting(): number {
    return this.held.length;
  }

  /** Begins a pause, or makes the one of this purpose last longer and hold more; it never becomes weaker. */
  begin(purpose: PausePurpose, until: number, writesOnly: boolean): void {
    const before = this.pauses.get(purpose);
    this.pauses.set(purpose, {
      until: Math.max(until, before?.until ?? 0),
      writesOnly: writesOnly && (before?.writesOnly ?? true),
    });
    this.changed();
  }

  /** Ends the pause of a purpose; who waited goes on unless another pause holds it. */
  end(purpose: PausePurpose): void {
    if (!this.pauses.delete(purpose)) return;
    this.changed();
    for (const session of this.held.splice(0)) {
      session.blocked = false;
      if (!session.closing) session.outbox.resume();
    }
  }

  /** Ends what has lasted long enough. `now` is in ms since the epoch. */
  tick(now: number): void {
    for (const [purpose, { until }] of [...this.pauses]) if (until <= now) this.end(purpose);
  }

  /** Whether a command of this session has to wait. */
  holds(session: Session, entry: CommandEntry): boolean {
    if (session.kind === 'replica' || session.kind === 'primary') return false;
    for (const { writesOnly } of this.pauses.values()) {
      if (!writesOnly || mayReplicate(session, entry)) return true;
    }
    return false;
  }

  /** Keeps a request until the pauses are over; the session takes no other before it. */
  hold(session: Session, request: Request): void {
    session.postponed = request.clone();
    session.blocked = true;
    this.held.push(session);
  }
}

function mayReplicate(session: Session, entry: CommandEntry): boolean {
  if ((entry.flags & MAY_REPLICATE) !== 0) return true;
  if (entry.name !== 'exec' || session.transaction === undefined) return false;
  return session.transaction.queue.some((queued) => (queued.entry.flags & MAY_REPLICATE) !== 0);
}
