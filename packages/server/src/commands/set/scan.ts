/** SSCAN key cursor [MATCH pattern] [COUNT count] */
import { SET, SetValue, Slice } from '@redwing/store';
import type { Call } from '../../execution/call.ts';
import { matchesPattern, readCursor, readScanOptions, scanSome } from '../../execution/scanning.ts';

const set = new SetValue();
const member = new Slice();

export function sscan(call: Call): void {
  const { reply } = call;
  const cursor = readCursor(call, 2);
  const entry = call.readOf(SET, 1);
  reply.array(2);
  if (entry === 0) {
    reply.bulkText('0');
    reply.array(0);
    return;
  }
  const options = readScanOptions(call, 3);
  set.open(call.db, entry);
  const found: number[] = [];
  const next = scanSome(cursor, options.count, (position, visit) => set.scan(position, visit), found);
  const shown = found.filter((place) => matchesPattern(call, options, set.memberAt(place, member)));
  reply.bulkText(String(next));
  reply.array(shown.length);
  for (const place of shown) call.replySlice(set.memberAt(place, member));
}
