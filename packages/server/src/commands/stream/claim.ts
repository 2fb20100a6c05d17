/** Handing pending entries to another consumer: XCLAIM, XAUTOCLAIM. */
import { ConsumerGroup, StreamId, StreamValue } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import {
  propagateClaim,
  propagateNotItself,
  propagatePosition,
  requireGroup,
  shown,
  useConsumer,
} from './groups.ts';
import { idText, readId, readStart, replyId, tryId } from './ids.ts';
import { replyEntry } from './range.ts';

const stream = new StreamValue();
const group = new ConsumerGroup();
const id = new StreamId();
const last = new StreamId();
const greatest = new StreamId().setGreatest();
/** The consumer that claims; 0 while it has got nothing. */
let claimer = 0;

const invalidIdle = new CommandError('ERR Invalid min-idle-time argument for XCLAIM');
const invalidIdleAuto = new CommandError('ERR Invalid min-idle-time argument for XAUTOCLAIM');
const invalidIdleOption = new CommandError('ERR Invalid IDLE option argument for XCLAIM');
const invalidTime = new CommandError('ERR Invalid TIME option argument for XCLAIM');
const invalidRetryCount = new CommandError('ERR Invalid RETRYCOUNT option argument for XCLAIM');
const countTooSmall = new CommandError('ERR COUNT must be > 0');

/** XAUTOCLAIM looks at so many entries for each that it may answer with. */
const LOOKS_PER_ENTRY = 10;
const COUNT_MAX = Number(2n ** 63n / 16n);

/** The options of XCLAIM; the object is used again for the next. */
class ClaimOptions {
  /** The argument behind the last id. */
  idsEnd = 0;
  /** Entries that have been pending for less are left alone, in ms. */
  idle = 0;
  /** When the entries are said to have been delivered. */
  time = 0;
  /** How often; -1 is once more than before. */
  deliveries = -1;
  force = false;
  justId = false;

  /** @throws what is wrong with them */
  read(call: Call): void {
    this.idle = Math.max(0, call.rounded(4, invalidIdle));
    this.time = -1;
    this.deliveries = -1;
    this.force = false;
    this.justId = false;
    last.setLeast();
    let i = 5;
    while (i < call.count && tryId(call, i, id)) i++;
    this.idsEnd = i;
    for (; i < call.count; i++) i = this.readOption(call, i);
    // A time that cannot be, because a client's clock is wrong, is no reason to fail.
    if (this.time < 0 || this.time > call.now) this.time = call.now;
  }

  /** Reads the option at `index`; returns the last argument that belongs to it. */
  private readOption(call: Call, index: number): number {
    const hasValue = index + 1 < call.count;
    if (call.is(index, 'FORCE')) this.force = true;
    else if (call.is(index, 'JUSTID')) this.justId = true;
    else if (!hasValue) throw unrecognized(call, index);
    else {
      this.readValue(call, index);
      return index + 1;
    }
    return index;
  }

  private readValue(call: Call, index: number): void {
    if (call.is(index, 'IDLE')) this.time = call.now - call.rounded(index + 1, invalidIdleOption);
    else if (call.is(index, 'TIME')) this.time = call.rounded(index + 1, invalidTime);
    else if (call.is(index, 'RETRYCOUNT')) this.deliveries = call.rounded(index + 1, invalidRetryCount);
    else if (call.is(index, 'LASTID')) readId(call, index + 1, last);
    else throw unrecognized(call, index);
  }
}

const options = new ClaimOptions();

function unrecognized(call: Call, index: number): CommandError {
  return new CommandError(`ERR Unrecognized XCLAIM option '${shown(call, index)}'`);
}

/**
 * XCLAIM key group consumer min-idle-time id [id …] [IDLE ms] [TIME ms] [RETRYCOUNT count] [FORCE] [JUSTID] [LASTID id]
 */
