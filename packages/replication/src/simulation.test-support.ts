/**
 * Servers and links in memory: what a seed decides, it decides the same way again.
 *
 * A server here is a keyspace, a feed and perhaps a link to another one; its commands are SET, DEL, SELECT, MULTI and
 * EXEC, enough to tell whether a stream was applied once and in order. A wire carries bytes in random pieces, late,
 * and can be cut at any moment with bytes under way.
 */
import type { Request } from '@redwing/protocol';
import { encodedBytes, encodeRequest, RequestParser, Request as ReusedRequest } from '@redwing/protocol';
import { Keyspace, NO_EXPIRY } from '@redwing/store';
import { ReplicationFeed } from './feed.ts';
import { ReplicationHistory } from './history.ts';
import { ImageLoader, writeImage } from './image.ts';
import { AttachedReplica, beginFull, beginPartial, canContinue } from './primary.ts';
import type { LinkHost, LinkSettings } from './replica.ts';
import { ReplicaLink } from './replica.ts';

/** Numbers in [0, 1) that a seed determines (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Both directions between a replica and its primary. */
class Wire {
  isCut = false;
  private upward: Buffer = Buffer.alloc(0);
  private downward: Buffer = Buffer.alloc(0);
  readonly toPrimary: (bytes: Uint8Array) => void;
  readonly toReplica: (bytes: Uint8Array) => void;

  constructor(toPrimary: (bytes: Uint8Array) => void, toReplica: (bytes: Uint8Array) => void) {
    this.toPrimary = toPrimary;
    this.toReplica = toReplica;
  }

  up(bytes: Uint8Array): void {
    this.upward = Buffer.concat([this.upward, bytes]);
  }

  down(bytes: Uint8Array): void {
    this.downward = Buffer.concat([this.downward, bytes]);
  }

  get isEmpty(): boolean {
    return this.upward.length + this.downward.length === 0;
  }

  /** Delivers a random part of what is under way. */
  deliver(random: () => number): void {
    const up = Math.ceil(random() * this.upward.length);
    const down = Math.ceil(random() * this.downward.length);
    const rising = this.upward.subarray(0, up);
    const falling = this.downward.subarray(0, down);
    this.upward = this.upward.subarray(up);
    this.downward = this.downward.subarray(down);
    if (rising.length > 0 && !this.isCut) this.toPrimary(Buffer.from(rising));
    if (falling.length > 0 && !this.isCut) this.toReplica(Buffer.from(falling));
  }
}

export class SimulatedServer implements LinkHost {
  readonly keyspace: Keyspace;
  readonly history: ReplicationHistory;
  readonly feed: ReplicationFeed;
  readonly logged: string[] = [];
  fullSyncs = 0;
  partialSyncs = 0;
  wire: Wire | undefined;
  readonly link: ReplicaLink;
  private readonly random: () => number;
  private readonly clock: { now: number };
  private readonly attached = new Map<Wire, AttachedReplica>();
  private readonly backlogBytes: number;
  private database = 0;
  private selected = -1;
  private transaction: string[][] | undefined;

  constructor(clock: { now: number }, random: () => number, backlogBytes: number) {
    this.clock = clock;
    this.random = random;
    this.backlogBytes = backlogBytes;
    this.keyspace = new Keyspace({ databases: 4, random, poison: true });
    this.history = new ReplicationHistory(() => this.id());
    this.feed = new ReplicationFeed(this.history, () => undefined);
    this.link = new ReplicaLink(this);
  }

  /** A client's command, on a primary. Several at once are a transaction. */
  write(database: number, ...commands: string[][]): void {
    const words = commands.length > 1 ? [['MULTI'], ...commands, ['EXEC']] : commands;
    if (this.selected !== database) words.unshift(['SELECT', String(database)]);
    this.selected = database;
    this.database = database;
    for (const command of words) {
      this.run(command);
      const bytes = encodedBytes(encodeRequest(command));
      this.feed.append(bytes, 0, bytes.length);
    }
  }

  synchronises(): void {
    // Nobody fails over here.
  }

  /** Dials `primary`. */
  connect(primary: SimulatedServer): void {
    const parser = new RequestParser();
    const request = new ReusedRequest();
    const wire: Wire = new Wire(
      (bytes) => {
        parser.feed(bytes, 0, bytes.length);
        while (parser.next(request)) primary.asked(wire, request);
      },
      (bytes) => this.link.receive(bytes),
    );
    this.wire = wire;
    this.link.connected();
  }

  cut(primary: SimulatedServer): void {
    const { wire } = this;
    if (wire === undefined) return;
    wire.isCut = true;
    this.wire = undefined;
    this.link.lost();
    this.transaction = undefined;
    primary.forget(wire);
  }

  /** Ends the links of everybody who follows this server. */
  disconnectAll(): void {
    for (const wire of [...this.attached.keys()]) {
      wire.isCut = true;
      this.forget(wire);
    }
  }

  promote(): void {
    this.feed.flush();
    this.history.branch();
    this.selected = -1;
    this.disconnectAll();
  }

