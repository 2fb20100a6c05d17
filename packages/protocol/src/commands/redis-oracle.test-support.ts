/**
 * A redis-server for tests to compare with, and just enough of RESP2 and RESP3 to question it.
 *
 * The reader keeps the kinds of replies apart as `ReplyTree` does, so that a test can compare trees. It
 * is a reader of its own on purpose: an oracle that is read with the code under test could not contradict
 * it.
 */

import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createServer, connect as tcpConnect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReplyTree } from './reply-tree.ts';

export type OracleReply =
  | string
  | number
  | null
  | { readonly error: string }
  | { readonly simple: string }
  | { readonly verbatim: string }
  | { readonly double: number }
  | { readonly push: readonly OracleReply[] }
  | { readonly array: readonly OracleReply[] }
  | { readonly set: readonly OracleReply[] }
  | { readonly map: readonly (readonly [string, OracleReply])[] };

/** Whether redis-server can be run; says so in the output of the tests if not. */
export function oracleIsMissing(): boolean {
  const missing = spawnSync('redis-server', ['--version']).status !== 0;
  if (missing) process.stderr.write('redis-server is not on PATH: the comparisons with it are skipped\n');
  return missing;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
}

export class RedisOracle {
  readonly #process: ChildProcess;
  readonly #socket: Socket;
  readonly #waiting: ((reply: OracleReply) => void)[] = [];
  readonly #folder: string;
  #received = Buffer.alloc(0);

  private constructor(process: ChildProcess, socket: Socket, folder: string) {
    this.#process = process;
    this.#socket = socket;
    this.#folder = folder;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  static async start(): Promise<RedisOracle> {
    const port = await freePort();
    const folder = await mkdtemp(join(tmpdir(), 'redwing-oracle-'));
    const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', folder];
    const server = spawn('redis-server', options, { stdio: ['ignore', 'pipe', 'inherit'] });
    let log = '';
    for await (const chunk of server.stdout) {
      log += String(chunk);
      if (log.includes('Ready to accept connections')) break;
    }
    const socket = tcpConnect(port, '127.0.0.1');
    await once(socket, 'connect');
    const oracle = new RedisOracle(server, socket, folder);
    await oracle.ask('HELLO', '3');
    return oracle;
  }

  ask(...words: string[]): Promise<OracleReply> {
    const parts = words.map((word) => `$${Buffer.byteLength(word, 'latin1')}\r\n${word}\r\n`);
    this.#socket.write(`*${words.length}\r\n${parts.join('')}`, 'latin1');
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.#socket.destroy();
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await ended;
    await rm(this.#folder, { recursive: true });
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    while (this.#waiting.length > 0) {
      const reader = new ReplyReader(this.#received);
      const reply = reader.read();
      if (reply === undefined) return;
      this.#received = this.#received.subarray(reader.offset);
      this.#waiting.shift()?.(reply);
    }
  }
}

/** Reads one reply from a buffer; undefined means that it has not arrived completely. */
class ReplyReader {
  offset = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(): OracleReply | undefined {
    const end = this.#bytes.indexOf('\r\n', this.offset);
    if (end < 0) return undefined;
    const kind = String.fromCharCode(this.#bytes[this.offset] ?? 0);
    const line = this.#bytes.toString('latin1', this.offset + 1, end);
    this.offset = end + 2;
    if (kind === '+') return { simple: line };
    if (kind === '-') return { error: line };
    if (kind === ':') return Number(line);
    // RESP2 has no null of its own: a bulk string or an array of no length at all stands for it.
    if (kind === '_' || line === '-1') return null;
    if (kind === ',') return { double: Number(line) };
    if (kind === '$') return this.#readBulk(Number(line));
    if (kind === '%') return this.#readMap(Number(line));
    if (kind === '=') {
      const verbatim = this.#readBulk(Number(line));
      return verbatim === undefined ? undefined : { verbatim };
    }
    const items = this.#readItems(Number(line));
    if (items === undefined) return undefined;
    if (kind === '*') return { array: items };
    if (kind === '~') return { set: items };
    if (kind === '>') return { push: items };
    throw new Error(`unexpected reply of kind ${kind}`);
  }

  #readBulk(length: number): string | undefined {
    const end = this.offset + length;
    if (this.#bytes.length < end + 2) return undefined;
    const text = this.#bytes.toString('latin1', this.offset, end);
    this.offset = end + 2;
    return text;
  }

  #readItems(count: number): OracleReply[] | undefined {
    const items: OracleReply[] = [];
    for (let i = 0; i < count; i++) {
      const item = this.read();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  #readMap(count: number): OracleReply | undefined {
    const items = this.#readItems(count * 2);
    if (items === undefined) return undefined;
    const map: [string, OracleReply][] = [];
    for (let i = 0; i < items.length; i += 2) map.push([String(items[i]), items[i + 1] as OracleReply]);
    return { map };
  }
}

/** The fields of a map reply by name. */
export function fieldsOf(reply: OracleReply | ReplyTree | undefined): ReadonlyMap<string, OracleReply> {
  if (reply === null || typeof reply !== 'object' || !('map' in reply)) throw new Error('expected a map');
  return new Map<string, OracleReply>(reply.map);
}

/** The items of an array or a set. */
export function itemsOf(reply: OracleReply | ReplyTree | undefined): readonly OracleReply[] {
  if (reply !== null && typeof reply === 'object') {
    if ('array' in reply) return reply.array;
    if ('set' in reply) return reply.set;
  }
  throw new Error('expected an array or a set');
}
