/** Replies for programs: bytes as they are, each value on a line, nothing around them. */
import { ReplyError } from '@redwing/client';
import type { BytesReply } from './reply.ts';

const LINE_END = Buffer.from('\n');

/** The bytes of a reply, a line end behind each value. Nil is an empty line, and so is an empty list. */
export function rawReply(reply: BytesReply): Buffer {
  const pieces: Buffer[] = [];
  collect(reply, pieces);
  if (pieces.length === 0) return LINE_END;
  return Buffer.concat(pieces.flatMap((piece) => [piece, LINE_END]));
}

function collect(reply: BytesReply, pieces: Buffer[]): void {
  if (Buffer.isBuffer(reply)) pieces.push(reply);
  else if (reply === null) pieces.push(Buffer.alloc(0));
  else if (reply instanceof ReplyError) pieces.push(Buffer.from(reply.message));
  else if (typeof reply !== 'object') pieces.push(Buffer.from(String(reply)));
  else if (reply instanceof Map) {
    for (const [key, value] of reply) {
      collect(key, pieces);
      collect(value, pieces);
    }
  } else {
    for (const item of reply) collect(item, pieces);
  }
}
