/**
 * Elements drawn at random over and over: a negative count of SRANDMEMBER, HRANDFIELD and ZRANDMEMBER.
 *
 * A request of forty bytes may ask for 2^63 of them. Redis writes them all into its memory before the first leaves, until
 * `client-output-buffer-limit` or the system ends that. Here a reply that would be larger than the collection is written in
 * parts, each when the one before has been read: the client waits for them, everybody else is served in between. They are
 * drawn from a copy of the collection as it was when the command was executed, because that is what the reply tells of.
 * Within a transaction EXEC sees to it that the replies of the other commands stand around the parts.
 */
import type { ReplyWriter } from '@redwing/protocol';
import type { PlaceSource } from '@redwing/store';
import type { Call } from '../execution/call.ts';

/** Fewer than these are always written at once. */
const AT_ONCE_MAX = 65_536;
/** A part is sent when it has about this size. */
const PART_BYTES = 128 * 1024;

/**
 * Answers with `wanted` elements of `source`, each any of them; `write` writes the one at a place, as `parts` elements of
 * the array.
 */
export function replyRepeated(
  call: Call,
  source: PlaceSource,
  wanted: bigint,
  parts: 1 | 2,
  write: (place: number) => void,
): void {
  const { reply, session } = call;
  const { random } = call.engine.keyspace;
  const isParted = wanted > Math.max(AT_ONCE_MAX, source.count);
  // Nobody would get it.
  if (isParted && (session.replyMode !== 'on' || session.kind === 'primary')) return;
  reply.rawText(`*${wanted * BigInt(parts)}\r\n`);
  if (isParted) {
    session.rest = drawFrom(copyOf(reply, source, write), wanted, random);
  } else {
    for (let left = Number(wanted); left > 0; left--) write(source.randomPlace(random));
  }
}

/** What every element is in the reply. */
function copyOf(reply: ReplyWriter, source: PlaceSource, write: (place: number) => void): Uint8Array[] {
  const copy: Uint8Array[] = [];
  const mark = reply.length;
  source.visitPlaces((place) => {
    write(place);
    copy.push(new Uint8Array(reply.buffer.subarray(mark, reply.length)));
    reply.length = mark;
  });
  return copy;
}

/** Writes a part of the reply with each call, and says whether there is more. */
function drawFrom(
  elements: readonly Uint8Array[],
  wanted: bigint,
  random: () => number,
): (reply: ReplyWriter) => boolean {
  let left = wanted;
  return (reply) => {
    while (left > 0n && reply.length < PART_BYTES) {
      const element = elements[Math.floor(random() * elements.length)] as Uint8Array;
      reply.raw(element, 0, element.length);
      left--;
    }
    return left > 0n;
  };
}
