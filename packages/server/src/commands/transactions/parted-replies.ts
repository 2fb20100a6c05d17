/**
 * Replies within EXEC of which some are sent in parts.
 *
 *     in the writer   *3  +OK  *300000 ┊ :7        a gap: here the elements belong that `session.rest` would write
 *     sent            *3  +OK  *300000 │ the gap, part by part │ :7
 *
 * All commands are executed at once; only what stands behind the first gap waits, as bytes that are written already.
 */
import type { ReplyWriter } from '@redwing/protocol';
import type { Session } from '../../connections/session.ts';

type Rest = NonNullable<Session['rest']>;

/** What is missing from the replies, and how many bytes are in the writer before it. */
export interface Gap {
  readonly at: number;
  readonly rest: Rest;
}

/** Leaves the replies up to the first gap in the writer, and what comes then as the rest of the session's reply. */
export function sendInParts(session: Session, reply: ReplyWriter, gaps: readonly Gap[]): void {
  const first = gaps[0]?.at ?? reply.length;
  const written = new Uint8Array(reply.buffer.subarray(first, reply.length));
  reply.length = first;
  let index = 0;
  session.rest = (writer) => {
    const gap = gaps[index];
    if (gap === undefined) return false;
    if (gap.rest(writer)) return true;
    const start = gap.at - first;
    const end = gaps[++index]?.at ?? first + written.length;
    writer.raw(written, start, end - first - start);
    return index < gaps.length;
  };
}
