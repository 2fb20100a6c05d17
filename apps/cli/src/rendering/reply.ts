/**
 * A reply as a person reads it.
 *
 *   OK                          simple strings as they are
 *   "John Doe"                  strings in quotes
 *   25                          strings that are numbers
 *   {                           strings that are JSON objects or lists, laid out; in a collection on its line, if it
 *     "host": "localhost"       fits there
 *   }
 *   (integer) 1   (double) 1.5   (true)   (nil)   (error) ERR …
 *   1) "a"                      lists; nested ones indented
 *   1~ "a"                      sets
 *   1# "name" => "Ada"          hashes and maps, arrows below one another
 *   1) "ada"   36               members with their scores, places with what is known of them
 *   1) 1692632086370-0          entries of streams
 *      "name" => "Ada"
 *   … 9,980 more                what would take many screens is cut, and the note says how to see the rest
 *
 * Replies are read with their bulk strings as Buffers, which is how a simple string is told from somebody's
 * data. What they are beyond that is found out in shown.ts.
 */
import type { ParsedReply } from '@redwing/client';
import { dataTypeOf, ReplyError } from '@redwing/client';
import type { Word } from '../words.ts';
import { columnsOf, commonWidth, padded } from './columns.ts';
import { compactJson, prettyJson } from './json-text.ts';
import type { Palette } from './palette.ts';
import { harmless, quoted, quotedStart, textOf } from './quoted.ts';
import type { Shown } from './shown.ts';
import { plainly, shownReply } from './shown.ts';

export type BytesReply = ParsedReply<Buffer>;

export interface ReplyLook {
  readonly palette: Palette;
  /** Columns of the terminal. */
  readonly width: number;
  /** How much is shown; all of it without. */
  readonly limits?: ReplyLimits | undefined;
}

export interface ReplyLimits {
  /** Elements of lists, of all that a reply holds together. */
  readonly elements: number;
  /** Bytes of a string that is the whole reply, and of one that is an element. */
  readonly stringBytes: number;
  readonly elementBytes: number;
  /** Lines of JSON. */
  readonly jsonLines: number;
  /** How to see what is left out. */
  readonly advice: string;
}

/** Names are aligned unless they are longer than this. */
const ALIGNED_COLUMNS_MAX = 32;

/** The reply to a request of these words, without a line end behind it; `queued` as shownReply() wants them. */
export function renderReply(
  reply: BytesReply,
  look: ReplyLook,
  words: readonly Word[] = [],
  queued: readonly (readonly Word[])[] = [],
): string {
  const renderer = new Renderer(look);
  const shown = shownReply(words, reply, queued);
  return Buffer.isBuffer(reply) ? renderer.alone(reply, shown) : renderer.render(shown, '');
}

/** A reply that is text for people, such as INFO: as it is. */
export function renderText(reply: BytesReply, look: ReplyLook): string {
  if (!Buffer.isBuffer(reply)) return renderReply(reply, look);
  return harmless(reply.toString()).replace(/\n+$/, '');
}

export function renderError(error: Error, { palette }: ReplyLook): string {
  return palette.error(`(error) ${harmless(error.message)}`);
}

class Renderer {
  private readonly look: ReplyLook;
  private readonly palette: Palette;
  /** How many elements may still be shown. */
  private left: number;
  private advised = false;

  constructor(look: ReplyLook) {
    this.look = look;
    this.palette = look.palette;
    this.left = look.limits?.elements ?? Infinity;
  }

  /** A string that is the whole reply. */
  alone(bytes: Buffer, shown: Shown): string {
    const { limits, width } = this.look;
    if (shown.kind === 'double') return this.render(shown, '');
    const json = jsonOf(bytes);
    if (json === undefined) return this.string(bytes, limits?.stringBytes);
    const lines = prettyJson(json, this.palette, width).split('\n');
    const cut = lines.length - (limits?.jsonLines ?? Infinity);
    if (cut <= 0) return lines.join('\n');
    return [...lines.slice(0, -cut), this.note(cut, 'more lines')].join('\n');
  }

  /** `indent` is what stands left of the second line and those after it. */
  render(shown: Shown, indent: string): string {
    switch (shown.kind) {
      case 'value':
        return this.value(shown.value, indent, columnsOf(indent));
      case 'double':
        return `${this.palette.aside('(double)')} ${this.number(shown.value)}`;
      case 'position':
        return shown.degrees.map((degree) => this.cell({ kind: 'value', value: degree })).join(', ');
      case 'row':
        return this.row(shown.cells, 0);
      case 'list':
        return this.list(shown, indent);
      case 'fields':
        return this.fields(shown, indent);
      default:
        return `${this.palette.name(harmless(shown.title.toString()))}\n${indent}${this.render(shown.body, indent)}`;
    }
  }

  /** `column` is where it begins. */
  private value(reply: BytesReply, indent: string, column: number): string {
    const { palette } = this;
    if (Buffer.isBuffer(reply)) return this.element(reply, indent, column);
    if (reply === null) return palette.aside('(nil)');
    if (typeof reply === 'string') return palette.status(harmless(reply));
    if (typeof reply === 'boolean') return palette.word(`(${reply})`);
    if (typeof reply === 'bigint') return `${palette.aside('(integer)')} ${palette.number(String(reply))}`;
    if (typeof reply === 'number') {
      const type = Number.isInteger(reply) ? '(integer)' : '(double)';
      return `${palette.aside(type)} ${this.number(reply)}`;
    }
    return reply instanceof ReplyError ? renderError(reply, this.look) : this.render(plainly(reply), indent);
  }

