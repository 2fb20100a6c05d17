/** A socket that takes everything and keeps nothing: what is measured around it is our own work alone. */
import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';

/** What replies are written to past the stream: see the server's direct-write.ts. */
class StubHandle {
  readonly writeQueueSize = 0;
  /** How many bytes were answered. */
  bytes = 0;

  writeLatin1String(_request: object, text: string): number {
    this.bytes += text.length;
    return 0;
  }

  writeBuffer(_request: object, bytes: Uint8Array): number {
    this.bytes += bytes.length;
    return 0;
  }
}

class StubSocket extends EventEmitter {
  readonly remoteAddress = '127.0.0.1';
  readonly remotePort = 50_000;
  readonly localAddress = '127.0.0.1';
  readonly localPort = 6379;
  readonly destroyed = false;
  readonly writableLength = 0;
  readonly _handle: StubHandle = new StubHandle();

  write(data: string | Uint8Array): boolean {
    if (typeof data === 'string') this._handle.writeLatin1String({}, data);
    else this._handle.writeBuffer({}, data);
    return true;
  }
}

export function stubSocket(): Socket {
  return new StubSocket() as unknown as Socket;
}
