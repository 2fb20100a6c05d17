/** Ids of entries: as arguments, and as replies. */
import { parseStreamId, STREAM_ID_TEXT_MAX, StreamId } from '@redwing/store';
import { CommandError } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const invalidId = new CommandError('ERR Invalid stream ID specified as stream command argument');
const invalidStart = new CommandError('ERR invalid start ID for the interval');
const invalidEnd = new CommandError('ERR invalid end ID for the interval');

const OPEN = 40;
const MINUS = 0x2d;
const text = new Uint8Array(STREAM_ID_TEXT_MAX);
/** Whose milliseconds `text` begins with, and where they end, with a minus behind them. */
const timeShown = new StreamId();
let timeEnd = 0;

/** Whether argument `index` is this one character. */
export function isCharacter(call: Call, index: number, character: string): boolean {
  const { request } = call;
  return request.length(index) === 1 && request.bytes[request.start(index)] === character.charCodeAt(0);
}

/** Reads argument `index`, whose sequence number is 0 unless it is given. False if it is no id. */
export function tryId(call: Call, index: number, into: StreamId): boolean {
  const { request } = call;
  const form = parseStreamId(request.bytes, request.start(index), request.length(index), into);
  return form === 'whole' || form === 'time';
}

/** As `tryId`. @throws invalidId */
export function readId(call: Call, index: number, into: StreamId): StreamId {
  if (!tryId(call, index, into)) throw invalidId;
  return into;
}

/** The id of a new entry; true when its sequence number, `-*`, is to be chosen. @throws invalidId */
export function readNewId(call: Call, index: number, into: StreamId): boolean {
  const { request } = call;
  const form = parseStreamId(request.bytes, request.start(index), request.length(index), into);
  if (form === 'none') throw invalidId;
  return form === 'open';
}

/** As `readId`, where "-" and "+" are the least and the greatest id. */
export function readAnyId(call: Call, index: number, into: StreamId): StreamId {
  if (isCharacter(call, index, '-')) return into.setLeast();
  if (isCharacter(call, index, '+')) return into.setGreatest();
  return readId(call, index, into);
}

/** The limits of a range in two arguments; "(" in front excludes the id itself. @throws invalidId and others */
export function readStart(call: Call, index: number, into: StreamId): void {
  if (!readLimit(call, index, into, 0)) return;
  if (!into.increase()) throw invalidStart;
}

/** See `readStart`. An id without a sequence number includes all of its millisecond. */
export function readEnd(call: Call, index: number, into: StreamId): void {
  if (!readLimit(call, index, into, 0xffff_ffff)) return;
  if (!into.decrease()) throw invalidEnd;
}

/** Reads a limit; true if the id itself is excluded. `word` fills a sequence number that is left out. */
function readLimit(call: Call, index: number, into: StreamId, word: number): boolean {
  const { request } = call;
  const start = request.start(index);
  const length = request.length(index);
  const isOpen = length > 1 && request.bytes[start] === OPEN;
  if (!isOpen && (isCharacter(call, index, '-') || isCharacter(call, index, '+'))) {
    readAnyId(call, index, into);
    return false;
  }
  const skipped = isOpen ? 1 : 0;
  const form = parseStreamId(request.bytes, start + skipped, length - skipped, into);
  if (form === 'none' || form === 'open') throw invalidId;
  if (form === 'time') into.words.fill(word, 2);
  return isOpen;
}

export function replyId(call: Call, id: StreamId): void {
  call.reply.bulk(text, 0, formatId(id));
}

/** The text of an id, for what is propagated. */
export function idText(id: StreamId): Uint8Array {
  return text.slice(0, formatId(id));
}

/** Writes an id to `text` and returns its length. Many have the same milliseconds as the one before: those stay. */
function formatId(id: StreamId): number {
  if (!id.hasTimeOf(timeShown) || timeEnd === 0) {
    timeShown.set(id);
    timeEnd = id.formatTime(text, 0);
    text[timeEnd++] = MINUS;
  }
  return timeEnd + id.formatSequence(text, timeEnd);
}
