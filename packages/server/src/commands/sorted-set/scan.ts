/** ZSCAN key cursor [MATCH pattern] [COUNT count] */
import { DOUBLE_TEXT_MAX, formatDouble, Slice, SORTED_SET, SortedSetValue } from '@redwing/store';
import type { Call } from '../../execution/call.ts';
import { matchesPattern, readCursor, readScanOptions, scanSome } from '../../execution/scanning.ts';

const set = new SortedSetValue();
const member = new Slice();
const digits = new Uint8Array(DOUBLE_TEXT_MAX);

export function zscan(call: Call): void {
  const { reply } = call;
  const cursor = readCursor(call, 2);
  const entry = call.readOf(SORTED_SET, 1);
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
  reply.array(shown.length * 2);
  for (const place of shown) {
    call.replySlice(set.memberAt(place, member));
    replyScoreText(call, set.scoreAt(place));
  }
}

/** Up to this, a small sorted set keeps a score as an integer, and shows all its digits. */
const INTEGER_MAX = 2 ** 62;

/** A score as text also in RESP3: as it stands in the value, which is not quite as elsewhere. */
function replyScoreText(call: Call, score: number): void {
  if (set.isPacked && Number.isInteger(score) && Math.abs(score) <= INTEGER_MAX) {
    call.reply.bulkText(String(BigInt(score)));
  } else call.reply.bulk(digits, 0, formatDouble(score, digits, 0));
}
