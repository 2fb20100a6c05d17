/** Appending and trimming: XADD, XTRIM. */
import type { EntrySource, Slice } from '@redwing/store';
import { entryTextBytes, STREAM, StreamId, StreamValue } from '@redwing/store';
import { CommandError, wrongArity } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { idText, replyId } from './ids.ts';
import { TrimOptions } from './trim-options.ts';

const stream = new StreamValue();
const options = new TrimOptions();
const id = new StreamId();
const last = new StreamId();

const leastId = new CommandError('ERR The ID specified in XADD must be greater than 0-0');
const exhausted = new CommandError(
  'ERR The stream has exhausted the last possible ID, unable to add more items',
);
const notGreater = new CommandError(
  'ERR The ID specified in XADD is equal or smaller than the target stream top item',
);
const tooLarge = new CommandError('ERR Elements are too large to be stored');

/** The fields and values of a request, from some argument on. */
class RequestFields implements EntrySource {
  fieldCount = 0;
  private call: Call | undefined;
  private first = 0;

  attach(call: Call, first: number): this {
    this.call = call;
    this.first = first;
    this.fieldCount = (call.count - first) / 2;
    return this;
  }

  part(index: number, into: Slice): Slice {
    const { request } = this.call as Call;
    return into.set(request.bytes, request.start(this.first + index), request.length(this.first + index));
  }
}

const fields = new RequestFields();

/** XADD key [NOMKSTREAM] [MAXLEN|MINID [=|~] threshold [LIMIT count]] *|id field value [field value …] */
export function xadd(call: Call): void {
  options.read(call, true);
  const first = options.idIndex + 1;
  if (options.idIndex === 0 || call.count - first < 2 || (call.count - first) % 2 !== 0) {
    throw wrongArity(call.command.name);
  }
  if (!options.isAuto && !options.isOpen && options.id.isLeast) throw leastId;
  const entry = call.writeOf(STREAM, 1);
  if (entry === 0 && options.noMakeStream) {
    call.reply.null();
    return;
  }
  if (entry === 0) last.setLeast();
  else stream.open(call.db, entry).lastId(last);
  chooseId(call);
  fields.attach(call, first);
  const size = entryTextBytes(fields);
  if (size === undefined) throw tooLarge;
  const { request } = call;
  if (entry === 0) stream.create(call.db, request.bytes, request.start(1), request.length(1));
  stream.append(id, fields, size);
  replyId(call, id);
  call.changed(1, 'xadd');
  if (options.trims && stream.trim(options) > 0) call.changed(1, 'xtrim', 0);
  if (options.isAuto || options.isOpen || options.approximate) propagateAdded(call);
}

/** The id of the new entry, greater than the last. */
function chooseId(call: Call): void {
  if (last.isGreatest) throw exhausted;
  if (options.isAuto) {
    if (id.setTime(call.now).compare(last) <= 0) id.set(last).increase();
    return;
  }
  id.set(options.id);
  if (options.isOpen && id.hasTimeOf(last)) {
    if (last.isLastOfTime) throw tooLarge;
    id.set(last).increase();
  }
  if (id.compare(last) <= 0) throw notGreater;
}

function propagateAdded(call: Call): void {
  if (!call.engine.effects.stream.active) return;
  const parts = options.rewritten(call, stream);
  if (options.isAuto || options.isOpen) parts[options.idIndex] = idText(id);
  call.propagateAs(...parts);
}

/** XTRIM key MAXLEN|MINID [=|~] threshold [LIMIT count] */
export function xtrim(call: Call): void {
  options.read(call, false);
  const entry = call.writeOf(STREAM, 1);
  const removed = entry === 0 ? 0 : stream.open(call.db, entry).trim(options);
  if (removed > 0) {
    call.changed(1, 'xtrim', removed);
    if (options.approximate) call.propagateAs(...options.rewritten(call, stream));
  }
  call.reply.integer(removed);
}
