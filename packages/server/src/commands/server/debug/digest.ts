/**
 * DEBUG DIGEST and DIGEST-VALUE: 160 bits that are equal where data is equal, whatever order it came in.
 *
 * The same as Redis computes, so that a Redwing and a Redis can be compared:
 *
 *     add(d, bytes)   d := d xor SHA1(bytes)                 order does not matter
 *     mix(d, bytes)   d := SHA1(d xor SHA1(bytes))           order matters
 *
 *     value    mix(type, 32 bits, the highest byte first), what its type says, and add("!!expire!!") if it expires
 *              string: mix(bytes); hash: for each field add(digest of mix(field), mix(value),
 *              and add("!!hexpire!!") if it expires);
 *              set: for each member add(member); list: for each element in order mix(element);
 *              sorted set: for each member add(digest of mix(member), mix(score as "%.17g"));
 *              stream: for each entry mix(id, with a dot), and for each field mix(field), mix(value)
 *     dataset  for each database that has keys: mix(number, 32 bits); for each key: add(digest of key and value)
 */
import { createHash } from 'node:crypto';
import type { Database } from '@redwing/store';
import {
  DOUBLE_TEXT_MAX,
  formatDouble,
  HASH,
  HashValue,
  LIST,
  ListValue,
  NO_TIME,
  SET,
  SetValue,
  Slice,
  SORTED_SET,
  SortedSetValue,
  STREAM,
  STREAM_ID_TEXT_MAX,
  StreamValue,
} from '@redwing/store';
import type { Call } from '../../../execution/call.ts';

const DIGEST_BYTES = 20;
const DOT = 0x2e;
const EXPIRES: Uint8Array = Buffer.from('!!expire!!');
const FIELD_EXPIRES: Uint8Array = Buffer.from('!!hexpire!!');

class Digest {
  readonly bytes: Buffer = Buffer.alloc(DIGEST_BYTES);

  add(part: Uint8Array): void {
    const hash = sha1(part);
    for (let i = 0; i < DIGEST_BYTES; i++) this.bytes[i] = (this.bytes[i] as number) ^ (hash[i] as number);
  }

  mix(part: Uint8Array): void {
    this.add(part);
    sha1(this.bytes).copy(this.bytes);
  }

  mixNumber(number: number): void {
    const word = Buffer.alloc(4);
    word.writeUInt32BE(number);
    this.mix(word);
  }

  get text(): string {
    return this.bytes.toString('hex');
  }
}

function sha1(bytes: Uint8Array): Buffer {
  return createHash('sha1').update(bytes).digest();
}

/** DEBUG DIGEST */
export function digest(call: Call): void {
  const whole = new Digest();
  for (const database of call.engine.keyspace.databases) {
    if (database.size === 0) continue;
    whole.mixNumber(database.id);
    const slice = new Slice();
    database.visitAll((ref) => {
      const one = new Digest();
      one.mix(view(database.entries.key(ref, slice)));
      mixValue(one, database, ref);
      whole.add(one.bytes);
    });
  }
  call.reply.simple(whole.text);
}

/** DEBUG DIGEST-VALUE key [key …]: zeroes for a key that does not exist, but not for one whose time has passed. */
export function digestValue(call: Call): void {
  call.reply.array(call.count - 2);
  for (let i = 2; i < call.count; i++) {
    const one = new Digest();
    const ref = call.unearth(i);
    if (ref !== 0) mixValue(one, call.db, ref);
    call.reply.simple(one.text);
  }
}

function mixValue(into: Digest, database: Database, ref: number): void {
  const { entries } = database;
  into.mixNumber(entries.type(ref));
  const mix = VALUES.get(entries.type(ref)) ?? mixString;
  mix(into, database, ref);
  if (entries.isVolatile(ref)) into.add(EXPIRES);
}

function mixString(into: Digest, { entries }: Database, ref: number): void {
  into.mix(view(entries.value(ref, new Slice())));
}

function mixList(into: Digest, database: Database, ref: number): void {
  new ListValue().open(database, ref).visit((element) => into.mix(view(element)));
}

function mixHash(into: Digest, database: Database, ref: number): void {
  new HashValue().open(database, ref).visitStored((field, value, time) => {
    const pair = new Digest();
    pair.mix(view(field));
    pair.mix(view(value));
    if (time !== NO_TIME) pair.add(FIELD_EXPIRES);
    into.add(pair.bytes);
  });
}

function mixSet(into: Digest, database: Database, ref: number): void {
  new SetValue().open(database, ref).visit((member) => into.add(view(member)));
}

function mixSortedSet(into: Digest, database: Database, ref: number): void {
  const set = new SortedSetValue().open(database, ref);
  const member = new Slice();
  const digits = new Uint8Array(DOUBLE_TEXT_MAX);
  set.visitPlaces((place) => {
    const pair = new Digest();
    pair.mix(view(set.memberAt(place, member)));
    pair.mix(digits.subarray(0, formatDouble(set.scoreAt(place), digits, 0)));
    into.add(pair.bytes);
  });
}

function mixStream(into: Digest, database: Database, ref: number): void {
  const stream = new StreamValue().open(database, ref).all();
  const id = new Uint8Array(STREAM_ID_TEXT_MAX);
  while (stream.next()) {
    into.mix(id.subarray(0, stream.id.format(id, 0, DOT)));
    stream.visit((field, value) => {
      into.mix(view(field));
      into.mix(view(value));
    });
  }
}

/** By type; strings are what is left. */
const VALUES: ReadonlyMap<number, (into: Digest, database: Database, ref: number) => void> = new Map([
  [HASH, mixHash],
  [SET, mixSet],
  [LIST, mixList],
  [SORTED_SET, mixSortedSet],
  [STREAM, mixStream],
]);

function view({ bytes, start, length }: Slice): Uint8Array {
  return bytes.subarray(start, start + length);
}
