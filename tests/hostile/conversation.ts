/**
 * What a server says to somebody who sends bytes and hangs up: everything up to the end of the connection, as
 * bytes.
 */

import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { WireConnection } from '../support/wire.ts';

/** A server that has not hung up by then is not going to. */
const patienceMs = 10_000;

/**
 * Sends the pieces, says that nothing more comes, and returns all that is said until the server closes.
 * Between two pieces the server is made to look at the first: it answers somebody else.
 */
export async function everythingSaid(port: number, pieces: readonly string[]): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  let said = '';
  socket.on('data', (chunk) => {
    said += chunk.toString('latin1');
  });
  const isOver = over(socket);
  const bystander = pieces.length > 1 ? await WireConnection.open(port) : undefined;
  for (const [index, piece] of pieces.entries()) {
    // Asked twice, because the first answer may come from the same look at the sockets that precedes our
    // bytes.
    if (index > 0) for (let times = 0; times < 2; times++) await bystander?.ask('PING');
    socket.write(Buffer.from(piece, 'latin1'));
  }
  socket.end();
  const hungUp = await isOver;
  socket.destroy();
  bystander?.close();
  return hungUp ? said : `${said}(and the connection stayed open)`;
}

function over(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patienceMs, false);
    const settle = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    socket.on('end', settle);
    socket.on('error', settle);
    socket.on('close', settle);
  });
}

/** Whether the server still answers somebody who comes anew. */
export async function isAlive(port: number): Promise<boolean> {
  const connection = await WireConnection.open(port);
  const reply = await connection.ask('PING');
  connection.close();
  return reply.toString('latin1') === '+PONG\r\n';
}

/** Waits until a server has noticed that everybody but the asker has gone. Throws if it never does. */
export async function untilAlone(asker: WireConnection): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const list = (await asker.ask('CLIENT', 'LIST')).toString('latin1');
    if (list.split('\n').filter((line) => line.startsWith('id=')).length === 1) return;
    if (Date.now() > deadline) throw new Error(`still connected:\n${list}`);
  }
}
