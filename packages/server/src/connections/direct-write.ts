/**
 * Writing replies past the stream.
 *
 * Most replies are small and the socket takes them at once. What Node.js's stream does around such a write (a request
 * object, bookkeeping, a callback on the next tick) costs more than the reply itself, so a text is handed to the handle
 * directly. When the system does not take all of it at once, the handle keeps the rest in order with everything after
 * it and tells when it is gone, as the stream would have been told.
 *
 * The handle is no public interface. The class of its request objects is learned from an ordinary write; where anything
 * is not as expected, every write goes through the stream: slower, and nothing else.
 */
import type { Socket } from 'node:net';

interface WriteRequest {
  handle?: unknown;
  /** Kept until it has been sent. */
  bytes?: Uint8Array;
  oncomplete?: (status: number) => void;
}

interface Handle {
  writeLatin1String?: (request: WriteRequest, text: string) => number;
  writeBuffer?: (request: WriteRequest, bytes: Uint8Array) => number;
  readonly writeQueueSize?: number;
}

type WriteRequestClass = new () => WriteRequest;

let requestClass: WriteRequestClass | undefined;
/** Used again for as long as the system takes every text at once: then nobody keeps it. */
let idleRequest: WriteRequest | undefined;

export class DirectWriter {
  private readonly socket: Socket;
  private readonly onDrained: () => void;
  /** The handle has kept what the system did not take at once. */
  private isHeldUp = false;

  /** `onDrained` is called when what had to wait has gone out. */
  constructor(socket: Socket, onDrained: () => void) {
    this.socket = socket;
    this.onDrained = onDrained;
  }

  /** Bytes that wait to be taken by the system. */
  get pendingBytes(): number {
    const { writableLength } = this.socket;
    if (writableLength > 0 || !this.isHeldUp) return writableLength;
    return handleOf(this.socket)?.writeQueueSize ?? 0;
  }

  /** Sends a text whose characters are one byte each. */
  write(text: string): void {
    const { socket } = this;
    if (socket.destroyed) return;
    const handle = handleOf(socket);
    if (requestClass === undefined || handle?.writeLatin1String === undefined || socket.writableLength > 0) {
      if (requestClass === undefined) learnRequestClass(handle);
      socket.write(text, 'latin1');
      return;
    }
    const request = takeRequest(requestClass);
    this.settle(handle, request, handle.writeLatin1String(request, text));
  }

  /** Sends bytes. True if they are gone and may be written over; otherwise they belong to the socket from now on. */
  writeBytes(bytes: Uint8Array): boolean {
    const { socket } = this;
    if (socket.destroyed) return true;
    const handle = handleOf(socket);
    if (requestClass === undefined || handle?.writeBuffer === undefined || socket.writableLength > 0) {
      socket.write(bytes);
      return false;
    }
    const request = takeRequest(requestClass);
    if (this.settle(handle, request, handle.writeBuffer(request, bytes))) return true;
    request.bytes = bytes;
    return false;
  }

  /** What has become of a write: true if all of it is gone. */
  private settle(handle: Handle, request: WriteRequest, error: number): boolean {
    if (error !== 0) this.socket.destroy();
    else if ((handle.writeQueueSize ?? 0) > 0) {
      this.isHeldUp = true;
      request.oncomplete = (status) => this.complete(status);
    } else {
      this.isHeldUp = false;
      idleRequest = request;
      return true;
    }
    return false;
  }

  private complete(status: number): void {
    if (status < 0) {
      this.socket.destroy();
      return;
    }
    this.isHeldUp = (handleOf(this.socket)?.writeQueueSize ?? 0) > 0;
    this.onDrained();
  }
}

function takeRequest(make: WriteRequestClass): WriteRequest {
  const request = idleRequest ?? new make();
  idleRequest = undefined;
  return request;
}

function handleOf(socket: Socket): Handle | null | undefined {
  return (socket as unknown as { _handle?: Handle | null })._handle;
}

/** Looks at the request object of the next write that goes through the stream. */
function learnRequestClass(handle: Handle | null | undefined): void {
  const write = handle?.writeLatin1String;
  if (handle == null || write === undefined || handle.writeQueueSize === undefined) return;
  handle.writeLatin1String = (request, text) => {
    Reflect.deleteProperty(handle, 'writeLatin1String');
    requestClass = request.constructor as WriteRequestClass;
    return write.call(handle, request, text);
  };
}
