/**
 * A redis-server with a known mistake: a proxy in front of it changes a request on the way there or a reply
 * on the way back. Harnesses prove with it that they notice.
 */

import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { FrameSplitter, parseFrame } from './frames.ts';
import { startRedis } from './redis-server.ts';
import type { Target } from './target.ts';
import { encodeRequest } from './wire.ts';

export interface Mutation {
  /** Changes the words of a request. Only requests that come as arrays are seen. */
  readonly request?: (words: readonly string[]) => readonly string[];
  /** Changes a reply. */
  readonly reply?: (frame: string) => string;
}

export async function startMutant(mutation: Mutation): Promise<Target> {
  const original = await startRedis();
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(original.port, '127.0.0.1');
    const passRequest = (frame: Buffer): void => {
      const words = parseFrame(frame).items.map((item) => item.text);
      server.write(Buffer.from(encodeRequest(mutation.request?.(words) ?? words), 'latin1'));
    };
    const passReply = (frame: Buffer): void => {
      const text = frame.toString('latin1');
      client.write(Buffer.from(mutation.reply?.(text) ?? text, 'latin1'));
    };
    forward(client, server, passRequest);
    forward(server, client, passReply);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => proxy.close(resolve));
    await original.close();
  };
  return { name: 'mutant', port: address.port, residentBytes: original.residentBytes, close };
}

function forward(from: Socket, to: Socket, pass: (frame: Buffer) => void): void {
  const splitter = new FrameSplitter();
  from.on('data', (chunk) => splitter.push(chunk, pass));
  from.on('end', () => to.end());
  from.on('close', () => to.destroy());
  from.on('error', () => to.destroy());
}
