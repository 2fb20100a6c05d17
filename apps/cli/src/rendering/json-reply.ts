/**
 * Replies as JSON, one line each, for programs that read JSON.
 *
 * Strings stay strings, whatever they hold. Bytes that are no UTF-8 become `{"base64": "…"}`, errors
 * `{"error": "…"}`, and infinities and NaN strings, since JSON has no such numbers. Integers keep all digits.
 */
import { ReplyError } from '@redwing/client';
import { textOf } from './quoted.ts';
import type { BytesReply } from './reply.ts';

export function jsonReply(reply: BytesReply): string {
  if (Buffer.isBuffer(reply)) {
    return JSON.stringify(textOf(reply) ?? { base64: reply.toString('base64') });
  }
  if (typeof reply === 'bigint') return String(reply);
  if (typeof reply === 'number' && !Number.isFinite(reply)) return JSON.stringify(String(reply));
  if (reply === null || typeof reply !== 'object') return JSON.stringify(reply);
  if (reply instanceof ReplyError) return JSON.stringify({ error: reply.message });
  if (reply instanceof Map) {
    const members = [...reply].map(([key, value]) => `${memberName(key)}:${jsonReply(value)}`);
    return `{${members.join(',')}}`;
  }
  return `[${[...reply].map(jsonReply).join(',')}]`;
}

/** Names must be strings; what is none is written as JSON and quoted. */
function memberName(key: BytesReply): string {
  const text = jsonReply(key);
  return text.startsWith('"') ? text : JSON.stringify(text);
}
