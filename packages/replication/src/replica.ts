/**
 * The link to a primary as its replica sees it: a state machine over bytes, without a socket and without a clock.
 *
 *     idle ─connected─► ping ─► settings ─► psync ──+FULLRESYNC──► header ─► image ──┐
 *       ▲                  (AUTH, REPLCONF …)  │                                     ▼
 *       │                                      └──+CONTINUE────────────────────► online
 *       └───────────── lost: whoever holds the link connects again ◄───────────────┘
 *
 * The host connects, hands in what arrives, calls `tick` about ten times a second, and is told what to send. A link
 * that cannot go on calls `host.drop` with the reason, once; the host ends the connection and makes a new one later.
 *
 * What is kept between links is in the history alone: its id and offset say from where to go on. Once an image has
 * begun, the old data is gone, so a link that ends then leaves a history that nobody else has.
 *
 * Limits: a reply of the handshake has at most 4096 bytes; silence of `timeout` ms ends the link.
 */
import type { Request } from '@redwing/protocol';
import { encodedBytes, encodeRequest } from '@redwing/protocol';
import { CommandStream } from './command-stream.ts';
import type { ReplicationHistory } from './history.ts';
import type { ImageLoader } from './image.ts';
import { Payload } from './payload.ts';

/** As INFO and ROLE call them, from outside: connect, connecting, handshake, sync, connected. */
export type LinkState = 'idle' | 'ping' | 'settings' | 'psync' | 'header' | 'image' | 'online';

/** What the link needs to introduce itself. */
export interface LinkSettings {
  /** Latin1, one character a byte; no password means that none is sent. */
  readonly user: string;
  readonly password: string;
  /** The port this server listens on, and the address to be listed under if one was configured. */
  readonly listeningPort: number;
  readonly announcedAddress: string;
  /** How long the primary may be silent, in ms. */
  readonly timeout: number;
  /** Whether the server that is called is to take over the role of the primary from this one. */
  readonly handsOver: boolean;
}

export interface LinkHost {
  readonly history: ReplicationHistory;
  /** Milliseconds since the epoch. */
  now(): number;
  settings(): LinkSettings;
  send(bytes: Uint8Array): void;
  /** The link cannot go on. */
  drop(reason: string): void;
  log(message: string): void;
  /** The primary has answered PSYNC: it accepts, or it does not. */
  synchronises(accepted: boolean): void;
  /** A full copy begins: the old data and history go, and the image is read into what is returned. */
  beginImage(): ImageLoader;
  /** The image is complete; the data is that of history `id` at `offset`. */
  endImage(image: ImageLoader, id: string, offset: number): void;
  /** The stream goes on where it was cut, under the history `id`. */
  continued(id: string): void;
  /** Executes a command of the stream. False while a transaction is open. */
  execute(request: Request): boolean;
  /** What was executed, as it came. */
  applied(bytes: Uint8Array, start: number, length: number): void;
}

const LINE_BYTES_MAX = 4096;
const TICK_MS = 1000;
const LF = 10;
const CR = 13;
const NEWLINE: Uint8Array = new Uint8Array([LF]);

export class ReplicaLink {
  state: LinkState = 'idle';
  /** When the primary was last heard of, in ms since the epoch. */
  lastHeardAt = 0;
  /** The image that is being received. */
  payload: Payload | undefined;
  private readonly host: LinkHost;
  private stream: CommandStream | undefined;
  private image: ImageLoader | undefined;
  private line = '';
  private lastSentAt = 0;
  /** What each reply that is still to come answers. */
  private expected: string[] = [];
  private syncId = '';
  private syncOffset = 0;

  constructor(host: LinkHost) {
    this.host = host;
  }

  /** Bytes of the stream that have come but are not applied. */
  get pendingBytes(): number {
    return this.stream?.pendingBytes ?? 0;
  }

  /** The connection stands: the handshake begins. */
  connected(): void {
    this.touch();
    this.state = 'ping';
    this.request('PING');
  }

  /** The connection is gone. */
  lost(): void {
    this.state = 'idle';
    this.stream?.stop();
    this.stream = undefined;
    this.payload = undefined;
    this.image = undefined;
    this.line = '';
    this.expected = [];
  }

  /** Bytes from the primary. */
  receive(bytes: Uint8Array): void {
    this.touch();
    let at = 0;
    try {
      while (at < bytes.length && this.state !== 'idle') at = this.take(bytes, at);
    } catch (failure) {
      this.fail(failure instanceof Error ? failure.message : String(failure));
    }
  }

  /** To be called about ten times a second. */
  tick(): void {
    if (this.state === 'idle') return;
    const now = this.host.now();
    if (now - this.lastHeardAt > this.host.settings().timeout) {
      this.fail(this.state === 'online' ? 'the primary is silent' : 'the synchronisation is silent');
    } else if (now - this.lastSentAt >= TICK_MS) {
      if (this.state === 'online') this.acknowledge();
      // The primary sees that its replica lives while it reads a long image.
      else if (this.state === 'image') this.send(NEWLINE);
    }
  }

  /** Tells the primary how far this replica has come. */
  acknowledge(): void {
    this.request('REPLCONF', 'ACK', String(this.host.history.offset));
  }

