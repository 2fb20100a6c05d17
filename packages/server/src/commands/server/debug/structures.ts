/** DEBUG of what values are made of: LISTPACK, QUICKLIST, HTSTATS, HTSTATS-KEY, SDSLEN. */
import { chainsOf, EMBSTR, HashValue, memoryOf, RAW, SET, SetValue } from '@redwing/store';
import { parseMemory } from '../../../configuration/syntax/numbers.ts';
import { CommandError, errors } from '../../../errors.ts';
import type { Call } from '../../../execution/call.ts';
import { encodingName } from '../../generic/object.ts';

const set = new SetValue();
const hash = new HashValue();

const notPacked = new CommandError('ERR Not a listpack encoded object.');
const notQuicklist = new CommandError('ERR Not a quicklist encoded object.');
const notText = new CommandError('ERR Not an sds encoded string.');
const noTable = new CommandError(
  'ERR The value stored at the specified key is not represented using an hash table',
);
const badThreshold = new CommandError(
  'ERR argument must be a memory value bigger than 1 and smaller than 4gb',
);
const noSuchDatabase = new CommandError('ERR Out of range database');

const THRESHOLD_MAX = 2n ** 32n - 2n ** 20n;
/** What 0 restores. */
const PLAIN_BYTES_DEFAULT = 2n ** 30n;

/** The entry of the key in argument 2, looked for as OBJECT does. @throws noSuchKey */
function entryOf(call: Call): number {
  const entry = call.inspect(2);
  if (entry === 0) throw errors.noSuchKey;
  return entry;
}

/** DEBUG LISTPACK key: there is nothing to print that DUMP would not tell, so the log gets a line. */
export function listpack(call: Call): void {
  const entry = entryOf(call);
  if (encodingName(call.db.entries, entry) !== 'listpack') throw notPacked;
  describe(call, entry, 'listpack');
  call.reply.simple('Listpack structure printed on stdout');
}

/** DEBUG QUICKLIST key [0 | 1] */
export function quicklist(call: Call): void {
  const entry = entryOf(call);
  if (encodingName(call.db.entries, entry) !== 'quicklist') throw notQuicklist;
  describe(call, entry, 'quicklist');
  call.reply.simple('Quicklist structure printed on stdout');
}

function describe(call: Call, entry: number, name: string): void {
  call.engine.surroundings.log.info(`DEBUG: a ${name} in ${memoryOf(call.db, entry)} bytes`);
}

/** DEBUG QUICKLIST-PACKED-THRESHOLD size: of an element that has a node of its own in a list from then on. */
export function packedThreshold(call: Call): void {
  const bytes = parseMemory(call.text(2));
  if (bytes === undefined || bytes > THRESHOLD_MAX) throw badThreshold;
  // No element is as large as the default, so that what is beyond it means the same.
  const isLess = bytes > 0n && bytes < PLAIN_BYTES_DEFAULT;
  call.engine.keyspace.limits.listPlainBytes = Number(isLess ? bytes : PLAIN_BYTES_DEFAULT);
  call.reply.ok();
}

/** DEBUG SDSLEN key: also of one whose time has passed. */
export function sdslen(call: Call): void {
  const entry = call.unearth(2);
  if (entry === 0) throw errors.noSuchKey;
  const { entries } = call.db;
  const encoding = entries.encoding(entry);
  if (encoding !== EMBSTR && encoding !== RAW) throw notText;
  const key = entries.keyLength(entry);
  const value = entries.valueLength(entry);
  // Key and value are in one block, which has no room to spare that only one of them could use.
  const bytes = memoryOf(call.db, entry);
  call.reply.simple(
    `key_sds_len:${key}, key_sds_avail:0, key_zmalloc: ${key}, ` +
      `val_sds_len:${value}, val_sds_avail:0, val_zmalloc: ${bytes - key}`,
  );
}

/** DEBUG HTSTATS database: of the index of keys, and of the list of those that expire. */
export function htstats(call: Call): void {
  const number = call.rounded(2);
  const database = call.engine.keyspace.databases[number];
  if (database === undefined) throw noSuchDatabase;
  const expiring = database.volatile.count;
  const keys = tableReport(database.chains());
  const expires = tableReport(expiring === 0 ? [] : [0, expiring]);
  call.reply.verbatim(`[Dictionary HT]\n${keys}[Expires HT]\n${expires}`, 'txt');
}

/** DEBUG HTSTATS-KEY key */
export function htstatsKey(call: Call): void {
  const entry = entryOf(call);
  const { db } = call;
  const chains = chainsOf(db, entry);
  if (chains !== undefined) call.reply.verbatim(tableReport(chains), 'txt');
  // A small set passes for a table in which each member has a slot of its own.
  else if (encodingName(db.entries, entry) === 'hashtable') {
    const { count } = db.entries.type(entry) === SET ? set.open(db, entry) : hash.open(db, entry);
    call.reply.verbatim(tableReport([0, count]), 'txt');
  } else throw noTable;
}

/** A table in Redis's words. A chain is what records have the same home; `chains` counts them by their length. */
function tableReport(chains: readonly number[]): string {
  const slots = chains.reduce((sum, count) => sum + count, 0);
  const records = chains.reduce((sum, count, length) => sum + count * length, 0);
  const title = 'Hash table 0 stats (main hash table):\n';
  if (records === 0) return `${title}No stats available for empty dictionaries\n`;
  const used = slots - (chains[0] ?? 0);
  const average = (records / used).toFixed(2);
  const lines = chains.flatMap((count, length) =>
    count === 0 ? [] : [`   ${length}: ${count} (${((count * 100) / slots).toFixed(2)}%)\n`],
  );
  return (
    `${title} table size: ${slots}\n number of elements: ${records}\n different slots: ${used}\n` +
    ` max chain length: ${chains.length - 1}\n avg chain length (counted): ${average}\n` +
    ` avg chain length (computed): ${average}\n Chain length distribution:\n${lines.join('')}`
  );
}
