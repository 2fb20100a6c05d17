/** What commands on consumer groups have in common: finding groups and consumers, and telling replicas. */
import type { ConsumerGroup, StreamValue } from '@redwing/store';
import { Slice, STREAM, StreamId } from '@redwing/store';
import { CommandError, shownPart } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { idText } from './ids.ts';

const scratch = new StreamId();
const name = new Slice();

/** Argument `index` as an error shows it. */
export function shown(call: Call, index: number): string {
  const text = call.text(index);
  return shownPart(text, text.length);
}

/** The error of a group that is not there; `where` says more about the command. */
export function noGroup(call: Call, key: number, group: number, where = ''): CommandError {
  return new CommandError(
    `NOGROUP No such key '${shown(call, key)}' or consumer group '${shown(call, group)}'${where}`,
  );
}

/** As `noGroup`, of a stream that is there. */
export function noGroupOfStream(call: Call, key: number, group: number): CommandError {
  return new CommandError(
    `NOGROUP No such consumer group '${shown(call, group)}' for key name '${shown(call, key)}'`,
  );
}

/** Goes to the group in argument `index`. False if the stream has none of that name. */
export function openGroup(call: Call, stream: StreamValue, group: ConsumerGroup, index: number): boolean {
  const { request } = call;
  return group.open(stream, request.bytes, request.start(index), request.length(index));
}

/** Goes to the stream in argument 1, whose entry may be known, and the group in argument 2. @throws wrongType, noGroup */
export function requireGroup(call: Call, stream: StreamValue, group: ConsumerGroup, known?: number): void {
  const entry = known ?? call.read(1);
  if (entry !== 0) call.requireType(entry, STREAM);
  if (entry === 0 || !openGroup(call, stream.open(call.db, entry), group, 2)) throw noGroup(call, 1, 2);
}

/** The consumer in argument `index`, or 0. */
export function findConsumer(call: Call, group: ConsumerGroup, index: number): number {
  const { request } = call;
  return group.findConsumer(request.bytes, request.start(index), request.length(index));
}

/** As `findConsumer`, for one that acts: it is seen, and made if it is new, in the stream of argument `key`. */
export function useConsumer(call: Call, group: ConsumerGroup, index: number, key: number): number {
  const consumer = findConsumer(call, group, index);
  if (consumer === 0) return addConsumer(call, group, index, key);
  group.setSeenTime(consumer, call.now);
  return consumer;
}

export function addConsumer(call: Call, group: ConsumerGroup, index: number, key: number): number {
  const { request } = call;
  const consumer = group.addConsumer(request.bytes, request.start(index), request.length(index));
  group.setSeenTime(consumer, call.now);
  call.changed(key, 'xgroup-createconsumer');
  return consumer;
}

/** Says what became of a pending entry, the one the group's handle is on, as a command that may come twice. */
export function propagateClaim(
  call: Call,
  group: ConsumerGroup,
  key: number,
  named: number,
  id: StreamId,
): void {
  if (!call.engine.effects.stream.active) return;
  const { request } = call;
  call.propagateAs(
    ...[
      'XCLAIM',
      request.copy(key),
      request.copy(named),
      group.consumerName(group.owner, name).copy(),
      '0',
      idText(id),
    ],
    ...['TIME', String(group.time), 'RETRYCOUNT', String(group.deliveries), 'FORCE', 'JUSTID'],
    ...['LASTID', idText(group.lastId(scratch))],
  );
}

/** Says how far a group has read. */
export function propagatePosition(call: Call, group: ConsumerGroup, key: number, named: number): void {
  if (!call.engine.effects.stream.active) return;
  const { request } = call;
  call.propagateAs(
    ...['XGROUP', 'SETID', request.copy(key), request.copy(named), idText(group.lastId(scratch))],
    ...['ENTRIESREAD', String(group.entriesRead)],
  );
}

/** Whatever was changed is told by `propagateClaim` and the like, not by the request. */
export function propagateNotItself(call: Call): void {
  if (call.engine.effects.stream.active) call.propagateAs();
}
