/**
 * Consumer groups in RDB, behind the ids of their stream: how many there are, then each,
 *
 *     name | last id | entries read | pending … | consumers …
 *     pending      how many | id, time of delivery, number of deliveries | …
 *     consumers    how many | name, when seen, how many are pending for it, their ids | …
 *
 * where the first form of streams has no entries read, and the third says of a consumer when it was active, too.
 */
import { Slice } from '../../memory/slice.ts';
import { ConsumerGroup } from '../../values/stream/consumer-group.ts';
import { estimatedEntriesRead } from '../../values/stream/entries-read.ts';
import { StreamId } from '../../values/stream/stream-id.ts';
import type { StreamValue } from '../../values/stream/stream-value.ts';
import { fromWords, highWord, lowWord } from '../../values/words.ts';
import { TYPE_STREAM_FIRST, TYPE_STREAM_THIRD } from '../rdb/format.ts';
import type { RdbInput } from '../rdb/input.ts';
import { RdbString } from '../rdb/input.ts';
import type { RdbOutput } from '../rdb/output.ts';
import { ID_BYTES, idBytes, idOfBytes, readId, writeId } from './stream-ids.ts';

const group = new ConsumerGroup();
const id = new StreamId();
const name = new Slice();
const least = new StreamId();
const greatest = new StreamId().setGreatest();

export function writeGroups(output: RdbOutput, stream: StreamValue): void {
  output.length(group.all(stream));
  while (group.nextGroup()) {
    writeName(output, group.name(name));
    writeId(output, group.lastId(id));
    output.wideLength(highWord(group.entriesRead), lowWord(group.entriesRead));
    output.length(group.pendingCount);
    group.range(least, greatest);
    while (group.next()) {
      output.raw(idBytes(group.id), 0, ID_BYTES);
      output.int64(group.time);
      output.length(group.deliveries);
    }
    output.length(group.consumerCount);
    group.visitConsumers((consumer) => writeConsumer(output, consumer));
  }
}

function writeConsumer(output: RdbOutput, consumer: number): void {
  writeName(output, group.consumerName(consumer, name));
  output.int64(group.seenTime(consumer));
  output.length(group.ownedCount(consumer));
  group.range(least, greatest, consumer);
  while (group.next()) output.raw(idBytes(group.id), 0, ID_BYTES);
}

function writeName(output: RdbOutput, { bytes, start, length }: Slice): void {
  output.string(bytes, start, length);
}

/** Takes the beginning of a group or a consumer, or a pending entry, at a step. */
export class GroupsReader {
  private readonly group = new ConsumerGroup();
  private readonly name = new RdbString();
  private readonly id = new StreamId();
  private readonly read = new Uint32Array(2);
  private readonly raw = new Uint8Array(ID_BYTES);
  private stream: StreamValue | undefined;
  private type = 0;
  /** What is still to come; -1 while the number is not known. */
  private groups = -1;
  private pending = 0;
  private consumers = -1;
  private owned = 0;
  /** The consumer whose entries come, and how many entries of the group nobody has had yet. */
  private consumer = 0;
  private unowned = 0;

  /** What follows are the groups of this stream, which has its ids already, in an RDB value of this type. */
  begin(stream: StreamValue, type: number): void {
    this.stream = stream;
    this.type = type;
    this.groups = -1;
    this.pending = 0;
    this.consumers = 0;
    this.owned = 0;
    this.unowned = 0;
  }

  step(input: RdbInput): boolean {
    if (this.groups < 0) this.groups = input.length();
    else if (this.pending > 0) this.takePending(input);
    else if (this.owned > 0) this.takeOwned(input);
    else if (this.consumers !== 0) this.takeConsumer(input);
    else this.takeGroup(input);
    const isWhole = this.pending === 0 && this.owned === 0 && this.consumers === 0;
    if (isWhole && this.unowned > 0) throw input.corrupt('a pending entry that no consumer has');
    return isWhole && this.groups === 0;
  }

  private takeGroup(input: RdbInput): void {
    const { group, name, id, read, type } = this;
    const stream = this.stream as StreamValue;
    input.string(name);
    readId(input, id);
    if (type !== TYPE_STREAM_FIRST) input.wideLength(read, 0);
    const pending = input.length();
    const { bytes, start, length } = name;
    if (group.open(stream, bytes, start, length)) throw input.corrupt('a stream with two groups of one name');
    group.create(stream, bytes, start, length);
    group.setLastId(id);
    group.entriesRead =
      type === TYPE_STREAM_FIRST
        ? estimatedEntriesRead(stream, id)
        : fromWords(read[1] as number, (read[0] as number) | 0);
    this.groups--;
    this.pending = pending;
    this.unowned = pending;
    this.consumers = -1;
  }

  private takePending(input: RdbInput): void {
    const { group, raw, id } = this;
    input.raw(raw);
    const time = input.int64();
    const deliveries = input.length();
    if (group.find(idOfBytes(raw, 0, id))) throw input.corrupt('a group with an entry pending twice');
    group.addUnowned(id, time, deliveries);
    this.pending--;
  }

  private takeConsumer(input: RdbInput): void {
    const { group, name } = this;
    if (this.consumers < 0) {
      this.consumers = input.length();
      return;
    }
    input.string(name);
    const seen = input.int64();
    if (this.type === TYPE_STREAM_THIRD) input.int64();
    const owned = input.length();
    const { bytes, start, length } = name;
    if (group.findConsumer(bytes, start, length) !== 0)
      throw input.corrupt('a group with two consumers of one name');
    this.consumer = group.addConsumer(bytes, start, length);
    group.setSeenTime(this.consumer, seen);
    this.owned = owned;
    this.consumers--;
  }

  private takeOwned(input: RdbInput): void {
    const { group, raw, id } = this;
    input.raw(raw);
    if (!group.find(idOfBytes(raw, 0, id)) || group.owner !== 0)
      throw input.corrupt('a consumer with an entry that is not pending, or for another');
    group.own(this.consumer);
    this.owned--;
    this.unowned--;
  }
}
