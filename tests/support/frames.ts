/**
 * Where the replies in a stream of RESP begin and end.
 *
 * A frame is one whole reply with all that is nested in it, as the bytes that arrived: nothing is decoded, so
 * that two servers can be compared byte for byte. This is a splitter of its own, and a plain one, because the
 * reply parser of the protocol package is itself under test.
 *
 * How: a frame needs `#pending` more elements, one at first. A scalar settles one; an aggregate settles one
 * and asks for its elements; an attribute asks for its pairs and settles nothing, since the reply it belongs
 * to follows. Position and count are all the state there is, so a frame may arrive in any number of pieces.
 *
 * A server may put a message into the midst of a reply, though RESP3 says it should not: redis-server does for a client
 * that hears of its own ZPOPMIN, and both do within EXEC. `setsApart` takes such messages out, and hands them out behind
 * the reply. What confirms a subscription stays where it is, because EXEC counts it among its replies.
 *
 * Limits: streamed types (`$?`, `*?`) are refused, as the original sends none.
 */

const CR = 13;
const LF = 10;

/** How a message of publish/subscribe begins. */
const MESSAGE = /^>\d\r\n\$\d\r\n[ps]?message\r\n/;

/** Bytes that are no RESP. What was left unread is kept for the report. */
export class MalformedReply extends Error {
  readonly rest: Buffer;

  constructor(rest: Buffer) {
    super(`not RESP: ${JSON.stringify(rest.toString('latin1', 0, 100))}`);
    this.rest = rest;
  }
}

export class FrameSplitter {
  #bytes: Buffer = Buffer.alloc(0);
  #start = 0;
  #at = 0;
  #pending = 1;
  readonly #setsApart: boolean;
  /** Messages that were taken out of the frame at hand. */
  readonly #apart: Buffer[] = [];
  /** While a push within the frame is read: where it begins, counted from the frame, and what the frame needs beside it. */
  #interrupted: { readonly at: number; readonly pending: number } | undefined;

  constructor(setsApart = false) {
    this.#setsApart = setsApart;
  }

  /** Bytes of a frame that has not ended yet. */
  get rest(): Buffer {
    return this.#bytes.subarray(this.#start);
  }

  /** Takes the next bytes and hands out each frame that they complete. Throws MalformedReply. */
  push(chunk: Buffer, take: (frame: Buffer) => void): void {
    const rest = this.rest;
    this.#at -= this.#start;
    this.#start = 0;
    this.#bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (this.#at < this.#bytes.length && this.#reachEnd()) {
      const frame = this.#bytes.subarray(this.#start, this.#at);
      this.#start = this.#at;
      this.#pending = 1;
      take(frame);
      for (const message of this.#apart.splice(0)) take(message);
    }
  }