  /** A string among others. JSON that does not fit on its line begins a new one. */
  private element(bytes: Buffer, indent: string, column: number): string {
    const { limits, width } = this.look;
    const tooLong = bytes.length > (limits?.elementBytes ?? Infinity);
    const json = tooLong ? undefined : jsonOf(bytes);
    if (json === undefined) return this.string(bytes, limits?.elementBytes);
    const compact = compactJson(json, this.palette);
    if (column + columnsOf(compact) <= width || limits === undefined) return compact;
    const lines = prettyJson(json, this.palette, width - columnsOf(indent)).split('\n');
    this.left -= lines.length - 1;
    return lines.join(`\n${indent}`);
  }

  private string(bytes: Buffer, bytesMax = Infinity): string {
    if (dataTypeOf(bytes, 0, bytes.length) === 'number') return this.palette.number(bytes.toString());
    if (bytes.length <= bytesMax) return this.palette.string(quoted(bytes));
    const [text, length] = quotedStart(bytes, bytesMax);
    return `${this.palette.string(text)} ${this.note(bytes.length - length, 'more bytes')}`;
  }

  private number(value: Buffer | number): string {
    const text = Buffer.isBuffer(value) ? harmless(value.toString()) : String(value);
    // As the protocol writes them, and as they can be typed.
    return this.palette.number(text.replace('Infinity', 'inf').replace('NaN', 'nan'));
  }

  private list({ items, mark, empty }: Shown & { readonly kind: 'list' }, indent: string): string {
    if (items.length === 0) return this.palette.aside(`(${empty})`);
    const digits = String(this.shownOf(items)).length;
    const inner = indent + ' '.repeat(digits + 2);
    const names = items
      .slice(0, this.shownOf(items))
      .map((item) => (item.kind === 'row' ? this.firstCell(item.cells) : ''));
    const width = commonWidth(names, ALIGNED_COLUMNS_MAX);
    return this.lines(items, indent, (item, index) => {
      const number = this.palette.aside(`${String(index + 1).padStart(digits)}${mark}`);
      return `${number} ${item.kind === 'row' ? this.row(item.cells, width) : this.render(item, inner)}`;
    });
  }

  private fields({ entries, numbered }: Shown & { readonly kind: 'fields' }, indent: string): string {
    if (entries.length === 0) return this.palette.aside('(empty map)');
    const digits = String(this.shownOf(entries)).length;
    const inner = numbered ? indent + ' '.repeat(digits + 2) : `${indent}  `;
    const names = entries.slice(0, this.shownOf(entries)).map(([name]) => this.cell(name));
    const width = commonWidth(names, ALIGNED_COLUMNS_MAX);
    const arrow = this.palette.aside('=>');
    return this.lines(entries, indent, ([, value], index) => {
      const number = numbered ? `${this.palette.aside(`${String(index + 1).padStart(digits)}#`)} ` : '';
      const name = padded(names[index] ?? '', width);
      const head = `${number}${name} ${arrow}`;
      const column = columnsOf(indent) + columnsOf(head) + 1;
      const text =
        value.kind === 'value' ? this.value(value.value, inner, column) : this.render(value, inner);
      // What has lines of its own begins on a new one.
      return isTall(value) || text.includes('\n') ? `${head}\n${inner}${text}` : `${head} ${text}`;
    });
  }

  /** Elements a line or more each, as far as they may be shown, and how many are left out. */
  private lines<T>(items: readonly T[], indent: string, line: (item: T, index: number) => string): string {
    const lines: string[] = [];
    for (const [index, item] of items.entries()) {
      if (this.left <= 0) {
        lines.push(this.note(items.length - index, 'more'));
        break;
      }
      this.left--;
      lines.push(line(item, index));
    }
    return lines.join(`\n${indent}`);
  }

  private shownOf(items: readonly unknown[]): number {
    return Math.min(items.length, this.left);
  }

  private row(cells: readonly Shown[], width: number): string {
    const [first, ...rest] = cells.map((cell) => this.cell(cell));
    return [padded(first ?? '', rest.length === 0 ? 0 : width), ...rest].join('  ');
  }

  private firstCell([first]: readonly Shown[]): string {
    return first === undefined ? '' : this.cell(first);
  }

  /** What is beside others on a line: numbers without their type. */
  private cell(shown: Shown): string {
    if (shown.kind === 'double') return this.number(shown.value);
    if (shown.kind !== 'value') return this.render(shown, '');
    const { value } = shown;
    if (typeof value === 'number' || typeof value === 'bigint') return this.palette.number(String(value));
    return Buffer.isBuffer(value)
      ? this.string(value, this.look.limits?.elementBytes)
      : this.render(shown, '');
  }

  private note(count: number, what: string): string {
    const advice = this.advised ? '' : `: ${this.look.limits?.advice}`;
    this.advised = true;
    return this.palette.aside(`… ${count.toLocaleString('en')} ${what}${advice}`);
  }
}

function isTall(shown: Shown): boolean {
  if (shown.kind === 'list') return shown.items.length > 0;
  return shown.kind === 'fields' && shown.entries.length > 0;
}

/** The text of a string that is a JSON object or list. */
function jsonOf(bytes: Buffer): string | undefined {
  if (dataTypeOf(bytes, 0, bytes.length) !== 'json') return undefined;
  const text = textOf(bytes)?.trim();
  // A string that holds a quoted string would look like a plain one.
  return text?.startsWith('"') === true ? undefined : text;
}
