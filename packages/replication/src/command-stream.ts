/**
 * The commands of a primary, out of the bytes of its stream.
 *
 * Each command is executed, and its bytes are passed on and counted when it has been: a replica of this replica gets
 * what was applied here, byte for byte. A transaction counts as a whole: while one is open nothing of it is passed
 * on, so that a link cut in its middle makes the primary send it again from MULTI on.
 */
import { Request, RequestParser } from '@redwing/protocol';

export interface StreamTarget {
  /** Executes a command. False while a transaction is open. */
  execute(request: Request): boolean;
  /** The bytes of what has been executed; good during the call only. */
  applied(bytes: Uint8Array, start: number, length: number): void;
}

const NEWLINE = 10;

export class CommandStream {
  private readonly parser = new RequestParser();
  private readonly request = new Request();
  private readonly target: StreamTarget;
  private stopped = false;
  private received = 0;
  private parsed = 0;
  /** The commands of a transaction that is open. */
  private open: Uint8Array[] = [];

  constructor(target: StreamTarget) {
    this.target = target;
  }

  /** Bytes that were received but not applied. */
  get pendingBytes(): number {
    return this.received - this.parsed + this.open.reduce((sum, bytes) => sum + bytes.length, 0);
  }

  /** Takes the next bytes. @throws ProtocolError, or an Error, if they are no stream of commands */
  receive(bytes: Uint8Array, start: number, end: number): void {
    const { parser, request } = this;
    this.received += end - start;
    parser.feed(bytes, start, end);
    while (!this.stopped && parser.next(request)) {
      if (!request.multibulk) throw new Error('the primary sent something that is not a command');
      this.passOver(this.received - parser.pendingBytes - this.parsed);
      this.take(request);
    }
    if (!this.stopped) this.passOver(this.received - parser.pendingBytes - this.parsed);
  }

  /** Takes no further command: the link has ended. */
  stop(): void {
    this.stopped = true;
  }

  private take(request: Request): void {
    const { bytes, begin, end } = request;
    this.parsed += end - begin;
    const isWhole = this.target.execute(request);
    if (!isWhole || this.open.length > 0) this.open.push(bytes.slice(begin, end));
    else this.target.applied(bytes, begin, end - begin);
    if (!isWhole) return;
    const { open } = this;
    this.open = [];
    for (const command of open) this.target.applied(command, 0, command.length);
  }

  /** Empty lines between commands keep a link alive; they count as well. */
  private passOver(length: number): void {
    if (length <= 0) return;
    this.parsed += length;
    const lines = new Uint8Array(length).fill(NEWLINE);
    if (this.open.length > 0) this.open.push(lines);
    else this.target.applied(lines, 0, length);
  }
}
