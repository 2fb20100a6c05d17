/**
 * A key chosen by chance among those that have not expired: RANDOMKEY.
 *
 * Entries whose time has passed are drawn as others are, and removed on that occasion, so the search ends: each round
 * finds an entry or leaves one fewer. Only where another server decides about expiry they stay, and then the search
 * gives up after a while and shows one of them.
 */
import type { Database } from './database.ts';

const ATTEMPTS_MAX = 100;

/** The entry of a random key that has not expired, or 0 if there is none. */
export function randomEntry(db: Database): number {
  const { keyspace, entries } = db;
  for (let attempt = 0; db.size > 0; attempt++) {
    const ref = db.draw();
    if (!entries.isVolatile(ref) || entries.expireAt(ref) > keyspace.now) return ref;
    // Where expired keys are not removed on access, a database of nothing else must still answer.
    if (!keyspace.expiring && attempt >= ATTEMPTS_MAX) return ref;
    db.vanish(ref);
  }
  return 0;
}
