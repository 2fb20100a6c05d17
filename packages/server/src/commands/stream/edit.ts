/** XDEL and XSETID. */
import { STREAM, StreamId, StreamValue } from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { readId } from './ids.ts';

const stream = new StreamValue();
const id = new StreamId();
const other = new StreamId();
const maxDeleted = new StreamId();

const negativeCount = new CommandError('ERR entries_added must be positive');
const belowGivenDeleted = new CommandError(
  'ERR The ID specified in XSETID is smaller than the provided max_deleted_entry_id',
);
const belowTop = new CommandError(
  'ERR The ID specified in XSETID is smaller than the target stream top item',
);
const countBelowLength = new CommandError(
  'ERR The entries_added specified in XSETID is smaller than the target stream length',
);

/** XDEL key id [id …] */
export function xdel(call: Call): void {
  const entry = call.writeOf(STREAM, 1);
  let deleted = 0;
  if (entry !== 0) {
    for (let i = 2; i < call.count; i++) readId(call, i, id);
    stream.open(call.db, entry);
    for (let i = 2; i < call.count; i++) {
      if (!stream.delete(readId(call, i, id))) continue;
      deleted++;
      if (id.compare(stream.maxDeletedId(other)) > 0) stream.setMaxDeletedId(id);
    }
    if (deleted > 0) {
      stream.renewFirstId();
      call.changed(1, 'xdel', deleted);
    }
  }
  call.reply.integer(deleted);
}

/** XSETID key last-id [ENTRIESADDED count] [MAXDELETEDID id] */
export function xsetid(call: Call): void {
  readId(call, 2, id);
  maxDeleted.setLeast();
  let added: number | bigint = -1;
  for (let i = 3; i < call.count; i += 2) {
    const hasValue = i + 1 < call.count;
    if (hasValue && call.is(i, 'ENTRIESADDED')) {
      added = call.int64(i + 1);
      if (added < 0) throw negativeCount;
    } else if (hasValue && call.is(i, 'MAXDELETEDID')) {
      if (id.compare(readId(call, i + 1, maxDeleted)) < 0) throw belowGivenDeleted;
    } else {
      throw errors.syntax;
    }
  }
  const entry = call.writeOf(STREAM, 1);
  if (entry === 0) throw errors.noSuchKey;
  stream.open(call.db, entry);
  if (stream.count > 0) {
    if (id.compare(stream.edgeId('last', other)) < 0) throw belowTop;
    if (added !== -1 && stream.count > added) throw countBelowLength;
  }
  stream.setLastId(id);
  if (added !== -1) stream.entriesAdded = added;
  if (!maxDeleted.isLeast) stream.setMaxDeletedId(maxDeleted);
  call.reply.ok();
  call.changed(1, 'xsetid');
}
