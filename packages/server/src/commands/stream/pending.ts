/** What is pending in a group: XACK, XPENDING. */
import { ConsumerGroup, Slice, STREAM, StreamId, StreamValue } from '@redwing/store';
import { errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { findConsumer, openGroup, requireGroup } from './groups.ts';
import { readEnd, readId, readStart, replyId } from './ids.ts';

const stream = new StreamValue();
const group = new ConsumerGroup();
const id = new StreamId();
const from = new StreamId();
const to = new StreamId();
const name = new Slice();

/** XACK key group id [id …] */
export function xack(call: Call): void {
  const entry = call.readOf(STREAM, 1);
  let acknowledged = 0;
  if (entry !== 0 && openGroup(call, stream.open(call.db, entry), group, 2)) {
    for (let i = 3; i < call.count; i++) readId(call, i, id);
    for (let i = 3; i < call.count; i++) {
      if (!group.find(call.count === 4 ? id : readId(call, i, id))) continue;
      group.remove();
      acknowledged++;
      call.engine.effects.touched();
    }
  }
  call.reply.integer(acknowledged);
}

/** XPENDING key group [[IDLE milliseconds] start end count [consumer]] */
export function xpending(call: Call): void {
  if (call.count === 3) {
    requireGroup(call, stream, group);
    replySum(call);
    return;
  }
  if (call.count < 6 || call.count > 9) throw errors.syntax;
  let first = 3;
  let idle = 0;
  if (call.is(3, 'IDLE')) {
    idle = call.rounded(4);
    if (call.count < 8) throw errors.syntax;
    first = 5;
  }
  const count = call.rounded(first + 2);
  readStart(call, first, from);
  readEnd(call, first + 1, to);
  requireGroup(call, stream, group);
  let consumer = 0;
  if (first + 3 < call.count) {
    consumer = findConsumer(call, group, first + 3);
    if (consumer === 0) {
      call.reply.array(0);
      return;
    }
  }
  group.range(from, to, consumer);
  replyPending(call, idle, count);
}

function replySum(call: Call): void {
  const { reply } = call;
  reply.array(4);
  const { pendingCount } = group;
  reply.integer(pendingCount);
  if (pendingCount === 0) {
    reply.null();
    reply.null();
    reply.nullArray();
    return;
  }
  replyId(call, group.edgeId('first', id));
  replyId(call, group.edgeId('last', id));
  const mark = reply.headLater();
  let shown = 0;
  group.visitConsumers((consumer) => {
    const owned = group.ownedCount(consumer);
    if (owned === 0) return;
    shown++;
    reply.array(2);
    call.replySlice(group.consumerName(consumer, name));
    reply.bulkText(String(owned));
  });
  reply.arraySince(mark, shown);
}

/** Answers with up to `count` entries of the range the handle is before, those that have been pending for some time. */
function replyPending(call: Call, idle: number, count: number): void {
  const { reply, now } = call;
  const mark = reply.headLater();
  let shown = 0;
  while (shown < count && group.next()) {
    const elapsed = now - group.time;
    if (idle !== 0 && elapsed < idle) continue;
    shown++;
    reply.array(4);
    replyId(call, group.id);
    call.replySlice(group.consumerName(group.owner, name));
    reply.integer(Math.max(elapsed, 0));
    reply.integer(group.deliveries);
  }
  reply.arraySince(mark, shown);
}
