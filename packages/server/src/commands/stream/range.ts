/** Reading entries: XLEN, XRANGE, XREVRANGE; and how an entry is shown. */
import type { ReplyWriter } from '@redwing/protocol';
import type { Slice } from '@redwing/store';
import { STREAM, StreamId, StreamValue } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { readEnd, readStart, replyId } from './ids.ts';

const stream = new StreamValue();
const from = new StreamId();
const to = new StreamId();

/** XLEN key */
export function xlen(call: Call): void {
  const entry = call.readOf(STREAM, 1);
  call.reply.integer(entry === 0 ? 0 : stream.open(call.db, entry).count);
}

/** XRANGE key start end [COUNT count] */
export function xrange(call: Call): void {
  replyRange(call, false);
}

/** XREVRANGE key end start [COUNT count] */
export function xrevrange(call: Call): void {
  replyRange(call, true);
}

function replyRange(call: Call, isReverse: boolean): void {
  readStart(call, isReverse ? 3 : 2, from);
  readEnd(call, isReverse ? 2 : 3, to);
  let count = -1;
  for (let i = 4; i < call.count; i += 2) {
    if (!call.is(i, 'COUNT') || i + 1 >= call.count) throw errors.syntax;
    count = Math.max(call.rounded(i + 1), 0);
  }
  const entry = call.readOf(STREAM, 1);
  if (entry === 0) call.reply.array(0);
  else if (count === 0) call.reply.nullArray();
  else replyEntries(call, stream.open(call.db, entry).range(from, to, isReverse), count);
}

/** Answers with the entries of a range, at most `count` unless that is not positive. */
export function replyEntries(call: Call, range: StreamValue, count: number): void {
  const { reply } = call;
  const mark = reply.headLater();
  let shown = 0;
  while (shown !== count && range.next()) {
    replyEntry(call, range);
    shown++;
  }
  reply.arraySince(mark, shown);
}

/** Answers with the entry that a stream's handle is on. */
export function replyEntry(call: Call, at: StreamValue): void {
  const { reply } = call;
  reply.array(2);
  replyId(call, at.id);
  reply.array(at.fieldCount * 2);
  writer = reply;
  at.visit(replyField);
}

let writer: ReplyWriter | undefined;

/** One function for all entries, so that none is made for each. */
function replyField(field: Slice, value: Slice): void {
  const reply = writer as ReplyWriter;
  reply.bulk(field.bytes, field.start, field.length);
  reply.bulk(value.bytes, value.start, value.length);
}
