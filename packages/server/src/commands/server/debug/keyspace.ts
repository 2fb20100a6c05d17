/** DEBUG of the keyspace: OBJECT, POPULATE, RELOAD. */
import { ImageLoader, writeImage } from '@redwing/replication';
import { LIST, ListValue, NO_EXPIRY } from '@redwing/store';
import { CommandError, errors, subcommandSyntax } from '../../../errors.ts';
import type { Call } from '../../../execution/call.ts';
import { REDIS_VERSION } from '../../../versions.ts';
import { serializedLength } from '../../generic/dump.ts';
import { encodingName, refcountOf } from '../../generic/object.ts';

const ACCESS_CLOCK_MASK = 0xff_ffff;
/** Lower limits of the nodes of lists mean the same. */
const LIST_LIMIT_MIN = -5;

/** DEBUG OBJECT key: also of one whose time has passed, which stays as it is. */
export function object(call: Call): void {
  const { entries } = call.db;
  const ref = call.unearth(2);
  if (ref === 0) throw errors.noSuchKey;
  const clock = entries.accessClock(ref);
  const idle = (call.engine.keyspace.accessClock - clock) & ACCESS_CLOCK_MASK;
  call.reply.simple(
    `Value at:0x${ref.toString(16).padStart(12, '0')} refcount:${refcountOf(call, ref)} ` +
      `encoding:${encodingName(entries, ref)} ` +
      `serializedlength:${serializedLength(call, ref)} lru:${clock} lru_seconds_idle:${idle}` +
      (entries.type(ref) === LIST ? listReport(call, ref) : ''),
  );
}

/** What DEBUG OBJECT says of the nodes of a list. */
function listReport(call: Call, ref: number): string {
  const { listMaxListpackSize, listCompressDepth } = call.engine.configuration.values;
  const list = new ListValue().open(call.db, ref);
  const mean = (list.count / list.nodeCount).toFixed(2);
  let bytes = 0;
  list.visitNodes((content) => {
    bytes += content.length;
  });
  return (
    ` ql_nodes:${list.nodeCount} ql_avg_node:${mean} ql_listpack_max:${Math.max(LIST_LIMIT_MIN, listMaxListpackSize)} ` +
    `ql_compressed:${listCompressDepth > 0 ? 1 : 0} ql_uncompressed_size:${bytes}`
  );
}

/** DEBUG POPULATE count [prefix] [size]: keys that exist stay as they are, and replicas do not hear of it. */
export function populate(call: Call): void {
  if (call.count > 5) throw subcommandSyntax(call.text(1), 'debug');
  const count = positive(call, 2);
  const prefix = Buffer.from(call.count > 3 ? call.request.copy(3) : 'key');
  const size = call.count > 4 ? positive(call, 4) : 0;
  for (let i = 0; i < count; i++) {
    const key = Buffer.concat([prefix, Buffer.from(`:${i}`)]);
    if (call.db.find(key, 0, key.length) !== 0) continue;
    const text = Buffer.from(`value:${i}`);
    const value = size === 0 ? text : Buffer.concat([text, Buffer.alloc(size)], size);
    call.db.setString(key, 0, key.length, value, 0, value.length, NO_EXPIRY);
  }
  call.reply.ok();
}

function positive(call: Call, index: number): number {
  const value = call.integer(index, errors.mustBePositive);
  if (value < 0) throw errors.mustBePositive;
  return value;
}

/**
 * DEBUG RELOAD [NOSAVE] [NOFLUSH] [MERGE]: the dataset goes through RDB and comes back, without a file.
 * With NOSAVE there is nothing to read back, so nothing happens.
 */
export function reload(call: Call): void {
  let save = true;
  let flush = true;
  for (let i = 2; i < call.count; i++) {
    if (call.is(i, 'NOSAVE')) save = false;
    else if (call.is(i, 'NOFLUSH')) flush = false;
    else if (!call.is(i, 'MERGE'))
      throw new CommandError('ERR DEBUG RELOAD only supports the MERGE, NOFLUSH and NOSAVE options.');
  }
  if (save) rewrite(call, flush);
  call.reply.ok();
}

function rewrite(call: Call, flush: boolean): void {
  const { keyspace, runId, effects } = call.engine;
  const chunks: Uint8Array[] = [];
  const facts = {
    version: REDIS_VERSION,
    streamDatabase: 0,
    id: runId,
    offset: 0,
    revision: effects.revision,
  };
  writeImage(keyspace, facts, (chunk) => chunks.push(chunk.slice()));
  if (flush) keyspace.clear();
  const loader = new ImageLoader(keyspace);
  for (const chunk of chunks) loader.write(chunk, 0, chunk.length);
}
