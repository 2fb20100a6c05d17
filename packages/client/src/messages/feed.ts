/** What brings messages of one kind: it knows who wants what, and asks for all of it again on a new connection. */

import type { ParsedReply, Push, ReplyText } from '@redwing/protocol';
import type { Connection } from '../connection/connection.ts';

export interface Feed {
  /** Whether anybody wants messages. */
  readonly active: boolean;
  /** This connection carries the messages from now on: ask on it for everything that is wanted. */
  attach(connection: Connection): void;
  /** Takes a push; false if it is of another kind, or nobody wants it. */
  take(push: Push): boolean;
  /** No connection will come: ends everything, with the error if there is one. */
  end(error?: Error): void;
}

/** What a name is known by: one character for each of its bytes, so that any bytes are a key of a Map. */
export function bytesKey(name: string | number | bigint | Uint8Array): string {
  if (name instanceof Uint8Array) {
    return Buffer.from(name.buffer, name.byteOffset, name.byteLength).latin1Slice();
  }
  return Buffer.from(String(name)).latin1Slice();
}

/** An element of a push as its bytes, one character for each; pushes are read as Buffers. */
export function elementKey(value: ParsedReply<ReplyText> | undefined): string {
  return Buffer.isBuffer(value) ? value.latin1Slice() : bytesKey(String(value ?? ''));
}

/** An element of a push as text. */
export function elementText(value: ParsedReply<ReplyText> | undefined): string {
  return Buffer.isBuffer(value) ? value.utf8Slice() : String(value ?? '');
}
