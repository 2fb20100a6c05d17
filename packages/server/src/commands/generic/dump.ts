/** A value as bytes that travel: DUMP, RESTORE. The bytes are those of an RDB file, with a version and a checksum. */
import type { Database } from '@redwing/store';
import {
  DumpWriter,
  isIntactDump,
  moveEntry,
  NO_EXPIRY,
  RdbEntry,
  RdbError,
  rdbTypeOf,
  readDump,
  valueReaders,
  writeValue,
} from '@redwing/store';
import { CommandError, errors } from '../../errors.ts';
import type { Call } from '../../execution/call.ts';

const writer = new DumpWriter(true);
/** What a payload has beyond the value: a byte for the type, two for the version, eight for the checksum. */
const DUMP_EXTRA_BYTES = 11;
const ACCESS_CLOCK_MASK = 0xff_ffff;

/** DUMP key */
export function dump(call: Call): void {
  const entry = call.read(1);
  if (entry === 0) {
    call.reply.null();
    return;
  }
  const payload = payloadOf(call, entry);
  call.reply.bulk(payload, 0, payload.length);
}

/** The payload of an entry, good until the next is asked for. */
export function payloadOf({ db, engine }: Call, entry: number): Uint8Array {
  writer.compression = engine.configuration.values.rdbcompression;
  return dumpOf(db, entry);
}

function dumpOf(database: Database, entry: number): Uint8Array {
  return writer.write(rdbTypeOf(database, entry), (output) => writeValue(output, database, entry));
}

/** The bytes an entry's value takes in an RDB file. */
export function serializedLength(call: Call, entry: number): number {
  return payloadOf(call, entry).length - DUMP_EXTRA_BYTES;
}

interface RestoreOptions {
  replace: boolean;
  absolute: boolean;
  idleSeconds: number;
  frequency: number;
}

/** RESTORE key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds] [FREQ frequency] */
export function restore(call: Call): void {
  const { request, db } = call;
  const { workshop } = call.engine.keyspace;
  const options = readOptions(call);
  if (!options.replace && call.write(1) !== 0) throw errors.busyKey;
  const ttl = Number(call.int64(2));
  if (ttl < 0) throw new CommandError('ERR Invalid TTL value, must be >= 0');
  if (!isIntactDump(request.bytes, request.start(3), request.length(3))) {
    throw new CommandError('ERR DUMP payload version or checksum are wrong');
  }
  const value = readPayload(call);
  const expireAt = ttl === 0 ? NO_EXPIRY : options.absolute ? ttl : wrapped(call.now + ttl);
  const key = request.start(1);
  const keyLength = request.length(1);
  const replaced = options.replace && db.discard(request.bytes, key, keyLength);
  if (expireAt >= 0 && expireAt <= call.now && call.engine.keyspace.expiring) {
    if (replaced) {
      call.changed(1, 'del');
      call.propagateAs('DEL', request.copy(1));
    }
    workshop.clear();
    call.reply.ok();
    return;
  }
  let restored = moveEntry(workshop, value, db, request.bytes, key, keyLength);
  if (expireAt >= 0) restored = db.setExpiry(restored, expireAt);
  setUse(call, restored, options);
  call.changed(1, 'restore');
  if (expireAt >= 0 && !options.absolute) {
    const rest = Array.from({ length: call.count - 4 }, (_, i) => request.copy(i + 4));
    call.propagateAs('RESTORE', request.copy(1), String(expireAt), request.copy(3), ...rest, 'ABSTTL');
  }
  call.reply.ok();
}

function readOptions(call: Call): RestoreOptions {
  const options: RestoreOptions = { replace: false, absolute: false, idleSeconds: -1, frequency: -1 };
  for (let i = 4; i < call.count; i++) {
    const more = i + 1 < call.count;
    if (call.is(i, 'REPLACE')) options.replace = true;
    else if (call.is(i, 'ABSTTL')) options.absolute = true;
    else if (call.is(i, 'IDLETIME') && more && options.frequency < 0) {
      options.idleSeconds = Number(call.int64(++i));
      if (options.idleSeconds < 0) throw new CommandError('ERR Invalid IDLETIME value, must be >= 0');
    } else if (call.is(i, 'FREQ') && more && options.idleSeconds < 0) {
      options.frequency = Number(call.int64(++i));
      if (options.frequency < 0 || options.frequency > 255) {
        throw new CommandError('ERR Invalid FREQ value, must be >= 0 and <= 255');
      }
    } else throw errors.syntax;
  }
  return options;
}

/** A time beyond 64 bits is long past: Redis adds without looking, and so it must come out here. */
function wrapped(time: number): number {
  return time >= 2 ** 63 ? 0 : time;
}

/** Builds the value in the workshop and returns its entry there. */
function readPayload(call: Call): number {
  const { request } = call;
  const { workshop } = call.engine.keyspace;
  let ref = 0;
  const readers = valueReaders({
    databaseOf: () => workshop,
    complete: (_entry, _database, built) => {
      ref = built;
    },
  });
  try {
    readDump(request.bytes, request.start(3), request.length(3), new RdbEntry(), readers);
  } catch (failure) {
    workshop.clear();
    if (!(failure instanceof RdbError)) throw failure;
    throw new CommandError('ERR Bad data format', { cause: failure });
  }
  return ref;
}

function setUse(call: Call, entry: number, { idleSeconds, frequency }: RestoreOptions): void {
  const { keyspace } = call.engine;
  if (frequency >= 0 && keyspace.countsUses) {
    call.db.entries.setAccessClock(entry, keyspace.useCounter.clockAt(frequency));
  }
  if (idleSeconds >= 0 && !keyspace.countsUses) {
    call.db.entries.setAccessClock(entry, (keyspace.accessClock - idleSeconds) & ACCESS_CLOCK_MASK);
  }
}
