/** Opens the socket to a server: TCP, TLS or a Unix socket. */

import type { NetConnectOpts, Socket } from 'node:net';
import { connect as connectPlain, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Settings } from '../options.ts';

const RECEIVE_BYTES = 64 * 1024;

export interface SocketHandler {
  onConnect(): void;
  /** `chunk[0, length)` arrived. The memory is used again for the next bytes. */
  onBytes(chunk: Uint8Array, length: number): void;
  /** The kernel takes bytes again. */
  onDrain(): void;
  /** Once, with what went wrong if anything did. */
  onClose(error: Error | undefined): void;
}

export function openSocket(settings: Settings, handler: SocketHandler): Socket {
  const { tls } = settings;
  let error: Error | undefined;
  const socket =
    tls === undefined
      ? connectPlain({ ...target(settings), ...receiving(handler) })
      : connectTls({ ...target(settings), ...serverName(settings), ...tls });
  if (tls !== undefined) socket.on('data', (chunk: Buffer) => handler.onBytes(chunk, chunk.length));
  socket.once(tls === undefined ? 'connect' : 'secureConnect', () => handler.onConnect());
  socket.on('drain', () => handler.onDrain());
  socket.on('error', (problem) => {
    error = problem;
  });
  socket.once('close', () => handler.onClose(error));
  return socket;
}

function target(settings: Settings): NetConnectOpts {
  if (settings.path !== undefined) return { path: settings.path };
  return {
    host: settings.host,
    port: settings.port,
    noDelay: true,
    keepAlive: settings.keepAliveMs > 0,
    keepAliveInitialDelay: settings.keepAliveMs,
  };
}

/** A certificate is asked for by name; an address cannot be asked for. */
function serverName(settings: Settings): { servername?: string } {
  return settings.path !== undefined || isIP(settings.host) !== 0 ? {} : { servername: settings.host };
}

/** Receives into one buffer that is used again and again: no allocation for what arrives. */
function receiving(handler: SocketHandler): Pick<NetConnectOpts, 'onread'> {
  return {
    onread: {
      buffer: Buffer.allocUnsafeSlow(RECEIVE_BYTES),
      callback: (length, chunk) => {
        handler.onBytes(chunk, length);
        return true;
      },
    },
  };
}
