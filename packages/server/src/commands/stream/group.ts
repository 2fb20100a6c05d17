/** XGROUP: consumer groups and their consumers come and go. */
import { ConsumerGroup, STREAM, StreamId, StreamValue, UNKNOWN_COUNT } from '@redwing/store';
import { CommandError, subcommandSyntax } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';
import { addConsumer, findConsumer, noGroupOfStream, openGroup } from './groups.ts';
import { isCharacter, readAnyId, readId } from './ids.ts';

const stream = new StreamValue();
const group = new ConsumerGroup();
const id = new StreamId();

const noStream = new CommandError(
  'ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you may want to use the MKSTREAM option to create an empty stream automatically.',
);
const wrongCount = new CommandError('ERR value for ENTRIESREAD must be positive or -1');
const busyGroup = new CommandError('BUSYGROUP Consumer Group name already exists');

/** Arguments from here on are options. */
const FIRST_OPTION = 5;

interface GroupOptions {
  readonly entriesRead: number | bigint;
  readonly makesStream: boolean;
}

/** XGROUP CREATE key group id|$ [MKSTREAM] [ENTRIESREAD count] */
export function groupCreate(call: Call): void {
  const options = readOptions(call, true);
  const entry = call.writeOf(STREAM, 2);
  if (entry === 0 && !options.makesStream) throw noStream;
  if (call.count > FIRST_OPTION + 3) throw subcommandSyntax(call.text(1), 'xgroup');
  if (entry !== 0) stream.open(call.db, entry);
  if (!isCharacter(call, 4, '$')) readId(call, 4, id);
  else if (entry === 0) id.setLeast();
  else stream.lastId(id);
  if (entry !== 0 && openGroup(call, stream, group, 3)) throw busyGroup;
  const { request } = call;
  if (entry === 0) {
    stream.create(call.db, request.bytes, request.start(2), request.length(2));
    call.refreshed(2);
  }
  group.create(stream, request.bytes, request.start(3), request.length(3));
  group.setLastId(id);
  group.entriesRead = options.entriesRead;
  call.reply.ok();
  // A stream that was made is what has been counted.
  call.changed(2, 'xgroup-create', entry === 0 ? 0 : 1);
}

/** XGROUP SETID key group id|$ [ENTRIESREAD count] */
export function groupSetId(call: Call): void {
  const { entriesRead } = readOptions(call, false);
  open(call, true);
  if (call.count > FIRST_OPTION + 2) throw subcommandSyntax(call.text(1), 'xgroup');
  if (isCharacter(call, 4, '$')) stream.lastId(id);
  else readAnyId(call, 4, id);
  group.setLastId(id);
  group.entriesRead = entriesRead;
  call.reply.ok();
  call.changed(2, 'xgroup-setid');
}

/** XGROUP DESTROY key group */
export function groupDestroy(call: Call): void {
  const isThere = open(call, false);
  call.reply.integer(isThere ? 1 : 0);
  if (!isThere) return;
  group.destroy();
  call.changed(2, 'xgroup-destroy');
}

/** XGROUP CREATECONSUMER key group consumer */
export function groupCreateConsumer(call: Call): void {
  open(call, true);
  const isNew = findConsumer(call, group, 4) === 0;
  if (isNew) addConsumer(call, group, 4, 2);
  call.reply.integer(isNew ? 1 : 0);
}

/** XGROUP DELCONSUMER key group consumer: how many entries were pending for it. */
export function groupDeleteConsumer(call: Call): void {
  open(call, true);
  const consumer = findConsumer(call, group, 4);
  let pending = 0;
  if (consumer !== 0) {
    pending = group.deleteConsumer(consumer);
    call.changed(2, 'xgroup-delconsumer');
  }
  call.reply.integer(pending);
}

/** Goes to the stream and the group of a subcommand. False if there is no such group. @throws noStream and others */
function open(call: Call, isRequired: boolean): boolean {
  const entry = call.writeOf(STREAM, 2);
  if (entry === 0) throw noStream;
  const isThere = openGroup(call, stream.open(call.db, entry), group, 3);
  if (!isThere && isRequired) throw noGroupOfStream(call, 2, 3);
  return isThere;
}

function readOptions(call: Call, isCreate: boolean): GroupOptions {
  let entriesRead: number | bigint = UNKNOWN_COUNT;
  let makesStream = false;
  for (let i = FIRST_OPTION; i < call.count; i++) {
    if (isCreate && call.is(i, 'MKSTREAM')) {
      makesStream = true;
    } else if (call.is(i, 'ENTRIESREAD') && i + 1 < call.count) {
      entriesRead = call.int64(++i);
      if (entriesRead < UNKNOWN_COUNT) throw wrongCount;
    } else {
      throw subcommandSyntax(call.text(1), 'xgroup');
    }
  }
  return { entriesRead, makesStream };
}
