/**
 * XREADGROUP: entries for a consumer of a group, new ones (">"), which are pending for it from then on, or those that are
 * pending already. Replicas hear of what is pending then, entry by entry, not of the request.
 */
import { ConsumerGroup, readUpTo, STREAM, StreamId, StreamValue } from '@redwing/store';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import {
  addConsumer,
  findConsumer,
  noGroup,
  openGroup,
  propagateClaim,
  propagateNotItself,
  propagatePosition,
} from './groups.ts';
import { isCharacter, readId, replyId } from './ids.ts';
import { replyEntry } from './range.ts';
import { WAITED_COUNT } from './read.ts';
import { ReadOptions } from './read-options.ts';

const stream = new StreamValue();
const group = new ConsumerGroup();
const options = new ReadOptions();
const id = new StreamId();
const top = new StreamId();
const greatest = new StreamId().setGreatest();

const dollar = new CommandError(
  'ERR The $ ID is meaningless in the context of XREADGROUP: you want to read the history of this consumer by specifying a proper ID, or use the > ID to get new messages. The $ ID would just return an empty result set.',
);
const groupIsGone = new CommandError(
  'NOGROUP the consumer group this client was blocked on no longer exists',
);
const streamIsGone = new CommandError('UNBLOCKED the stream key no longer exists');

/** XREADGROUP GROUP group consumer [COUNT count] [BLOCK milliseconds] [NOACK] STREAMS key [key …] id|> [id|> …] */
export function xreadgroup(call: Call): void {
  const { firstKey, streams } = options.read(call, true);
  propagateNotItself(call);
  if (call.wakeKey !== 0) {
    wake(call, call.wakeKey);
    return;
  }
  for (let i = firstKey; i < firstKey + streams; i++) checkStream(call, i);
  const { reply } = call;
  const mark = reply.headLater();
  let served = 0;
  for (let i = firstKey; i < firstKey + streams; i++) {
    const entry = call.readOf(STREAM, i);
    openGroup(call, stream.open(call.db, entry), group, options.group);
    if (isNews(call, i + streams) ? readNew(call, i) : readPending(call, i)) served++;
  }
  if (served > 0) {
    reply.pairsSince(mark, served);
    return;
  }
  reply.length = mark;
  if (options.milliseconds < 0) reply.nullArray();
  else wait(call);
}

/** @throws wrongType, noGroup, and invalidId unless an id stands where one has to */
function checkStream(call: Call, key: number): void {
  const entry = call.readOf(STREAM, key);
  if (entry === 0 || !openGroup(call, stream.open(call.db, entry), group, options.group)) {
    throw noGroup(call, key, options.group, ' in XREADGROUP with GROUP option');
  }
  const index = key + options.streams;
  if (isCharacter(call, index, '$')) throw dollar;
  if (!isCharacter(call, index, '>')) readId(call, index, id);
}

/** Serves a client that has waited, from this key or not at all. */
function wake(call: Call, key: number): void {
  const entry = call.inspect(key);
  if (entry === 0 || call.db.entries.type(entry) !== STREAM) throw streamIsGone;
  if (!openGroup(call, stream.open(call.db, entry), group, options.group)) throw groupIsGone;
  const { reply } = call;
  if (stream.lastId(top).compare(group.lastId(id)) <= 0) {
    wait(call);
    return;
  }
  const mark = reply.headLater();
  deliver(call, key, options.count === 0 ? WAITED_COUNT : options.count, toNews());
  reply.pairsSince(mark, 1);
}

/** Whether ">" stands in this argument; the greatest id means the same, as in Redis. Reads the id otherwise. */
function isNews(call: Call, index: number): boolean {
  return isCharacter(call, index, '>') || readId(call, index, id).isGreatest;
}

/** Answers with entries that the group has not read. False if there are none: then the consumer is not even made. */
function readNew(call: Call, key: number): boolean {
  const hasNews = toNews();
  if (hasNews) deliver(call, key, options.count, true);
  return hasNews;
}

/** Goes to the first entry that the group has not read. */
function toNews(): boolean {
  return stream.count > 0 && group.lastId(id).increase() && stream.range(id, greatest).next();
}

/** Answers with the key and up to `count` entries from the one the handle is on, if any, and makes them pending. */
function deliver(call: Call, key: number, count: number, isAtEntry: boolean): void {
  const { reply } = call;
  replyKey(call, key);
  const consumer = useConsumer(call, key);
  const mark = reply.headLater();
  let shown = 0;
  for (let there = isAtEntry; there; there = shown !== count && stream.next()) {
    readUpTo(stream, group, stream.id);
    replyEntry(call, stream);
    if (!options.noAck) makePending(call, key, consumer);
    shown++;
  }
  reply.arraySince(mark, shown);
  if (options.noAck && shown > 0) propagatePosition(call, group, key, options.group);
  call.engine.effects.touched();
}

/** The entry the stream's handle is on is pending for a consumer now, whoever had it before. */
function makePending(call: Call, key: number, consumer: number): void {
  if (group.find(stream.id)) {
    group.moveTo(consumer);
    group.time = call.now;
    group.deliveries = 1;
  } else {
    group.add(stream.id, consumer, call.now, 1);
  }
  propagateClaim(call, group, key, options.group, stream.id);
}

/** Answers with entries behind `id` that are pending for the consumer; without their fields where they have been deleted. */
function readPending(call: Call, key: number): true {
  const { reply } = call;
  id.increase();
  replyKey(call, key);
  const consumer = useConsumer(call, key);
  const mark = reply.headLater();
  let shown = 0;
  group.range(id, greatest, consumer);
  while ((options.count === 0 || shown < options.count) && group.next()) {
    shown++;
    if (stream.find(group.id)) {
      replyEntry(call, stream);
      group.time = call.now;
      group.deliveries++;
    } else {
      reply.array(2);
      replyId(call, group.id);
      reply.nullArray();
    }
  }
  reply.arraySince(mark, shown);
  call.engine.effects.touched();
  return true;
}

/** The consumer of the request; replicas hear of a new one only if nothing will be pending for it, as in Redis. */
function useConsumer(call: Call, key: number): number {
  const index = options.group + 1;
  const consumer = findConsumer(call, group, index);
  if (consumer !== 0) {
    group.setSeenTime(consumer, call.now);
    return consumer;
  }
  const { request } = call;
  if (options.noAck && call.engine.effects.stream.active) {
    const [name, reader] = [request.copy(options.group), request.copy(index)];
    call.propagateAs('XGROUP', 'CREATECONSUMER', request.copy(key), name, reader);
  }
  return addConsumer(call, group, index, key);
}

function replyKey({ reply, request }: Call, key: number): void {
  if (!reply.resp3) reply.array(2);
  reply.bulk(request.bytes, request.start(key), request.length(key));
}

function wait(call: Call): void {
  const { firstKey, streams, milliseconds } = options;
  call.block({ firstKey, keyCount: streams, milliseconds, refused: 'nullArray' });
}
