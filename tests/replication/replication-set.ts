/**
 * Servers that follow each other, in tests: asking them, waiting until something holds, comparing all their keys, and
 * a link between two of them that can be cut.
 *
 * Waiting polls a condition and never counts on a time; the deadline is for servers that never get there.
 */
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parseFrame } from '../support/frames.ts';
import type { Target } from '../support/target.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';

const deadlineMs = 20_000;
const databases = 16;

/** A server with a connection to it. */
export class Member {
  readonly target: Target;
  readonly wire: WireConnection;

  private constructor(target: Target, wire: WireConnection) {
    this.target = target;
    this.wire = wire;
  }

  static async of(starting: Promise<Target>): Promise<Member> {
    const target = await starting;
    return new Member(target, await WireConnection.open(target.port));
  }

  get port(): number {
    return this.target.port;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** The reply as text: scalars as they are, arrays with blanks between, errors with their minus. */
  async ask(...words: string[]): Promise<string> {
    return shown(await this.wire.ask(...words));
  }

  /** A field of INFO. */
  async info(field: string): Promise<string> {
    const text = await this.ask('INFO', 'everything');
    return new RegExp(`^${field}:(.*)\\r$`, 'm').exec(text)?.[1] ?? '';
  }

  follow(primary: { readonly port: number }): Promise<string> {
    return this.ask('REPLICAOF', '127.0.0.1', String(primary.port));
  }

  /** Sends many requests without waiting for each. */
  async write(requests: readonly (readonly string[])[]): Promise<string[]> {
    this.wire.send(requests.map((words) => encodeRequest(words)).join(''));
    const { frames } = await this.wire.receiveCount(requests.length);
    return frames.map(shown);
  }

  async isUp(): Promise<boolean> {
    return (await this.info('master_link_status')) === 'up';
  }

  /** Every key of every database with its value and when it expires. */
  async contents(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (let database = 0; database < databases; database++) {
      await this.ask('SELECT', String(database));
      const keys = parseFrame(await this.wire.ask('KEYS', '*')).items.map(({ text }) => text);
      keys.sort();
      const requests = keys.flatMap((key) => [
        ['GET', key],
        ['PEXPIRETIME', key],
      ]);
      const replies = await this.write(requests);
      for (const [index, key] of keys.entries()) {
        found.set(`${database} ${key}`, `${replies[2 * index]} until ${replies[2 * index + 1]}`);
      }
    }
    await this.ask('SELECT', '0');
    return found;
  }

  async close(): Promise<void> {
    this.wire.close();
    await this.target.close();
  }
}

function shown(frame: Buffer): string {
  const { kind, text, items, isNull } = parseFrame(frame);
  if (isNull) return 'null';
  if (kind === '*') return items.map(({ bytes }) => shown(bytes)).join(' ');
  return kind === '-' ? `-${text}` : text;
}

/** Waits until the condition holds. */
export async function eventually(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`never came: ${what}`);
    await pause(20);
  }
}

/** Waits until the replica has applied everything the primary has sent. */
export function inStep(primary: Member, replica: Member): Promise<void> {
  return eventually(`${replica.address} in step with ${primary.address}`, async () => {
    if (!(await replica.isUp())) return false;
    const offset = await primary.info('master_repl_offset');
    return (await replica.info('slave_repl_offset')) === offset;
  });
}

/** A way to a server that can be cut: what is under way is lost, and new connections are refused until it is mended. */
export class CuttableWay {
  readonly port: number;
  private readonly server: ReturnType<typeof createServer>;
  private readonly sockets = new Set<Socket>();
  private isOpen = true;

  private constructor(server: ReturnType<typeof createServer>, to: number) {
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    server.on('connection', (near) => this.join(near, to));
  }

  static async to(port: number): Promise<CuttableWay> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CuttableWay(server, port);
  }

  cut(): void {
    this.isOpen = false;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isOpen = true;
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket, to: number): void {
    if (!this.isOpen) {
      near.destroy();
      return;
    }
    const far = connect(to, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('data', (bytes: Buffer) => other.write(bytes));
      one.on('error', () => one.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}

/** Random writes over several databases, decided by the seed. */
export function randomWrites(seed: number, count: number): string[][] {
  let state = seed;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const requests: string[][] = [];
  for (let i = 0; i < count; i++) {
    const key = `key:${draw(200)}`;
    const counter = `counter:${draw(20)}`;
    const choices = [
      ['SET', key, 'v'.repeat(draw(200))],
      ['SET', key, `binary\r\n\0\xff${draw(1000)}`],
      ['SET', key, String(draw(1_000_000)), 'EX', String(1000 + draw(1000))],
      ['INCRBY', counter, String(draw(100))],
      ['INCR', counter],
      ['DEL', key],
      ['SETEX', key, '5000', 'soon'],
      ['GETDEL', key],
      ['MSET', key, '1', `${key}:b`, '2'],
      ['SELECT', String(draw(4))],
    ];
    const choice = choices[draw(choices.length)] ?? [];
    if (draw(10) === 0) requests.push(['MULTI'], choice, ['INCR', counter], ['EXEC']);
    else requests.push(choice);
  }
  return requests;
}
