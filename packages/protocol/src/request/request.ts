/**
 * A request as it lies in the receive buffer.
 *
 * The parser marks where each argument begins and how long it is; nothing is copied and nothing is decoded.
 * One Request object serves a connection for its whole life: what it points at is valid only until the parser
 * is asked for the next request, so whoever keeps an argument copies it.
 *
 *     *3\r\n$3\r\nSET\r\n$1\r\na\r\n$2\r\n42\r\n
 *     ^begin       ^starts[0]    ^starts[1]   ^starts[2]  ^end
 */
export class Request {
  /** The buffer all arguments lie in. */
  bytes: Uint8Array = NO_BYTES;
  /** How many arguments there are; argument 0 is the command's name. */
  count = 0;
  starts: Int32Array;
  lengths: Int32Array;
  /** Where the request itself begins and ends in `bytes`. */
  begin = 0;
  end = 0;
  /** Whether `bytes[begin, end)` is the request in multibulk form, so that it can be passed on as it came. */
  multibulk = false;

  /** Has room for `count` arguments to begin with. */
  constructor(count = 16) {
    this.starts = new Int32Array(count);
    this.lengths = new Int32Array(count);
  }

  /** Makes room for `count` arguments, keeping those already marked. */
  reserve(count: number): void {
    if (count <= this.starts.length) return;
    const size = Math.max(count, this.starts.length * 2);
    const starts = new Int32Array(size);
    const lengths = new Int32Array(size);
    starts.set(this.starts);
    lengths.set(this.lengths);
    this.starts = starts;
    this.lengths = lengths;
  }

  /** Gives back the room a request with very many arguments needed. */
  trim(): void {
    if (this.starts.length <= 1024) return;
    this.starts = new Int32Array(16);
    this.lengths = new Int32Array(16);
  }

  /** Where argument `index` begins in `bytes`. */
  start(index: number): number {
    return this.starts[index] as number;
  }

  /** The length of argument `index` in bytes. */
  length(index: number): number {
    return this.lengths[index] as number;
  }

  /** Whether argument `index` is `word`, whatever its case. `word` is given in capitals. */
  is(index: number, word: string): boolean {
    const length = word.length;
    if (this.lengths[index] !== length) return false;
    const bytes = this.bytes;
    const start = this.starts[index] as number;
    for (let i = 0; i < length; i++) {
      let byte = bytes[start + i] as number;
      if (byte >= 97 && byte <= 122) byte -= 32;
      if (byte !== word.charCodeAt(i)) return false;
    }
    return true;
  }

  /** Argument `index` as text, one character a byte (latin1), so that no byte is lost. */
  latin1(index: number): string {
    const start = this.start(index);
    return latin1Slice.call(this.bytes as Buffer, start, start + this.length(index));
  }

  /** A copy of argument `index` that outlives the request. */
  copy(index: number): Uint8Array {
    const start = this.starts[index] as number;
    return this.bytes.slice(start, start + (this.lengths[index] as number));
  }

  /** A copy of the whole request that outlives this one, for a transaction's queue or a blocked client. */
  clone(): Request {
    const held = new Request(this.count);
    held.count = this.count;
    held.multibulk = this.multibulk;
    held.bytes = this.bytes.slice(this.begin, this.end);
    held.end = this.end - this.begin;
    for (let i = 0; i < this.count; i++) {
      held.starts[i] = (this.starts[i] as number) - this.begin;
      held.lengths[i] = this.lengths[i] as number;
    }
    return held;
  }
}

const { latin1Slice } = Buffer.prototype;
const NO_BYTES = new Uint8Array(0);

/** A request made of `parts`, for callers that have no receive buffer: tests, effects, embedded use. */
export function requestOf(parts: readonly (string | Uint8Array)[]): Request {
  const request = new Request();
  request.reserve(parts.length);
  const chunks = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part));
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const [index, chunk] of chunks.entries()) {
    bytes.set(chunk, at);
    request.starts[index] = at;
    request.lengths[index] = chunk.length;
    at += chunk.length;
  }
  request.bytes = bytes;
  request.count = parts.length;
  request.end = at;
  return request;
}
