/**
 * How far a group has read, counted in entries from the first that was ever added to the stream: what a group's lag is
 * reckoned from. Deleting single entries leaves gaps that nobody counts, so it can be told only where no gap is ahead.
 */
import type { ConsumerGroup } from './consumer-group.ts';
import { UNKNOWN_COUNT } from './consumer-group.ts';
import { StreamId } from './stream-id.ts';
import type { StreamValue } from './stream-value.ts';

const first = new StreamId();
const last = new StreamId();
const deleted = new StreamId();
const read = new StreamId();

/** Whether entries behind this id may have been deleted by themselves. */
export function hasGapBehind(stream: StreamValue, id: StreamId): boolean {
  stream.maxDeletedId(deleted);
  if (stream.count === 0 || deleted.isLeast) return false;
  return stream.firstId(first).compare(deleted) <= 0 && id.compare(deleted) <= 0;
}

/** How many entries were added up to this id, UNKNOWN_COUNT where that cannot be told. */
export function estimatedEntriesRead(stream: StreamValue, id: StreamId): number | bigint {
  const added = stream.entriesAdded;
  const beyond = added === 0 ? 0 : id.compare(stream.lastId(last));
  if (added === 0 || beyond === 0) return added;
  if (beyond > 0) return UNKNOWN_COUNT;
  if (stream.count === 0) return added;
  stream.firstId(first);
  stream.maxDeletedId(deleted);
  if (!deleted.isLeast && deleted.compare(first) >= 0) return UNKNOWN_COUNT;
  const place = id.compare(first);
  if (place > 0) return UNKNOWN_COUNT;
  return difference(added, place < 0 ? stream.count : stream.count - 1);
}

/** The group has delivered the entry of this id: it has read as far as that. */
export function readUpTo(stream: StreamValue, group: ConsumerGroup, id: StreamId): void {
  const { entriesRead } = group;
  if (entriesRead !== UNKNOWN_COUNT && !hasGapBehind(stream, id))
    group.entriesRead = difference(entriesRead, -1);
  else if (stream.entriesAdded !== 0) group.entriesRead = estimatedEntriesRead(stream, id);
  group.setLastId(id);
}

/** How many entries the group has still to read; undefined where nobody knows. */
export function lagOf(stream: StreamValue, group: ConsumerGroup): number | bigint | undefined {
  const added = stream.entriesAdded;
  if (added === 0) return 0;
  group.lastId(read);
  const isExact = group.entriesRead !== UNKNOWN_COUNT && !hasGapBehind(stream, read);
  const entriesRead = isExact ? group.entriesRead : estimatedEntriesRead(stream, read);
  return entriesRead === UNKNOWN_COUNT && !isExact ? undefined : difference(added, entriesRead);
}

/** The difference of two integers of 64 bits, as one of these. */
function difference(one: number | bigint, other: number | bigint): number | bigint {
  if (typeof one === 'number' && typeof other === 'number') {
    const result = one - other;
    if (Number.isSafeInteger(result)) return result;
  }
  return BigInt.asIntN(64, BigInt(one) - BigInt(other));
}