  private take(bytes: Uint8Array, start: number): number {
    if (this.state === 'online') {
      this.stream?.receive(bytes, start, bytes.length);
      return bytes.length;
    }
    if (this.payload !== undefined) {
      const end = start + this.payload.write(bytes, start, bytes.length);
      if (this.payload.isDone) this.finishImage();
      return end;
    }
    const feed = bytes.indexOf(LF, start);
    const end = feed < 0 ? bytes.length : feed;
    if (this.line.length + end - start > LINE_BYTES_MAX)
      throw new Error('a reply of the primary is too long');
    for (let at = start; at < end; at++) this.line += String.fromCharCode(bytes[at] as number);
    if (feed < 0) return end;
    const line = this.line.charCodeAt(this.line.length - 1) === CR ? this.line.slice(0, -1) : this.line;
    this.line = '';
    // Empty lines say that the primary is alive but not ready.
    if (line !== '') this.answered(line);
    return feed + 1;
  }

  private answered(line: string): void {
    switch (this.state) {
      case 'ping':
        this.introduce(line);
        break;
      case 'settings':
        this.settled(line);
        break;
      case 'psync':
        this.synchronise(line);
        break;
      case 'header':
        this.beginImage(line);
        break;
    }
  }

  private introduce(pong: string): void {
    // An error means that the primary wants a password first; it is there all the same.
    if (!/^(\+|-NOAUTH|-NOPERM|-ERR operation not permitted)/.test(pong)) {
      throw new Error(`the primary answers PING with ${pong}`);
    }
    const { user, password, listeningPort, announcedAddress } = this.host.settings();
    this.state = 'settings';
    if (password !== '') {
      const words = user === '' ? ['AUTH', password] : ['AUTH', user, password];
      this.ask(words.map((word) => Uint8Array.from(word, (character) => character.charCodeAt(0))));
    }
    this.ask(['REPLCONF', 'listening-port', String(listeningPort)]);
    if (announcedAddress !== '') this.ask(['REPLCONF', 'ip-address', announcedAddress]);
    this.ask(['REPLCONF', 'capa', 'eof', 'capa', 'psync2']);
  }

  private settled(line: string): void {
    const command = this.expected.shift() ?? '';
    if (line.startsWith('-')) {
      if (command === 'AUTH') throw new Error(`the primary refuses the password: ${line.slice(1)}`);
      this.host.log(`The primary does not understand ${command}: ${line.slice(1)}`);
    }
    if (this.expected.length > 0) return;
    const { id, offset } = this.host.history;
    this.state = 'psync';
    this.host.log(`Asking the primary to go on from ${id}:${offset + 1}`);
    const { handsOver } = this.host.settings();
    this.request('PSYNC', id, String(offset + 1), ...(handsOver ? ['FAILOVER'] : []));
  }

  private synchronise(line: string): void {
    const full = /^\+FULLRESYNC ([0-9a-fA-F]{40}) (\d{1,16})$/.exec(line);
    const partial = /^\+CONTINUE(?: ([0-9a-fA-F]{40}))?\s*$/.exec(line);
    this.host.synchronises(full !== null || partial !== null);
    // Told that it is not wanted, the host may have ended the link.
    if (this.state !== 'psync') return;
    if (full !== null) {
      this.syncId = (full[1] as string).toLowerCase();
      this.syncOffset = Number(full[2]);
      this.state = 'header';
      this.host.log(`Full resynchronisation from ${this.syncId}:${this.syncOffset}`);
    } else if (partial !== null) {
      this.host.log('The primary accepts a partial resynchronisation');
      this.host.continued((partial[1] ?? this.host.history.id).toLowerCase());
      this.goOnline();
    } else {
      throw new Error(`the primary cannot synchronise now: ${line}`);
    }
  }

  private beginImage(header: string): void {
    if (header.startsWith('-'))
      throw new Error(`the primary gives up the synchronisation: ${header.slice(1)}`);
    const image = this.host.beginImage();
    this.image = image;
    this.payload = new Payload(header, image);
    this.state = 'image';
  }

  private finishImage(): void {
    const { image } = this;
    this.payload = undefined;
    this.image = undefined;
    if (image !== undefined) this.host.endImage(image, this.syncId, this.syncOffset);
    this.goOnline();
  }

  private goOnline(): void {
    this.state = 'online';
    this.stream = new CommandStream(this.host);
    // The primary waits for this before it sends what came after the image.
    this.acknowledge();
  }

  private ask(words: readonly (string | Uint8Array)[]): void {
    this.expected.push(typeof words[0] === 'string' ? words.slice(0, 2).join(' ') : 'AUTH');
    this.request(...words);
  }

  private request(...words: readonly (string | Uint8Array)[]): void {
    this.send(encodedBytes(encodeRequest(words)));
  }

  private send(bytes: Uint8Array): void {
    this.lastSentAt = this.host.now();
    this.host.send(bytes);
  }

  private touch(): void {
    this.lastHeardAt = this.host.now();
  }

  private fail(reason: string): void {
    if (this.state === 'idle') return;
    this.lost();
    this.host.drop(reason);
  }
}
