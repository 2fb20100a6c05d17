/** XREAD: what has come to streams since some ids, waiting for it if asked. */
import { requestOf } from '@redwing/protocol';
import { STREAM, StreamId, StreamValue } from '@redwing/store';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { idText, isCharacter, readId } from './ids.ts';
import { replyEntries } from './range.ts';
import { ReadOptions } from './read-options.ts';

/** So many entries at most go to a client that has waited, unless it says itself. */
export const WAITED_COUNT = 1000;

const stream = new StreamValue();
const options = new ReadOptions();
const id = new StreamId();
const top = new StreamId();
const greatest = new StreamId().setGreatest();

const onlyForGroups = new CommandError(
  'ERR The > ID can be specified only when calling XREADGROUP using the GROUP <group> <consumer> option.',
);

/** XREAD [COUNT count] [BLOCK milliseconds] STREAMS key [key …] id [id …] */
export function xread(call: Call): void {
  const { reply } = call;
  const { firstKey, streams } = options.read(call, false);
  if (call.wakeKey === 0) for (let i = 0; i < streams; i++) checkId(call, firstKey + i, streams);
  let mark = 0;
  let served = 0;
  for (let i = firstKey; i < firstKey + streams; i++) {
    if (call.wakeKey !== 0 && i !== call.wakeKey) continue;
    if (!openWithNews(call, i, streams)) continue;
    // Not before: looking for news may be an event that is told to this client.
    if (served++ === 0) mark = reply.headLater();
    replyStream(call, i);
  }
  if (served > 0) {
    reply.pairsSince(mark, served);
    return;
  }
  if (options.milliseconds < 0) reply.nullArray();
  else wait(call, firstKey, streams);
}

/** @throws wrongType; invalidId unless an id stands where one has to */
function checkId(call: Call, key: number, streams: number): void {
  call.readOf(STREAM, key);
  const index = key + streams;
  if (isCharacter(call, index, '$')) return;
  if (isCharacter(call, index, '>')) throw onlyForGroups;
  readId(call, index, id);
}

/** Opens the stream in argument `key`; true if there is something behind the id that belongs to it, which is `id` then. */
function openWithNews(call: Call, key: number, streams: number): boolean {
  const entry = call.wakeKey === 0 ? call.readOf(STREAM, key) : call.inspect(key);
  const index = key + streams;
  if (entry === 0 || isCharacter(call, index, '$')) return false;
  stream.open(call.db, entry);
  readId(call, index, id);
  if (call.wakeKey !== 0) return stream.lastId(top).compare(id) > 0;
  return stream.count > 0 && stream.edgeId('last', top).compare(id) > 0;
}

/** Answers with the key and the entries behind `id`. */
function replyStream(call: Call, key: number): void {
  const { reply, request } = call;
  if (!reply.resp3) reply.array(2);
  reply.bulk(request.bytes, request.start(key), request.length(key));
  id.increase();
  const count = options.count === 0 && call.wakeKey !== 0 ? WAITED_COUNT : options.count;
  replyEntries(call, stream.range(id, greatest), count === 0 ? -1 : count);
}

/** Lets the client wait with the ids that "$" stands for now. */
function wait(call: Call, firstKey: number, streams: number): void {
  const parts = Array.from({ length: call.count }, (_, i) => call.request.copy(i));
  for (let key = firstKey; key < firstKey + streams; key++) {
    if (!isCharacter(call, key + streams, '$')) continue;
    const entry = call.peek(key);
    parts[key + streams] = idText(entry === 0 ? id.setLeast() : stream.open(call.db, entry).lastId(id));
  }
  const { milliseconds } = options;
  const request = requestOf(parts);
  call.block({ firstKey, keyCount: streams, type: STREAM, milliseconds, refused: 'nullArray', request });
}
