/**
 * The active expire cycle: removes entries, and fields of hashes, whose time has passed though nobody asks for them.
 *
 * Each call walks on through the volatile sets from where the last one stopped, a batch at a time, and goes on with
 * a database for as long as more than a tenth of a batch had expired. `hasTime` bounds the call, so that a burst of
 * expiries is worked off in slices between commands. The work adapts to what there is to do: a keyspace where nothing
 * expires is looked through slowly, at a batch a call. Fields are in the order of their times, so that a batch of them
 * has always expired, and where none has there is nothing to look through.
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
        const swept = this.sweep(index);
        if (batch.looked === 0 && !swept) break;
        removed += batch.removed;
        looked += batch.looked;
        if (!hasTime()) return this.account(removed, looked);
        if (batch.removed * 10 <= batch.looked && !swept) break;
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

  /** Removes a batch of fields of one hash. False when none has expired. */
  private sweep(index: number): boolean {
    const database = this.keyspace.databases[index];
    const entry = database?.expiring.firstDue() ?? 0;
    if (database === undefined || entry === 0 || !this.keyspace.expiring) return false;
    if (database.hasExpired(entry)) return database.vanish(entry);
    database.sweep(entry, BATCH);
    return true;
  }

  private account(removed: number, looked: number): number {
    const percent = looked === 0 ? 0 : (removed * 100) / looked;
    this.stalePercent = percent * 0.05 + this.stalePercent * 0.95;
    return removed;
  }
}
