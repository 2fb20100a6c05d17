/** HSCAN key cursor [MATCH pattern] [COUNT count] */
import { HashValue, Slice } from '@redwing/store';
import type { Call } from '../../execution/call.ts';
import { matchesPattern, readCursor, readScanOptions, scanSome } from '../../execution/scanning.ts';

const hash = new HashValue();
const field = new Slice();
const value = new Slice();

export function hscan(call: Call): void {
  const { reply } = call;
  const cursor = readCursor(call, 2);
  const entry = call.readHash(1);
  reply.array(2);
  if (entry === 0) {
    reply.bulkText('0');
    reply.array(0);
    return;
  }
  const options = readScanOptions(call, 3);
  hash.open(call.db, entry);
  const found: number[] = [];
  const next = scanSome(cursor, options.count, (position, visit) => hash.scan(position, visit), found);
  const shown = found.filter((place) => matchesPattern(call, options, hash.fieldAt(place, field)));
  reply.bulkText(String(next));
  reply.array(shown.length * 2);
  for (const place of shown) {
    call.replySlice(hash.fieldAt(place, field));
    call.replySlice(hash.valueAt(place, value));
  }
}
