/**
 * A server that says what a test tells it to, for what a real one does only by accident: losing connections,
 * never answering, cutting a reply in pieces, NOTIFY with a history that is gone.
 */

import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import { ReplyParser } from '@redwing/protocol';

/** Answers a request with RESP, or with nothing. */
export type Answer = (request: readonly string[], connection: FakeConnection) => string | undefined;

const HELLO =
  '%7\r\n$6\r\nserver\r\n$4\r\nfake\r\n$7\r\nversion\r\n$5\r\n1.2.3\r\n$5\r\nproto\r\n:3\r\n$2\r\nid\r\n:7\r\n' +
  '$4\r\nmode\r\n$10\r\nstandalone\r\n$4\r\nrole\r\n$6\r\nmaster\r\n$7\r\nmodules\r\n*0\r\n';

export class FakeConnection {
  readonly requests: string[][] = [];
  private readonly socket: Socket;

  constructor(socket: Socket) {
    this.socket = socket;
  }

  send(resp: string): void {
    this.socket.write(resp);
  }

  sendBytes(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Sends in pieces, each in a packet of its own as far as that can be had. */
  async sendInPieces(resp: string, size: number): Promise<void> {
    const bytes = Buffer.from(resp);
    for (let at = 0; at < bytes.length; at += size) {
      const piece = bytes.subarray(at, at + size);
      await new Promise<void>((resolve) => this.socket.write(piece, () => setImmediate(resolve)));
    }
  }

  /** Closes the connection as a server that dies would. */
  drop(): void {
    this.socket.destroy();
  }
}

interface Arrival {
  readonly request: readonly string[];
  readonly connection: FakeConnection;
}

export class FakeServer {
  readonly connections: FakeConnection[] = [];
  /** What the server does; requests it has no answer to get the greeting's, or none. */
  answer: Answer;
  private readonly server: Server;
  private readonly arrivals: Arrival[] = [];
  private readonly waiters: { name: string; resolve(arrival: Arrival): void }[] = [];

  private constructor(server: Server, answer: Answer) {
    this.server = server;
    this.answer = answer;
  }

  static async start(answer: Answer = () => undefined, port = 0): Promise<FakeServer> {
    const server = createServer();
    const fake = new FakeServer(server, answer);
    server.on('connection', (socket) => fake.accept(socket));
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    return fake;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Waits for the next request with that name which nobody has waited for yet. */
  received(name: string): Promise<Arrival> {
    const index = this.arrivals.findIndex((arrival) => arrival.request[0] === name);
    const [arrival] = index === -1 ? [] : this.arrivals.splice(index, 1);
    if (arrival !== undefined) return Promise.resolve(arrival);
    return new Promise((resolve) => this.waiters.push({ name, resolve }));
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.drop();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private accept(socket: Socket): void {
    const connection = new FakeConnection(socket);
    this.connections.push(connection);
    // A request is an array of bulk strings, which the reply parser reads as well as any.
    const parser = new ReplyParser({
      onReply: (request) => this.take((request as unknown[]).map(String), connection),
      onPush: () => undefined,
    });
    socket.on('data', (chunk: Buffer) => parser.write(chunk));
    socket.on('error', () => undefined);
  }

  private take(request: string[], connection: FakeConnection): void {
    connection.requests.push(request);
    const answer = this.answer(request, connection) ?? greetingAnswer(request);
    if (answer !== undefined) connection.send(answer);
    const arrival = { request, connection };
    const waiter = this.waiters.findIndex((each) => each.name === request[0]);
    if (waiter === -1) this.arrivals.push(arrival);
    else this.waiters.splice(waiter, 1)[0]?.resolve(arrival);
  }
}

function greetingAnswer(request: readonly string[]): string | undefined {
  if (request[0] === 'HELLO') return HELLO;
  if (request[0] === 'CLIENT' || request[0] === 'SELECT' || request[0] === 'AUTH') return '+OK\r\n';
  return undefined;
}

/** RESP of an array of bulk strings, integers and nulls. */
export function arrayOf(...items: readonly (string | number | null)[]): string {
  return `*${items.length}\r\n${items.map(element).join('')}`;
}

/** RESP of a push. */
export function pushOf(...items: readonly (string | number | null)[]): string {
  return `>${items.length}\r\n${items.map(element).join('')}`;
}

function element(item: string | number | null): string {
  if (item === null) return '_\r\n';
  return typeof item === 'number' ? `:${item}\r\n` : `$${Buffer.byteLength(item)}\r\n${item}\r\n`;
}