export function xclaim(call: Call): void {
  requireGroup(call, stream, group);
  options.read(call);
  propagateNotItself(call);
  let isAhead = last.compare(group.lastId(id)) > 0;
  if (isAhead) group.setLastId(last);
  claimer = 0;
  const { reply } = call;
  const mark = reply.headLater();
  let claimed = 0;
  for (let i = 5; i < options.idsEnd; i++) {
    readId(call, i, id);
    if (!stream.find(id)) {
      if (dropDeleted(call, group.find(id))) isAhead = false;
    } else if (claim(call)) {
      isAhead = false;
      claimed++;
    }
  }
  if (isAhead) {
    propagatePosition(call, group, 1, 2);
    call.engine.effects.touched();
  }
  reply.arraySince(mark, claimed);
}

/** Takes the entry of `id`, which has been deleted, off the list if it is pending. */
function dropDeleted(call: Call, isPending: boolean): boolean {
  if (!isPending) return false;
  propagateClaim(call, group, 1, 2, id);
  group.remove();
  call.engine.effects.touched();
  return true;
}

/** Hands the entry of `id`, which the stream's handle is on, to the consumer, if it may, and answers with it. */
function claim(call: Call): boolean {
  const isPending = group.find(id);
  if (!isPending && !options.force) return false;
  if (isPending && options.idle > 0 && call.now - group.time < options.idle) return false;
  if (isPending) group.moveTo(useClaimer(call));
  else group.add(id, useClaimer(call), call.now, 1);
  group.time = options.time;
  if (options.deliveries >= 0) group.deliveries = options.deliveries;
  else if (!options.justId) group.deliveries++;
  replyClaimed(call, options.justId);
  return true;
}

/** The consumer of the request, which is seen, or made, when it gets its first entry. */
function useClaimer(call: Call): number {
  if (claimer === 0) claimer = useConsumer(call, group, 3, 1);
  return claimer;
}

/** Answers with the entry both handles are on, which is somebody else's now. */
function replyClaimed(call: Call, justId: boolean): void {
  if (justId) replyId(call, id);
  else replyEntry(call, stream);
  propagateClaim(call, group, 1, 2, id);
  call.engine.effects.touched();
}

/** XAUTOCLAIM key group consumer min-idle-time start [COUNT count] [JUSTID] */
export function xautoclaim(call: Call): void {
  const entry = call.read(1);
  const idle = Math.max(0, call.rounded(4, invalidIdleAuto));
  readStart(call, 5, id);
  let count = 100;
  let justId = false;
  for (let i = 6; i < call.count; i++) {
    if (call.is(i, 'COUNT') && i + 1 < call.count) count = readCount(call, ++i);
    else if (call.is(i, 'JUSTID')) justId = true;
    else throw errors.syntax;
  }
  requireGroup(call, stream, group, entry);
  propagateNotItself(call);
  claimer = 0;
  claimIdle(call, idle, count, justId);
}

function readCount(call: Call, index: number): number {
  const count = call.rounded(index, countTooSmall);
  if (count < 1 || count > COUNT_MAX) throw countTooSmall;
  return count;
}

/** Claims from `id` on, and answers with where to go on, the entries, and the ids of those that have been deleted. */
function claimIdle(call: Call, idle: number, count: number, justId: boolean): void {
  const { reply } = call;
  const deleted: Uint8Array[] = [];
  reply.array(3);
  const mark = reply.headLater();
  let claimed = 0;
  let looks = count * LOOKS_PER_ENTRY;
  group.range(id, greatest);
  let there = group.next();
  for (; there && looks > 0 && claimed + deleted.length < count; looks--) {
    id.set(group.id);
    if (!stream.find(id)) {
      deleted.push(idText(id));
      dropDeleted(call, true);
      group.range(id, greatest);
    } else if (idle === 0 || call.now - group.time >= idle) {
      group.moveTo(useClaimer(call));
      group.time = call.now;
      if (!justId) group.deliveries++;
      replyClaimed(call, justId);
      claimed++;
    }
    there = group.next();
  }
  if (there) id.set(group.id);
  else id.setLeast();
  reply.arraySince(mark, claimed);
  reply.bulkBefore(mark, idText(id));
  reply.array(deleted.length);
  for (const text of deleted) reply.bulk(text, 0, text.length);
}
