/**
 * Keeping connections within `maxmemory-clients`: those that take most memory are closed until the rest fits.
 *
 *     turn of a connection ends, something is pushed ──► its bytes are counted anew, the sum with them
 *     turn or tick ends, sum at the limit ──► all are counted, the largest closed
 *
 * One client's buffers are limited by `client-output-buffer-limit` and `client-query-buffer-limit`; this limits the sum
 * of many that are each within theirs. Replicas, the link to a primary and clients with CLIENT NO-EVICT are never closed;
 * the latter count all the same. The sum is kept up as it changes and not reckoned, because that would take longer the
 * more clients there are; what drains by itself is noticed when the sum reaches the limit, and at every tick.
 *
 * Without a limit a turn pays one comparison.
 */
import type { Session } from '../connections/session.ts';
import type { Engine } from '../execution/engine.ts';
import { memoryOf } from './client-memory.ts';

/** With less, clients could hardly say anything, not even that the limit be raised. */
const LIMIT_BYTES_MIN = 128 * 1024;

export class ClientEviction {
  private readonly engine: Engine;
  /** In bytes; 0 is no limit. */
  private limit = 0;
  private total = 0;
  private counted = new Map<Session, number>();
  /** Nobody is left that might be closed: not tried again before the next tick. */
  private exhausted = false;

  constructor(engine: Engine) {
    this.engine = engine;
    const { configuration, sessions } = engine;
    configuration.onChange('maxmemoryClients', () => this.applyLimit());
    configuration.onChange('maxmemory', () => this.applyLimit());
    sessions.whenClosed((session) => this.count(session, 0));
    engine.onTick(() => this.tick());
    this.applyLimit();
  }

  /** The bytes of a session may have changed. */
  note(session: Session): void {
    if (this.limit > 0 && isCounted(session)) this.count(session, memoryOf(session));
  }

  /** The turn of a session has ended: what is too much may be closed now, itself included. */
  turnEnded(session: Session): void {
    if (this.limit === 0) return;
    this.note(session);
    if (this.total >= this.limit && !this.exhausted) this.evict();
  }

  private tick(): void {
    if (this.limit === 0) return;
    this.exhausted = false;
    this.countAll();
    if (this.total >= this.limit) this.evict();
  }

  private evict(): void {
    const { sessions, statistics, surroundings } = this.engine;
    this.countAll();
    const largestFirst = [...this.counted].sort(([, a], [, b]) => b - a);
    for (const [session, bytes] of largestFirst) {
      if (this.total < this.limit) return;
      if (session.noEvict) continue;
      surroundings.log.info(
        `Evicting client ${session.outbox.remoteAddress}, which takes ${bytes} bytes: all clients take ` +
          `${this.total}, over maxmemory-clients`,
      );
      statistics.evictedClients++;
      session.outbox.destroy();
      sessions.close(session);
    }
    if (this.total < this.limit) return;
    this.exhausted = true;
    surroundings.log.warn('Over maxmemory-clients after evicting all clients that may be evicted');
  }

  private countAll(): void {
    this.total = 0;
    this.counted = new Map();
    for (const session of this.engine.sessions)
      if (!session.closing && isCounted(session)) this.count(session, memoryOf(session));
  }

  private count(session: Session, bytes: number): void {
    this.total += bytes - (this.counted.get(session) ?? 0);
    if (bytes === 0) this.counted.delete(session);
    else this.counted.set(session, bytes);
  }

  private applyLimit(): void {
    const { maxmemory, maxmemoryClients } = this.engine.configuration.values;
    // A share of no limit is no limit.
    const bytes = maxmemoryClients < 0 ? Math.floor((maxmemory * -maxmemoryClients) / 100) : maxmemoryClients;
    this.limit = bytes === 0 ? 0 : Math.max(bytes, LIMIT_BYTES_MIN);
    this.exhausted = false;
    if (this.limit > 0) this.countAll();
    else this.counted.clear();
  }
}

function isCounted({ kind }: Session): boolean {
  return kind === 'normal' || kind === 'pubsub';
}
