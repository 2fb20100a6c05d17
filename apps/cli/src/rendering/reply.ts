/**
 * A reply as a person reads it.
 *
 *   OK                          simple strings as they are
 *   "John Doe"                  strings in quotes
 *   25                          strings that are numbers
 *   {                           strings that are JSON objects or lists, laid out
 *     "host": "localhost"
 *   }
 *   (integer) 1   (double) 1.5   (true)   (nil)   (error) ERR …
 *   1) "a"                      lists; 1~ sets; 1# key => value maps; nested ones indented
 *
 * Replies are read with their bulk strings as Buffers, which is how a simple string is told from somebody's
 * data. A whole double cannot be told from an integer in JavaScript and is shown as one.
 */
import type { ParsedReply } from '@redwing/client';
import { dataTypeOf, ReplyError } from '@redwing/client';
import { compactJson, prettyJson } from './json-text.ts';
import type { Palette } from './palette.ts';
import { harmless, quoted, textOf } from './quoted.ts';

export type BytesReply = ParsedReply<Buffer>;

export interface ReplyLook {
  readonly palette: Palette;
  /** Columns of the terminal. */
  readonly width: number;
}

/** Without a line end behind it. */
export function renderReply(reply: BytesReply, look: ReplyLook): string {
  if (Buffer.isBuffer(reply)) return bulk(reply, look, true);
  return render(reply, look, '');
}

/** A reply that is text for people, such as INFO: as it is. */
export function renderText(reply: BytesReply, look: ReplyLook): string {
  if (!Buffer.isBuffer(reply)) return renderReply(reply, look);
  return harmless(reply.toString()).replace(/\n+$/, '');
}

export function renderError(error: Error, { palette }: ReplyLook): string {
  return palette.error(`(error) ${harmless(error.message)}`);
}

function render(reply: BytesReply, look: ReplyLook, indent: string): string {
  const { palette } = look;
  if (Buffer.isBuffer(reply)) return bulk(reply, look, false);
  if (reply === null) return palette.aside('(nil)');
  if (typeof reply === 'string') return palette.status(harmless(reply));
  if (typeof reply === 'boolean') return palette.word(`(${reply})`);
  if (typeof reply === 'bigint') return `${palette.aside('(integer)')} ${palette.number(String(reply))}`;
  if (typeof reply === 'number') {
    const type = Number.isInteger(reply) ? '(integer)' : '(double)';
    return `${palette.aside(type)} ${palette.number(String(reply))}`;
  }
  if (reply instanceof ReplyError) return renderError(reply, look);
  if (reply instanceof Map) return map(reply, look, indent);
  if (reply instanceof Set) return list([...reply], '~', 'empty set', look, indent);
  return list(reply, ')', 'empty array', look, indent);
}

function bulk(bytes: Buffer, { palette, width }: ReplyLook, alone: boolean): string {
  const type = dataTypeOf(bytes, 0, bytes.length);
  if (type === 'number') return palette.number(bytes.toString());
  const text = type === 'json' ? textOf(bytes)?.trim() : undefined;
  // A string that holds a quoted string would look like a plain one.
  if (text === undefined || text.startsWith('"')) return palette.string(quoted(bytes));
  return alone ? prettyJson(text, palette, width) : compactJson(text, palette);
}

function list(
  items: readonly BytesReply[],
  mark: string,
  empty: string,
  look: ReplyLook,
  indent: string,
): string {
  if (items.length === 0) return look.palette.aside(`(${empty})`);
  const digits = String(items.length).length;
  const inner = indent + ' '.repeat(digits + 2);
  return items
    .map((item, index) => {
      const number = look.palette.aside(`${String(index + 1).padStart(digits)}${mark}`);
      return `${index === 0 ? '' : indent}${number} ${render(item, look, inner)}`;
    })
    .join('\n');
}

function map(entries: ReadonlyMap<BytesReply, BytesReply>, look: ReplyLook, indent: string): string {
  if (entries.size === 0) return look.palette.aside('(empty map)');
  const digits = String(entries.size).length;
  const inner = indent + ' '.repeat(digits + 2);
  let index = 0;
  const lines: string[] = [];
  for (const [key, value] of entries) {
    index++;
    const number = look.palette.aside(`${String(index).padStart(digits)}#`);
    const arrow = look.palette.aside('=>');
    // What has lines of its own begins on a new one.
    const tall = typeof value === 'object' && value !== null && isAggregate(value);
    const shown = tall ? `\n${inner}${render(value, look, inner)}` : ` ${render(value, look, inner)}`;
    lines.push(`${index === 1 ? '' : indent}${number} ${render(key, look, inner)} ${arrow}${shown}`);
  }
  return lines.join('\n');
}

function isAggregate(value: BytesReply): boolean {
  if (value instanceof Map || value instanceof Set) return value.size > 0;
  return Array.isArray(value) && value.length > 0;
}
