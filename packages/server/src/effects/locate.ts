/** Looking for a key without any effect. */
import type { Database, Keyspace } from '@redwing/store';

/**
 * The entry of a key, or 0. One whose time has passed is found too, and stays: who listens to changes must not cause
 * any.
 */
export function locate(
  keyspace: Keyspace,
  database: Database,
  bytes: Uint8Array,
  start: number,
  length: number,
): number {
  const { expiring, hidesExpired } = keyspace;
  keyspace.expiring = false;
  keyspace.hidesExpired = false;
  const entry = database.find(bytes, start, length);
  keyspace.expiring = expiring;
  keyspace.hidesExpired = hidesExpired;
  return entry;
}
