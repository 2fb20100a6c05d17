/**
 * Keeping the dataset within `maxmemory`: keys are evicted until it fits.
 *
 *     command ─► gates ─► makeRoom ── fits, or time is up ──► executed
 *                            │ └───── nothing (more) may go ─► refused, if it needs memory
 *                            └ time is up ──► goes on between commands until it fits
 *
 * What counts is what the arena holds: keys, values, the key index and the set of keys that expire, each block with
 * what rounding adds to it. Buffers of connections, the replication backlog and the JavaScript heap do not count: evicting
 * keys would not shrink them, and a slow replica would make its primary evict ever more, each eviction being another
 * DEL to be sent. `maxmemory-clients` and the buffer limits hold those.
 *
 * Room is made before a command, never within one: EXEC makes room once, then runs as a whole. So a single
 * command may exceed the limit, and the next pays for it. How long it may be held up for that is
 * `maxmemory-eviction-tenacity`; past that time it is executed although memory does not fit yet.
 *
 * A replica leaves eviction to its primary, whose DELs it gets (`replica-ignore-maxmemory`).
 */
import type { EvictionOrder } from '@redwing/store';
import { Evictor } from '@redwing/store';
import type { Engine } from '../execution/engine.ts';
import { soon } from '../soon.ts';

/** The clock is read once for this many evictions. */
const EVICTIONS_PER_READING = 16;

export class KeyEviction {
  private readonly engine: Engine;
  private readonly evictor: Evictor;
  /** Evicting goes on between commands. */
  private running = false;
  /** Since when memory has not fitted, on the monotonic clock; undefined while it fits. */
  private exceededSince: number | undefined;
  private exceededBefore = 0;

  constructor(engine: Engine) {
    this.engine = engine;
    this.evictor = new Evictor(engine.keyspace);
    const { configuration } = engine;
    configuration.onChange('maxmemory', () => this.limitChanged());
    configuration.onChange('maxmemoryPolicy', () => this.choosePolicy());
    configuration.onChange('maxmemorySamples', () => this.tune());
    configuration.onChange('lfuLogFactor', () => this.tune());
    configuration.onChange('lfuDecayTime', () => this.tune());
    this.tune();
    this.choosePolicy();
  }

  /** Microseconds for which memory has not fitted, in all. */
  get exceededTotal(): number {
    return this.exceededBefore + this.exceededNow;
  }

  /** The same for the time since it last fitted; 0 while it does. */
  get exceededNow(): number {
    if (this.exceededSince === undefined) return 0;
    return this.engine.surroundings.microseconds() - this.exceededSince;
  }

  /** Begins to count anew (CONFIG RESETSTAT). */
  resetStatistics(): void {
    this.engine.keyspace.evicted = 0;
    this.exceededBefore = 0;
    this.exceededSince = undefined;
  }

  /** Evicts keys if there must be room. False when there is none and no way to make any. */
  makeRoom(): boolean {
    if (this.fits) {
      this.account(true);
      return true;
    }
    if (!this.mayEvict) return true;
    const { surroundings, latency } = this.engine;
    const start = surroundings.microseconds();
    const { maxmemoryPolicy, maxmemoryEvictionTenacity } = this.engine.configuration.values;
    const evictable =
      maxmemoryPolicy !== 'noeviction' && this.evictUntil(start + timeLimit(maxmemoryEvictionTenacity));
    latency.note('eviction-cycle', surroundings.microseconds() - start);
    const { fits } = this;
    this.account(fits);
    if (!fits && evictable) this.goOn();
    return fits || evictable;
  }

  private get fits(): boolean {
    const { maxmemory } = this.engine.configuration.values;
    return maxmemory === 0 || this.engine.keyspace.usedBytes <= maxmemory;
  }

  /** Whether keys may go at all now; while they may not, memory is not short either. */
  private get mayEvict(): boolean {
    const { loading, pause, replication, configuration } = this.engine;
    if (loading || pause.active) return false;
    return !(replication.isReplica && configuration.values.replicaIgnoreMaxmemory);
  }

  /** False when nothing more may be evicted; true when memory fits, or the time is up. */
  private evictUntil(limit: number): boolean {
    const { reclaimer } = this.engine.keyspace;
    for (let evicted = 1; !this.fits; evicted++) {
      // What is gone already gives its memory back before anything else has to go.
      if (reclaimer.pending > 0) reclaimer.run(() => false);
      else if (!this.evictor.evict()) return false;
      if (evicted % EVICTIONS_PER_READING === 0 && this.engine.surroundings.microseconds() > limit) break;
    }
    return true;
  }

  /** Has evicting continued as soon as the sockets have been served, so that commands are not held up. */
  private goOn(): void {
    if (this.running) return;
    this.running = true;
    soon(() => {
      this.running = false;
      this.engine.keyspace.now = this.engine.surroundings.now();
      this.makeRoom();
    });
  }

  private account(fits: boolean): void {
    if (fits === (this.exceededSince === undefined)) return;
    if (fits) {
      this.exceededBefore = this.exceededTotal;
      this.exceededSince = undefined;
    } else {
      this.exceededSince = this.engine.surroundings.microseconds();
    }
  }

  private limitChanged(): void {
    const { keyspace, configuration, surroundings } = this.engine;
    if (this.fits) {
      this.account(true);
      return;
    }
    const { maxmemory } = configuration.values;
    surroundings.log.warn(
      `maxmemory is now ${maxmemory}, and the dataset takes ${keyspace.usedBytes} bytes: keys will be evicted, or ` +
        'commands that need memory refused, as maxmemory-policy says',
    );
    this.goOn();
  }

  private choosePolicy(): void {
    const { maxmemoryPolicy } = this.engine.configuration.values;
    const [keys, order] = maxmemoryPolicy.split('-');
    this.engine.keyspace.countsUses = order === 'lfu';
    this.evictor.choose(ORDERS[order ?? ''] ?? 'random', keys === 'volatile');
  }

  private tune(): void {
    const { maxmemorySamples, lfuLogFactor, lfuDecayTime } = this.engine.configuration.values;
    const { useCounter } = this.engine.keyspace;
    this.evictor.samples = maxmemorySamples;
    useCounter.logFactor = lfuLogFactor;
    useCounter.decayMinutes = lfuDecayTime;
  }
}

/** What the second word of a policy stands for. */
const ORDERS: Readonly<Record<string, EvictionOrder>> = {
  lru: 'idle',
  lfu: 'frequency',
  ttl: 'expiry',
  random: 'random',
};

/** Microseconds that evicting may take at a time: half a millisecond at 10, two minutes at 99, for ever at 100. */
function timeLimit(tenacity: number): number {
  if (tenacity >= 100) return Number.POSITIVE_INFINITY;
  return tenacity <= 10 ? 50 * tenacity : 500 * 1.15 ** (tenacity - 10);
}
