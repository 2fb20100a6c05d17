/** XINFO: what a stream, its groups and their consumers are made of. */
import {
  ConsumerGroup,
  lagOf,
  radixNodes,
  Slice,
  STREAM,
  StreamId,
  StreamValue,
  UNKNOWN_COUNT,
} from '@redwing/store';
import { errors, subcommandSyntax } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { noGroupOfStream, openGroup } from './groups.ts';
import { replyId } from './ids.ts';
import { replyEntries, replyEntry } from './range.ts';

const stream = new StreamValue();
const group = new ConsumerGroup();
const id = new StreamId();
const name = new Slice();
const least = new StreamId();
const greatest = new StreamId().setGreatest();

const FULL_COUNT = 10;

/** XINFO STREAM key [FULL [COUNT count]] */
export function infoStream(call: Call): void {
  open(call);
  const { reply } = call;
  const count = readFull(call);
  reply.map(count === undefined ? 10 : 9);
  reply.bulkText('length');
  reply.integer(stream.count);
  reply.bulkText('radix-tree-keys');
  reply.integer(stream.blockCount);
  reply.bulkText('radix-tree-nodes');
  reply.integer(radixNodes(stream));
  reply.bulkText('last-generated-id');
  replyId(call, stream.lastId(id));
  reply.bulkText('max-deleted-entry-id');
  replyId(call, stream.maxDeletedId(id));
  reply.bulkText('entries-added');
  reply.integer(stream.entriesAdded);
  reply.bulkText('recorded-first-entry-id');
  replyId(call, stream.firstId(id));
  if (count === undefined) replyEdges(call);
  else replyFull(call, count);
}

/** XINFO GROUPS key */
export function infoGroups(call: Call): void {
  open(call);
  const { reply } = call;
  reply.array(group.all(stream));
  while (group.nextGroup()) {
    reply.map(6);
    reply.bulkText('name');
    call.replySlice(group.name(name));
    reply.bulkText('consumers');
    reply.integer(group.consumerCount);
    reply.bulkText('pending');
    reply.integer(group.pendingCount);
    replyPosition(call);
  }
}

/** XINFO CONSUMERS key group */
export function infoConsumers(call: Call): void {
  open(call);
  if (!openGroup(call, stream, group, 3)) throw noGroupOfStream(call, 2, 3);
  const { reply } = call;
  reply.array(group.consumerCount);
  group.visitConsumers((consumer) => {
    reply.map(3);
    reply.bulkText('name');
    call.replySlice(group.consumerName(consumer, name));
    reply.bulkText('pending');
    reply.integer(group.ownedCount(consumer));
    reply.bulkText('idle');
    reply.integer(Math.max(0, call.now - group.seenTime(consumer)));
  });
}

/** @throws noSuchKey, wrongType */
function open(call: Call): void {
  const entry = call.readOf(STREAM, 2);
  if (entry === 0) throw errors.noSuchKey;
  stream.open(call.db, entry);
}

/** How many entries FULL asks for, 0 for all; undefined without FULL. */
function readFull(call: Call): number | undefined {
  if (call.count === 3) return undefined;
  const isWhole = call.count === 4 || (call.count === 6 && call.is(4, 'COUNT'));
  if (!isWhole || !call.is(3, 'FULL')) throw subcommandSyntax(call.text(1), 'xinfo');
  if (call.count === 4) return FULL_COUNT;
  const count = call.rounded(5);
  return count < 0 ? FULL_COUNT : count;
}

function replyEdges(call: Call): void {
  const { reply } = call;
  reply.bulkText('groups');
  reply.integer(group.all(stream));
  for (const edge of ['first', 'last'] as const) {
    reply.bulkText(`${edge}-entry`);
    if (stream.all(edge === 'last').next()) replyEntry(call, stream);
    else reply.null();
  }
}

function replyFull(call: Call, count: number): void {
  const { reply } = call;
  const limit = count === 0 ? Number.POSITIVE_INFINITY : count;
  reply.bulkText('entries');
  replyEntries(call, stream.all(), limit);
  reply.bulkText('groups');
  reply.array(group.all(stream));
  while (group.nextGroup()) {
    reply.map(7);
    reply.bulkText('name');
    call.replySlice(group.name(name));
    replyPosition(call);
    reply.bulkText('pel-count');
    reply.integer(group.pendingCount);
    reply.bulkText('pending');
    replyPending(call, limit, 0);
    reply.bulkText('consumers');
    reply.array(group.consumerCount);
    group.visitConsumers((consumer) => {
      reply.map(4);
      reply.bulkText('name');
      call.replySlice(group.consumerName(consumer, name));
      reply.bulkText('seen-time');
      reply.integer(group.seenTime(consumer));
      reply.bulkText('pel-count');
      reply.integer(group.ownedCount(consumer));
      reply.bulkText('pending');
      replyPending(call, limit, consumer);
    });
  }
}

/** How far the group has read. */
function replyPosition(call: Call): void {
  const { reply } = call;
  reply.bulkText('last-delivered-id');
  replyId(call, group.lastId(id));
  reply.bulkText('entries-read');
  if (group.entriesRead === UNKNOWN_COUNT) reply.null();
  else reply.integer(group.entriesRead);
  reply.bulkText('lag');
  const lag = lagOf(stream, group);
  if (lag === undefined) reply.null();
  else reply.integer(lag);
}

/** What is pending in the group, or, without saying whose it is, for one consumer. */
function replyPending(call: Call, limit: number, consumer: number): void {
  const { reply } = call;
  const mark = reply.headLater();
  let shown = 0;
  group.range(least, greatest, consumer);
  for (; shown < limit && group.next(); shown++) {
    reply.array(consumer === 0 ? 4 : 3);
    replyId(call, group.id);
    if (consumer === 0) call.replySlice(group.consumerName(group.owner, name));
    reply.integer(group.time);
    reply.integer(group.deliveries);
  }
  reply.arraySince(mark, shown);
}
