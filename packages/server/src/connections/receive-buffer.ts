/**
 * One receive buffer for all connections.
 *
 * Node.js allocates a buffer for every chunk that a server's socket receives; a client's socket may name one to be
 * used again and again (`onread`). What a connection receives here is used up before the next one is read, so all can
 * share one buffer that stays in the processor's cache. Node.js offers that to accepted sockets too, but only through
 * the handle: the accepted socket is taken apart and its handle given to a socket made with `onread`.
 *
 * The handle is no public interface. Where it is not what is expected (another runtime), the socket stays as it is and
 * its chunks are passed on: slower, and nothing else.
 */
import type { NetConnectOpts, Server } from 'node:net';
import { Socket } from 'node:net';

/** As much as Node.js reads at once by itself. */
const RECEIVE_BYTES = 64 * 1024;
const shared = new Uint8Array(RECEIVE_BYTES);

/** Takes what has been received: `bytes[0, length)`, good during the call only. */
export type Receiver = (bytes: Uint8Array, length: number) => void;

interface Takeable {
  _handle: { useUserBuffer?: unknown } | null;
  _server?: Server | null;
  server?: Server | null;
}

/**
 * Returns the socket to use in place of `accepted` (a paused one); what it receives goes to `receive` once it is
 * resumed.
 */
export function receiveShared(accepted: Socket, receive: () => Receiver): Socket {
  const old = accepted as unknown as Takeable;
  const handle = old._handle;
  if (typeof handle?.useUserBuffer !== 'function') {
    accepted.on('data', (chunk: Buffer) => receive()(chunk, chunk.length));
    return accepted;
  }
  const onread: NetConnectOpts['onread'] = {
    buffer: shared,
    callback: (length) => {
      receive()(shared, length);
      return true;
    },
  };
  const options = { handle, onread, allowHalfOpen: false, pauseOnCreate: true };
  const socket = new Socket(options as ConstructorParameters<typeof Socket>[0]);
  const next = socket as unknown as Takeable;
  // The server counts its connections by these.
  next._server = old._server ?? null;
  next.server = old.server ?? null;
  old._handle = null;
  old._server = null;
  return socket;
}
