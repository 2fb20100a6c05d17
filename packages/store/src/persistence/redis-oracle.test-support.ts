import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The original beside us: a redis-server of its own for a test, on a socket file in a temporary directory,
 * and a bare pipelining connection to it. Tests that compare with it are skipped where it is not installed.
 */

export const hasRedis: boolean = /v=7\.0\./.test(
  spawnSync('redis-server', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

/** A test that fails before it stops its server must not leave it running. */
const running: Set<ChildProcess> = new Set();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** An error reply, kept apart from a string that says the same. */
export class ReplyError {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type OracleReply = Buffer | string | number | null | ReplyError | OracleReply[];

export type Argument = string | number | Uint8Array;

export class RedisOracle {
  /** Where it runs, and where its dump.rdb is. */
  readonly directory: string;
  readonly #process: ChildProcess;
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  readonly #waiting: ((reply: OracleReply) => void)[] = [];

  private constructor(directory: string, process: ChildProcess, socket: Socket) {
    this.directory = directory;
    this.#process = process;
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#settle();
    });
  }

  /** Starts in `directory` (a new one if none is given), so that a dump.rdb lying there is loaded. */
  static async start(directory: string = temporaryDirectory(), ...settings: string[]): Promise<RedisOracle> {
    const path = join(directory, 'redis.sock');
    const child = spawn('redis-server', [
      ...['--port', '0', '--unixsocket', path, '--dir', directory, '--save', ''],
      ...settings,
    ]);
    running.add(child);
    let log = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        log += chunk;
        if (log.includes('accept connections')) resolve();
      });
      child.on('error', reject);
      child.on('exit', () => reject(new Error(`redis-server did not start:\n${log}`)));
    });
    const socket = connect(path);
    await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    return new RedisOracle(directory, child, socket);
  }

  async call(...command: Argument[]): Promise<OracleReply> {
    const replies = await this.pipeline([command]);
    return replies[0] as OracleReply;
  }

  /** Sends all commands at once and waits for all replies. */
  pipeline(commands: readonly (readonly Argument[])[]): Promise<OracleReply[]> {
    const replies = commands.map(() => new Promise<OracleReply>((resolve) => this.#waiting.push(resolve)));
    this.#socket.write(Buffer.concat(commands.map(encodeCommand)));
    return Promise.all(replies);
  }

  /** Stops the server; removes its directory unless it is still of use. */
  async stop(keep: 'keep-directory' | 'remove-directory' = 'remove-directory'): Promise<void> {
    this.#socket.destroy();
    const exited = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await exited;
    running.delete(this.#process);
    if (keep === 'remove-directory') rmSync(this.directory, { recursive: true, force: true });
  }

  #settle(): void {
    const reader = new ReplyCursor(this.#received);
    for (;;) {
      const before = reader.at;
      const reply = reader.read();
      if (reply === undefined) {
        this.#received = this.#received.subarray(before);
        return;
      }
      this.#waiting.shift()?.(reply);
    }
  }
}

export function temporaryDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'redwing-store-'));
}

function encodeCommand(command: readonly Argument[]): Buffer {
  const parts = [Buffer.from(`*${command.length}\r\n`)];
  for (const argument of command) {
    const bytes = argument instanceof Uint8Array ? argument : Buffer.from(String(argument));
    parts.push(Buffer.from(`$${bytes.length}\r\n`), Buffer.from(bytes), Buffer.from('\r\n'));
  }
  return Buffer.concat(parts);
}

/** Reads RESP2 replies one after the other; undefined means that the next one is not complete. */
class ReplyCursor {
  at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  read(): OracleReply | undefined {
    const lineEnd = this.#bytes.indexOf('\r\n', this.at);
    if (lineEnd < 0) return undefined;
    const kind = String.fromCharCode(this.#bytes[this.at] as number);
    const line = this.#bytes.toString('latin1', this.at + 1, lineEnd);
    this.at = lineEnd + 2;
    if (kind === '+') return line;
    if (kind === '-') return new ReplyError(line);
    if (kind === ':') return Number(line);
    if (line === '-1') return null;
    return kind === '$' ? this.#bulk(Number(line)) : this.#array(Number(line));
  }

  #bulk(length: number): Buffer | undefined {
    if (this.at + length + 2 > this.#bytes.length) return undefined;
    const bulk = Buffer.from(this.#bytes.subarray(this.at, this.at + length));
    this.at += length + 2;
    return bulk;
  }

  #array(count: number): OracleReply[] | undefined {
    const items: OracleReply[] = [];
    for (let index = 0; index < count; index++) {
      const item = this.read();
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }
}
