/**
 * What the server sends of its own accord, as a person reads it.
 *
 *   notify config: set, json, revision 58
 *   {
 *     "host": "localhost"
 *   }
 */
import type { Push } from '@redwing/client';
import { harmless } from './quoted.ts';
import type { BytesReply, ReplyLook } from './reply.ts';
import { renderReply } from './reply.ts';

/** The kinds of messages that carry what was published, by where in them it stands. */
const PAYLOAD_AT: Readonly<Record<string, number>> = { message: 1, smessage: 1, pmessage: 2 };

export function renderPush(push: Push, look: ReplyLook): string {
  const values = push.values as BytesReply[];
  const { kind } = push;
  if ((kind === 'notify' || kind === 'pnotify') && values.length >= 5) return change(kind, values, look);
  const at = PAYLOAD_AT[kind];
  const payload = at === undefined ? undefined : values[at];
  if (payload !== undefined) return titled(kind, values.slice(0, at).map(plainly).join(' '), payload, look);
  const rest = values.map((value) => (isPlain(value) ? plainly(value) : renderReply(value, look)));
  return look.palette.message([harmless(kind), ...rest].join(' '));
}

function change(kind: string, values: readonly BytesReply[], look: ReplyLook): string {
  const [key = null, event = null, type = null, value = null, revision = null] = values;
  const title = `${plainly(key)}: ${plainly(event)}, ${plainly(type)}, revision ${plainly(revision)}`;
  return value === null ? look.palette.message(`${kind} ${title}`) : titled(kind, title, value, look);
}

function titled(kind: string, title: string, value: BytesReply, look: ReplyLook): string {
  return `${look.palette.message(`${kind} ${title}`)}\n${renderReply(value, look)}`;
}

function isPlain(value: BytesReply): boolean {
  return value === null || Buffer.isBuffer(value) || typeof value !== 'object';
}

function plainly(value: BytesReply): string {
  if (value === null) return '-';
  return harmless(Buffer.isBuffer(value) ? value.toString() : String(value));
}
