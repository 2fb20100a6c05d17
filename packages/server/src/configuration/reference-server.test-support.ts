/** A redis-server of its own for a test, and just enough of a client to send it any bytes. */

import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import path from 'node:path';

/** Whether the version that Redwing is held against is installed. */
export const hasRedis: boolean = /v=7\.0\./.test(
  spawnSync('redis-server', ['--version'], { encoding: 'latin1' }).stdout ?? '',
);

/** Byte strings; an error begins with "-". */
export type Reply = string | Reply[];

/** A running redis-server and a connection to its unix socket. */
export class Reference {
  readonly #process: ChildProcess;
  readonly #socket: Socket;
  readonly #waiting: ((reply: Reply) => void)[] = [];
  #bytes = '';

  private constructor(process: ChildProcess, socket: Socket) {
    this.#process = process;
    this.#socket = socket;
    socket.on('data', (chunk) => {
      this.#bytes += chunk.toString('latin1');
      for (let parsed = read(this.#bytes, 0); parsed !== undefined; parsed = read(this.#bytes, 0)) {
        this.#bytes = this.#bytes.slice(parsed.end);
        this.#waiting.shift()?.(parsed.reply);
      }
    });
  }

  /** Starts one in this folder; it listens on nothing but a socket there. */
  static async start(folder: string, ...options: string[]): Promise<Reference> {
    const socketPath = path.join(folder, 'redis.sock');
    rmSync(socketPath, { force: true });
    const child = spawn(
      'redis-server',
      [...options, '--port', '0', '--unixsocket', socketPath, '--logfile', ''],
      { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise<void>((resolve, reject) => {
      let log = '';
      child.once('exit', () => reject(new Error(`redis-server ended: ${log}`)));
      child.stdout.on('data', (chunk: Buffer) => {
        log += chunk.toString('latin1');
        if (log.includes('ready to accept connections')) resolve();
      });
    });
    const socket = connect(socketPath);
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
    return new Reference(child, socket);
  }

  /** Sends a command of byte strings. */
  send(...words: string[]): Promise<Reply> {
    const parts = words.map((word) => `$${word.length}\r\n${word}\r\n`);
    this.#socket.write(Buffer.from(`*${words.length}\r\n${parts.join('')}`, 'latin1'));
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  stop(): void {
    this.#socket.destroy();
    this.#process.kill('SIGKILL');
  }
}

function read(bytes: string, start: number): { reply: Reply; end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', start);
  if (lineEnd === -1) return undefined;
  const line = bytes.slice(start + 1, lineEnd);
  const next = lineEnd + 2;
  const kind = bytes.charAt(start);
  if (kind === '+') return { reply: line, end: next };
  if (kind === '-') return { reply: `-${line}`, end: next };
  if (kind === '$') {
    const end = next + Number(line) + 2;
    return bytes.length < end ? undefined : { reply: bytes.slice(next, end - 2), end };
  }
  const items: Reply[] = [];
  let at = next;
  for (let count = Number(line); count > 0; count--) {
    const item = read(bytes, at);
    if (item === undefined) return undefined;
    items.push(item.reply);
    at = item.end;
  }
  return { reply: items, end: at };
}
