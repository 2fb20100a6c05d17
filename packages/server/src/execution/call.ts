/**
 * A call: one command being executed, as its handler sees it.
 *
 * One Call object serves the whole engine; nothing is allocated for a command. A handler reads its arguments from
 * `request`, acts on `db`, writes one reply to `reply`, and says what it changed with `changed`. It is synchronous,
 * and it knows neither sockets nor time other than `now`.
 *
 * A handler checks everything before it writes anything: an error thrown half-way leaves no trace in the reply, but
 * what was changed stays changed.
 */
import type { ReplyWriter, Request } from '@redwing/protocol';
import type { Database, Slice } from '@redwing/store';
import { HASH, Needle, parseInt64, parseInteger, STRING } from '@redwing/store';
import type { Wait } from '../blocking/waiter.ts';
import type { Session } from '../connections/session.ts';
import type { EventName } from '../effects/event-names.ts';
import type { CommandError } from '../errors.ts';
import { errors } from '../errors.ts';
import type { Engine } from './engine.ts';
import type { CommandEntry } from './registry.ts';

export type Handler = (call: Call) => void;

/** The handlers of a group, by the names in the table. */
export type Handlers = Readonly<Record<string, Handler>>;

/** Compact collections are seldom larger. */
const PACKED_BYTES_MAX = 16_384;

/** How many fields of a hash whose time has passed a command that reads removes; the rest it does not see. */
const SWEPT_BY_READER_MAX = 64;

export class Call {
  readonly engine: Engine;
  readonly reply: ReplyWriter;
  request: Request;
  session: Session;
  command: CommandEntry;
  /** The database the session has selected. */
  db: Database;
  /** Where a command that waited runs again: the argument that is the key to look at, and no other. 0 otherwise. */
  wakeKey = 0;
  private readonly needle = new Needle();

  constructor(engine: Engine, reply: ReplyWriter, request: Request, session: Session, command: CommandEntry) {
    this.engine = engine;
    this.reply = reply;
    this.request = request;
    this.session = session;
    this.command = command;
    this.db = engine.databaseOf(session);
  }

  /** The time the command goes by, in ms since the epoch: the same however long it runs. */
  get now(): number {
    return this.engine.keyspace.now;
  }

  /** How many arguments there are, the command's name (and its subcommand's) included. */
  get count(): number {
    return this.request.count;
  }

  /** Whether argument `index` is `word` (given in capitals), whatever its case. */
  is(index: number, word: string): boolean {
    return this.request.is(index, word);
  }

  /** Argument `index` as an integer within ±2^53. @throws `refusal` */
  integer(index: number, refusal: CommandError = errors.notInteger): number {
    const { request } = this;
    const value = parseInteger(request.bytes, request.start(index), request.length(index));
    if (Number.isNaN(value)) throw refusal;
    return value;
  }

  /** Argument `index` as an integer of 32 bits. @throws notInteger, outOfInt32 */
  int32(index: number): number {
    const value = this.int64(index);
    if (value < -(2 ** 31) || value >= 2 ** 31) throw errors.outOfInt32;
    return Number(value);
  }

  /** Argument `index` as any 64-bit integer: a bigint where a number would not be exact. @throws `refusal` */
  int64(index: number, refusal: CommandError = errors.notInteger): number | bigint {
    const { request } = this;
    const value = parseInt64(request.bytes, request.start(index), request.length(index));
    if (value === undefined) throw refusal;
    return value;
  }

  /** Argument `index` as any 64-bit integer, rounded: for ids, limits and times, where only small ones mean anything. */
  rounded(index: number, refusal?: CommandError): number {
    return Number(this.int64(index, refusal));
  }

  /** As `rounded`, except for the smallest integer, which has no opposite. @throws notInteger, noOpposite */
  withOpposite(index: number): number {
    const value = this.int64(index);
    if (value === -(2n ** 63n)) throw errors.noOpposite;
    return Number(value);
  }

  /** Argument `index` as latin1 text: for names and messages, never for values. */
  text(index: number): string {
    return this.request.latin1(index);
  }

  /** The entry of the key in argument `index`, for reading; 0 if there is none. */
  read(index: number): number {
    const { request } = this;
    return this.db.read(request.bytes, request.start(index), request.length(index));
  }

  /** The entry of the key in argument `index`, asked about but not used; 0 if there is none. */
  look(index: number): number {
    const { request } = this;
    return this.db.look(request.bytes, request.start(index), request.length(index));
  }

  /** As `look`, for what a key is made of: that it is missing is no `keymiss`. */
  inspect(index: number): number {
    const { request } = this;
    return this.db.inspect(request.bytes, request.start(index), request.length(index));
  }

  /** The entry of the key in argument `index`, for writing; 0 if there is none. */
  write(index: number): number {
    const { request } = this;
    return this.db.write(request.bytes, request.start(index), request.length(index));
  }

  /** The entry of the key in argument `index`, neither counted nor touched; 0 if there is none. */
  peek(index: number): number {
    const { request } = this;
    return this.db.find(request.bytes, request.start(index), request.length(index));
  }

