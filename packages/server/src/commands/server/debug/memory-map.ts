/**
 * DEBUG JMAP [count]: where the memory of the dataset is, by database and by type, with the largest keys of each.
 *
 *     db.0   string   keys 2   bytes 4096   biggest   session:17   4000
 *                                                      greeting       96
 *
 * The name is that of the tool that tells it of other heaps. Every key is visited: it is a tool for looking, not for watching.
 */
import type { Database } from '@redwing/store';
import { memoryOf, Slice } from '@redwing/store';
import { errors } from '../../../errors.ts';
import type { Call } from '../../../execution/call.ts';
import { typeName } from '../../generic/keys.ts';

const BIGGEST = 3;
const BIGGEST_MAX = 1000;

interface Share {
  keys: number;
  bytes: number;
  /** The largest first. */
  readonly biggest: { readonly key: Uint8Array; readonly bytes: number }[];
}

export function jmap(call: Call): void {
  const shown = call.count > 2 ? call.integer(2) : BIGGEST;
  if (shown < 0 || shown > BIGGEST_MAX) throw errors.outOfRange;
  const { reply } = call;
  const databases = call.engine.keyspace.databases.filter(({ size }) => size > 0);
  reply.map(databases.length);
  for (const database of databases) {
    reply.bulkText(`db.${database.id}`);
    const shares = sharesOf(database, shown);
    reply.map(shares.size);
    for (const [type, share] of shares) {
      reply.bulkText(typeName(type));
      replyShare(call, share);
    }
  }
}

function replyShare({ reply }: Call, { keys, bytes, biggest }: Share): void {
  reply.map(3);
  reply.bulkText('keys');
  reply.integer(keys);
  reply.bulkText('bytes');
  reply.integer(bytes);
  reply.bulkText('biggest');
  reply.map(biggest.length);
  for (const one of biggest) {
    reply.bulk(one.key, 0, one.key.length);
    reply.integer(one.bytes);
  }
}

function sharesOf(database: Database, shown: number): Map<number, Share> {
  const shares = new Map<number, Share>();
  const slice = new Slice();
  database.visitAll((ref) => {
    const type = database.entries.type(ref);
    const share = shares.get(type) ?? { keys: 0, bytes: 0, biggest: [] };
    shares.set(type, share);
    const bytes = memoryOf(database, ref);
    share.keys++;
    share.bytes += bytes;
    const { biggest } = share;
    if (biggest.length === shown && bytes <= (biggest.at(-1)?.bytes ?? Number.POSITIVE_INFINITY)) return;
    const at = biggest.findIndex((other) => other.bytes < bytes);
    const one = { key: database.entries.key(ref, slice).copy(), bytes };
    biggest.splice(at < 0 ? biggest.length : at, 0, one);
    if (biggest.length > shown) biggest.pop();
  });
  return new Map([...shares].sort(([one], [other]) => one - other));
}