  contents(): Map<string, string> {
    const found = new Map<string, string>();
    for (const { id, entries, visitAll } of this.keyspace.databases.map((database) => ({
      id: database.id,
      entries: database.entries,
      visitAll: (visit: (ref: number) => void) => database.visitAll(visit),
    }))) {
      visitAll((ref) => {
        const bytes = Buffer.from(entries.bytes(ref).buffer, entries.bytes(ref).byteOffset);
        const key = bytes.latin1Slice(entries.keyStart(ref), entries.valueStart(ref));
        const start = entries.valueStart(ref);
        found.set(`${id}:${key}`, bytes.latin1Slice(start, start + entries.valueLength(ref)));
      });
    }
    return new Map([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  now(): number {
    return this.clock.now;
  }

  settings(): LinkSettings {
    return {
      user: '',
      password: 'secret',
      listeningPort: 7000,
      announcedAddress: '',
      timeout: 60_000,
      handsOver: false,
    };
  }

  send(bytes: Uint8Array): void {
    this.wire?.up(bytes);
  }

  drop(reason: string): void {
    this.logged.push(`dropped: ${reason}`);
    if (this.wire !== undefined) this.wire.isCut = true;
    this.wire = undefined;
    this.transaction = undefined;
  }

  log(message: string): void {
    this.logged.push(message);
  }

  beginImage(): ImageLoader {
    this.disconnectAll();
    this.feed.close();
    this.keyspace.clear();
    return new ImageLoader(this.keyspace);
  }

  endImage(image: ImageLoader, id: string, offset: number): void {
    this.fullSyncs++;
    this.database = image.streamDatabase ?? 0;
    this.history.adopt(id, offset);
    this.feed.restart(this.backlogBytes);
  }

  continued(id: string): void {
    this.partialSyncs++;
    if (id !== this.history.id) {
      this.feed.flush();
      this.history.branch(id);
      this.disconnectAll();
    }
    this.feed.open(this.backlogBytes);
  }

  execute(request: Request): boolean {
    this.run(Array.from({ length: request.count }, (_, index) => request.latin1(index)));
    return this.transaction === undefined;
  }

  applied(bytes: Uint8Array, start: number, length: number): void {
    this.feed.append(bytes, start, length);
  }

  private asked(wire: Wire, request: Request): void {
    const answer = (text: string): void => wire.down(Buffer.from(text));
    if (request.is(0, 'PING')) answer('-NOAUTH Authentication required.\r\n');
    else if (request.is(0, 'AUTH')) answer(request.latin1(1) === 'secret' ? '+OK\r\n' : '-WRONGPASS\r\n');
    else if (request.is(0, 'PSYNC')) this.synchronise(wire, request.latin1(1), Number(request.latin1(2)));
    else if (request.is(0, 'REPLCONF') && request.is(1, 'ACK')) {
      this.attached.get(wire)?.acknowledge(Number(request.latin1(2)), this.clock.now);
    } else answer('+OK\r\n');
  }

  private synchronise(wire: Wire, id: string, next: number): void {
    const replica = new AttachedReplica({ send: (bytes) => wire.down(bytes) });
    replica.takesNewId = true;
    replica.takesMark = this.random() < 0.5;
    this.attached.set(wire, replica);
    if (canContinue(this.feed, { id, next })) {
      beginPartial(this.feed, replica, next, this.clock.now);
      return;
    }
    if (this.feed.backlog === undefined) {
      this.history.begin();
      this.feed.open(this.backlogBytes);
    }
    // A primary names the database anew; a replica's stream is its primary's, so the image says which is selected.
    this.selected = -1;
    const { id: own, offset } = this.history;
    const facts = { version: '7.0.15', streamDatabase: this.database, id: own, offset, revision: 1 };
    beginFull(this.feed, replica, {
      image: (sink) => writeImage(this.keyspace, facts, sink),
      mark: this.id(),
      announce: true,
      now: this.clock.now,
    });
  }

  private forget(wire: Wire): void {
    const replica = this.attached.get(wire);
    if (replica !== undefined) this.feed.replicas.delete(replica);
    this.attached.delete(wire);
  }

  private run(words: string[]): void {
    const [name = '', key = '', value = ''] = words;
    if (name === 'EXEC') {
      const queued = this.transaction ?? [];
      this.transaction = undefined;
      for (const command of queued) this.run(command);
    } else if (this.transaction !== undefined) this.transaction.push(words);
    else if (name === 'MULTI') this.transaction = [];
    else if (name === 'SELECT') this.database = Number(key);
    else if (name === 'APPEND') this.appendTo(Buffer.from(key, 'latin1'), value);
    else if (name === 'DEL') this.current.delete(Buffer.from(key, 'latin1'), 0, key.length);
  }

  /** Not idempotent on purpose: what is applied twice shows. */
  private appendTo(key: Buffer, value: string): void {
    const { entries } = this.current;
    const ref = this.current.find(key, 0, key.length);
    const start = ref === 0 ? 0 : entries.valueStart(ref);
    const before = ref === 0 ? [] : entries.bytes(ref).slice(start, start + entries.valueLength(ref));
    const bytes = Buffer.from([...before, ...Buffer.from(value, 'latin1')]);
    this.current.setString(key, 0, key.length, bytes, 0, bytes.length, NO_EXPIRY);
  }

  private get current() {
    return this.keyspace.databases[this.database] as Keyspace['databases'][number];
  }

  private id(): string {
    return Array.from({ length: 40 }, () => Math.floor(this.random() * 16).toString(16)).join('');
  }
}