  /** The entry of the key in argument `index` as it stands, also one whose time has passed; 0 if there is none. */
  unearth(index: number): number {
    const { request } = this;
    return this.db.lookUp(request.bytes, request.start(index), request.length(index));
  }

  /** As `read`, for a string. @throws wrongType */
  readString(index: number): number {
    return this.readOf(STRING, index);
  }

  /** As `write`, for a string. @throws wrongType */
  writeString(index: number): number {
    return this.writeOf(STRING, index);
  }

  /** As `read`, for a value of `type`: see the store's entry.ts. @throws wrongType */
  readOf(type: number, index: number): number {
    const entry = this.read(index);
    if (entry !== 0 && this.db.entries.type(entry) !== type) throw errors.wrongType;
    return entry;
  }

  /** As `write`, for a value of `type`. @throws wrongType */
  writeOf(type: number, index: number): number {
    const entry = this.write(index);
    if (entry !== 0 && this.db.entries.type(entry) !== type) throw errors.wrongType;
    return entry;
  }

  /** As `readOf`, for a hash; what has expired of it is removed first. @throws wrongType */
  readHash(index: number): number {
    const entry = this.readOf(HASH, index);
    return entry === 0 ? 0 : this.db.sweep(entry, SWEPT_BY_READER_MAX);
  }

  /**
   * As `writeOf`, for a hash. All that has expired of it is removed first, so that what follows means the same where the
   * stream of effects is read. @throws wrongType
   */
  writeHash(index: number): number {
    const entry = this.writeOf(HASH, index);
    return entry === 0 ? 0 : this.db.sweep(entry, Number.POSITIVE_INFINITY);
  }

  /** @throws wrongType unless the entry holds a value of `type` */
  requireType(entry: number, type: number): void {
    if (this.db.entries.type(entry) !== type) throw errors.wrongType;
  }

  /** The bytes of a string entry, in the keyspace itself: good until the next write. */
  value(entry: number): Slice {
    return this.db.entries.value(entry, this.engine.slice);
  }

  /**
   * How many bytes the arguments from `from` on take as elements of a listpack: what a new collection will need. 0 for
   * more than a compact collection could hold.
   */
  packedBytes(from: number): number {
    const { request, needle } = this;
    let sum = 0;
    for (let i = from; i < request.count && sum <= PACKED_BYTES_MAX; i++) {
      sum += needle.set(request.bytes, request.start(i), request.length(i)).encodedBytes;
    }
    return sum > PACKED_BYTES_MAX ? 0 : sum;
  }

  /** Answers with these bytes. */
  replySlice({ bytes, start, length }: Slice): void {
    this.reply.bulk(bytes, start, length);
  }

  /** Answers with the value of a string entry. */
  replyValue(entry: number): void {
    const { bytes, start, length } = this.db.entries.value(entry, this.engine.slice);
    this.reply.bulk(bytes, start, length);
  }

  /** Sets the key in argument `key` to the bytes of argument `value`. */
  setString(key: number, value: number, expireAt: number): void {
    const { request } = this;
    this.db.setString(
      request.bytes,
      request.start(key),
      request.length(key),
      request.bytes,
      request.start(value),
      request.length(value),
      expireAt,
    );
  }

  /** Says that the key in argument `index` has changed. `event` is the name Redis gives to it; `count`: see Effects. */
  changed(index: number, event: EventName, count = 1): void {
    const { request, db } = this;
    this.engine.effects.changed(db, event, request.bytes, request.start(index), request.length(index), count);
  }

  /** As `changed`, for a collection that has lost `count` elements: its key goes with the last of them. */
  shrunk(index: number, event: EventName, left: number, count = 1): void {
    this.changed(index, event, count);
    this.dropIfEmpty(index, left);
  }

  /** Deletes the key of a collection that has no elements left. */
  dropIfEmpty(index: number, left: number): void {
    if (left > 0) return;
    const { request } = this;
    this.db.delete(request.bytes, request.start(index), request.length(index));
    this.changed(index, 'del', 0);
  }

  /** Says that the value of the key in argument `index` is kept in other bytes now, and means the same. */
  refreshed(index: number): void {
    const { request } = this;
    this.engine.effects.refreshed(this.db, request.bytes, request.start(index), request.length(index));
  }

  /**
   * Lets the client wait for one of its keys to change: the reply comes when this command, which runs again then, has
   * one, or when the time is up. In a transaction nobody waits. Nothing may have been written.
   */
  block(wait: Wait): void {
    const { session, engine, reply } = this;
    const mayWait = session.transaction === undefined && session.kind !== 'primary';
    if (mayWait) engine.blocking.block(session, this.command, this.request, wait);
    else if (wait.refused === 'null') reply.null();
    else reply.nullArray();
  }

  /**
   * Whether the effects stream goes anywhere. Where it costs something to say what is to be propagated, it need not be
   * said otherwise.
   */
  get isPropagated(): boolean {
    return this.engine.effects.stream.active;
  }

  /**
   * Puts `parts` into the effects stream in place of the request as it came, where that would not give the same
   * result on a replica or at another time. May be called several times; with no parts, nothing is propagated.
   */
  propagateAs(...parts: readonly (string | Uint8Array)[]): void {
    this.engine.effects.replaceWith(this.db, parts);
  }
}
