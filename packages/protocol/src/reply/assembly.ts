/**
 * Puts elements together to whole replies: the stack of aggregates that are still open.
 *
 *   *2 ─► [ array, 2 open ]                    :1 ─► [ array, 1 open: 1 ]
 *   %1 ─► [ array, 1 open: 1 ] [ map, 2 open ] …  ─► the map closes into the array, the array closes: a reply
 *
 * A stack and not recursion, so that nesting costs a frame and is bounded by a limit. An attribute is a frame
 * whose content is thrown away when it closes; a push is one that leaves by its own door.
 */

import * as type from './element-type.ts';
import type { ReplyHandler, ReplyLimits } from './parser.ts';
import type { ParsedReply, ReplyText } from './values.ts';
import { Push, ReplyError } from './values.ts';

type Value = ParsedReply<ReplyText>;

/** `open` of an aggregate whose end is marked rather than counted. */
const UNCOUNTED = -1;

interface Frame {
  readonly type: number;
  /** Elements still to come, or UNCOUNTED. */
  open: number;
  /** Keys and values in turn for maps and attributes; the chunks for a streamed string. */
  readonly items: Value[];
}

export class ReplyAssembly {
  /** Aggregates open now. */
  depth = 0;
  private readonly handler: ReplyHandler;
  private readonly limits: ReplyLimits;
  private readonly fail: (problem: string) => never;
  private readonly frames: Frame[] = [];
  private streamedBytes = 0;

  constructor(handler: ReplyHandler, limits: ReplyLimits, fail: (problem: string) => never) {
    this.handler = handler;
    this.limits = limits;
    this.fail = fail;
  }

  /** Opens an aggregate of `count` elements; undefined when its end will be marked. */
  open(kind: number, count: number | undefined): void {
    if (this.depth >= this.limits.depth) this.fail(`aggregates nested more than ${this.limits.depth} deep`);
    this.frames[this.depth++] = {
      type: kind,
      open: count ?? UNCOUNTED,
      items: [],
    };
    this.streamedBytes = 0;
  }

  /** Puts a value where it belongs, and closes every aggregate that is complete with it. */
  add(first: Value): void {
    let value = first;
    while (this.depth > 0) {
      const frame = this.frames[this.depth - 1] as Frame;
      frame.items.push(value);
      if (frame.open === UNCOUNTED) {
        if (frame.items.length > this.limits.aggregateItems)
          this.fail('a streamed aggregate has too many elements');
        return;
      }
      frame.open--;
      if (frame.open > 0) return;
      this.pop();
      if (frame.type === type.ATTRIBUTE) return;
      if (frame.type === type.PUSH) {
        this.handler.onPush(new Push(String(frame.items[0]), frame.items.slice(1)));
        return;
      }
      value = closed(frame.type, frame.items);
    }
    this.handler.onReply(value);
  }

  /** Closes the innermost aggregate at its end mark. */
  end(): void {
    const frame = this.frames[this.depth - 1];
    if (frame?.open !== UNCOUNTED || frame.type === type.BULK)
      this.fail('an end mark outside of a streamed aggregate');
    if (frame.type === type.MAP && frame.items.length % 2 === 1) this.fail('a streamed map ends with a key');
    this.pop();
    this.add(closed(frame.type, frame.items));
  }

  /** Whether a streamed string is open, so that only a chunk may come. */
  get inStreamedString(): boolean {
    return this.frames[this.depth - 1]?.type === type.BULK;
  }

  addChunk(chunk: Buffer): void {
    const frame = this.frames[this.depth - 1];
    if (frame?.type !== type.BULK) this.fail('a chunk outside of a streamed string');
    this.streamedBytes += chunk.length;
    if (this.streamedBytes > this.limits.bulkBytes)
      this.fail(`a string of more than ${this.limits.bulkBytes} bytes`);
    frame.items.push(chunk);
  }

  /** Ends a streamed string and answers its bytes, for the caller to add as text or as they are. */
  takeStreamedString(): Buffer {
    const frame = this.frames[this.depth - 1];
    if (frame?.type !== type.BULK) this.fail('a chunk outside of a streamed string');
    this.pop();
    return Buffer.concat(frame.items as Buffer[]);
  }

  clear(): void {
    this.depth = 0;
    this.frames.length = 0;
  }

  private pop(): void {
    this.depth--;
    this.frames.length = this.depth;
  }
}

function closed(kind: number, items: Value[]): Value {
  if (kind === type.ARRAY) return items;
  try {
    if (kind === type.SET) return new Set(items);
    const map = new Map<Value, Value>();
    for (let index = 0; index + 1 < items.length; index += 2)
      map.set(items[index] as Value, items[index + 1] as Value);
    return map;
  } catch {
    return new ReplyError('TOOLARGE the reply has more elements than a JavaScript Map or Set can hold');
  }
}