  /** Moves to the end of the frame; false if it has not arrived. */
  #reachEnd(): boolean {
    while (this.#pending > 0) {
      const lineEnd = this.#bytes.indexOf(CR, this.#at);
      if (lineEnd === -1 || lineEnd + 1 >= this.#bytes.length) return false;
      if (this.#bytes[lineEnd + 1] !== LF) throw new MalformedReply(this.rest);
      const kind = String.fromCharCode(this.#bytes[this.#at] ?? 0);
      const next = this.#afterElement(kind, lineEnd);
      if (next > this.#bytes.length) return false;
      if (kind === '>' && this.#setsApart && this.#at > this.#start) this.#interrupt();
      this.#at = next;
      this.#pending += this.#asked - 1;
      if (this.#pending === 0 && this.#interrupted !== undefined) this.#resume(this.#interrupted);
    }
    return true;
  }

  #interrupt(): void {
    this.#interrupted = { at: this.#at - this.#start, pending: this.#pending };
    this.#pending = 1;
  }

  /** Goes on with the frame behind a push in its midst, which is taken out if it is a message. */
  #resume(interrupted: { readonly at: number; readonly pending: number }): void {
    this.#interrupted = undefined;
    const start = this.#start + interrupted.at;
    const push = Buffer.from(this.#bytes.subarray(start, this.#at));
    if (!MESSAGE.test(push.latin1Slice(0, 20))) {
      this.#pending = interrupted.pending - 1;
      return;
    }
    this.#pending = interrupted.pending;
    this.#apart.push(push);
    this.#bytes = Buffer.concat([this.#bytes.subarray(0, start), this.#bytes.subarray(this.#at)]);
    this.#at = start;
  }

  // Set by #afterElement: how many elements the element asks for.
  #asked = 0;

  /** Where the element whose first line ends at `lineEnd` is over, its own elements left aside. */
  #afterElement(kind: string, lineEnd: number): number {
    this.#asked = 0;
    if ('+-:,#(_'.includes(kind)) return lineEnd + 2;
    const size = this.#sizeIn(lineEnd);
    if ('$=!'.includes(kind)) {
      const end = size === -1 ? lineEnd : lineEnd + 2 + size;
      const broken = end + 1 < this.#bytes.length && (this.#bytes[end] !== CR || this.#bytes[end + 1] !== LF);
      if (broken) throw new MalformedReply(this.rest);
      return end + 2;
    }
    if ('*~>'.includes(kind)) this.#asked = Math.max(size, 0);
    else if (kind === '%') this.#asked = size * 2;
    else if (kind === '|') this.#asked = size * 2 + 1;
    else throw new MalformedReply(this.rest);
    return lineEnd + 2;
  }

  #sizeIn(lineEnd: number): number {
    const digits = this.#bytes.latin1Slice(this.#at + 1, lineEnd);
    if (!/^(\d{1,15}|-1)$/.test(digits)) throw new MalformedReply(this.rest);
    return Number(digits);
  }
}

/** A frame taken apart: its first byte, the text after it, and what is nested in it. */
export interface Reply {
  /** The first byte: `+ - : $ * _ , # ( ! = % ~ > |`. */
  readonly kind: string;
  /** The payload of a scalar in latin1; the empty string for aggregates and nulls. */
  readonly text: string;
  /** Null of RESP2 (`$-1`, `*-1`) or RESP3 (`_`). */
  readonly isNull: boolean;
  /**
   * Elements; keys and values in turn for maps and attributes, which have the reply they belong to behind
   * them.
   */
  readonly items: readonly Reply[];
  readonly bytes: Buffer;
}

/** Takes a frame apart, which must be whole. */
export function parseFrame(frame: Buffer): Reply {
  return parseAt(frame, 0);
}

function parseAt(frame: Buffer, start: number): Reply {
  const lineEnd = frame.indexOf(CR, start);
  const kind = String.fromCharCode(frame[start] ?? 0);
  const line = frame.latin1Slice(start + 1, lineEnd);
  const next = lineEnd + 2;
  const scalar = { kind, items: [], isNull: false };
  if ('+-:,#('.includes(kind)) return { ...scalar, text: line, bytes: frame.subarray(start, next) };
  if (line === '-1' || kind === '_')
    return { ...scalar, text: '', isNull: true, bytes: frame.subarray(start, next) };
  if ('$=!'.includes(kind)) {
    const end = next + Number(line);
    return { ...scalar, text: frame.latin1Slice(next, end), bytes: frame.subarray(start, end + 2) };
  }
  const items: Reply[] = [];
  let at = next;
  for (let left = Number(line) * ('%|'.includes(kind) ? 2 : 1); left > 0; left--) {
    const item = parseAt(frame, at);
    items.push(item);
    at += item.bytes.length;
  }
  if (kind === '|') {
    const annotated = parseAt(frame, at);
    items.push(annotated);
    at += annotated.bytes.length;
  }
  return { kind, text: '', isNull: false, items, bytes: frame.subarray(start, at) };
}
