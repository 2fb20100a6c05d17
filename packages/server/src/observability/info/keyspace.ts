/** INFO keyspace: a line for each database that has keys. */
import type { Database } from '@redwing/store';
import type { Engine } from '../../execution/engine.ts';
import type { Fields } from './section.ts';

/** Times to live that are looked at for the average. */
const SAMPLES = 64;

export function keyspaceFields(engine: Engine): Fields {
  const { databases, now } = engine.keyspace;
  return databases
    .filter(({ size }) => size > 0)
    .map((database) => [
      `db${database.id}`,
      `keys=${database.size},expires=${database.volatile.count},avg_ttl=${averageTtl(database, now)}`,
    ]);
}

/** The mean time to live in ms, from a sample that is spread evenly over the keys that have one. */
function averageTtl(database: Database, now: number): number {
  const { volatile, entries } = database;
  const looked = Math.min(SAMPLES, volatile.count);
  if (looked === 0) return 0;
  let sum = 0;
  for (let i = 0; i < looked; i++) {
    const ref = volatile.at(Math.floor((i * volatile.count) / looked));
    sum += Math.max(0, entries.expireAt(ref) - now);
  }
  return Math.round(sum / looked);
}
