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
    .map((database) => [`db${database.id}`, sizes(database, now)]);
}

function sizes(database: Database, now: number): string {
  const { size, volatile, expiring } = database;
  const common = `keys=${size},expires=${volatile.count},avg_ttl=${averageTtl(database, now)}`;
  // Redis 7.0 does not have this part: it is there while a hash has fields that expire.
  return expiring.count > 0 ? `${common},subexpiry=${expiring.count}` : common;
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
