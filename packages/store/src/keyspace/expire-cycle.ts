/**
 * The active expire cycle: removes entries whose time has passed though nobody asks for them.
 *
 * Each call walks on through the volatile sets from where the last one stopped, a batch at a time, and goes on with
 * a database for as long as more than a tenth of a batch had expired. `hasTime` bounds the call, so that a burst of
 * expiries is worked off in slices between commands. The work adapts to what there is to do: a keyspace where nothing
 * expires is looked through slowly, at a batch a call.
 */
import type { Keyspace } from './keyspace.ts';

const BATCH = 20;

export class ExpireCycle {
  /** The share of entries found expired lately, for INFO's expired_stale_perc, in percent. */
  stalePercent = 0;
  private database = 0;
  private readonly places: number[] = [];
  private readonly keyspace: Keyspace;

  constructor(keyspace: Keyspace) {
    this.keyspace = keyspace;
  }

  /** Runs once over the databases, or until `hasTime` answers false. Returns how many entries were removed. */
  run(hasTime: () => boolean): number {
    const { databases } = this.keyspace;
    let removed = 0;
    let looked = 0;
    for (let i = 0; i < databases.length; i++) {
      const index = this.database++ % databases.length;
      for (;;) {
        const batch = this.batch(index);
        if (batch.looked === 0) break;
        removed += batch.removed;
        looked += batch.looked;
        if (!hasTime()) return this.account(removed, looked);
        if (batch.removed * 10 <= batch.looked) break;
      }
    }
    return this.account(removed, looked);
  }

  private batch(index: number): { looked: number; removed: number } {
    const database = this.keyspace.databases[index];
    if (database === undefined || database.volatile.count === 0) return { looked: 0, removed: 0 };
    const { volatile } = database;
    let place = this.places[index] ?? 0;
    let removed = 0;
    const looked = Math.min(BATCH, volatile.count);
    for (let i = 0; i < looked && volatile.count > 0; i++) {
      if (place >= volatile.count) place = 0;
      const ref = volatile.at(place);
      // Another entry takes the place of one that goes, so the place is looked at again.
      if (database.hasExpired(ref) && database.vanish(ref)) removed++;
      else place++;
    }
    this.places[index] = place;
    return { looked, removed };
  }

  private account(removed: number, looked: number): number {
    const percent = looked === 0 ? 0 : (removed * 100) / looked;
    this.stalePercent = percent * 0.05 + this.stalePercent * 0.95;
    return removed;
  }
}
