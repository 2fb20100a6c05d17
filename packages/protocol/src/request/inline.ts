/**
 * Inline requests: a line of words, as typed over a bare TCP connection.
 *
 * Words are split as Redis splits them: white space separates, "double quotes" group and know the escapes
 * \n \r \t \b \a \xHH \\ \", 'single quotes' group and know \'. A closing quote must end its word.
 * Redwing adds one rule: a word that begins with { or [ and is a complete JSON text is one argument, spaces and
 * all, and stays as it was typed. What is not complete JSON falls back to the rule above.
 *
 * Words are decoded into bytes of their own, because escapes shrink; this path is for people, not for speed.
 */
import { endOfJson } from './json.ts';
import type { Request } from './request.ts';

const QUOTE = 34;
const APOSTROPHE = 39;
const BACKSLASH = 92;
const BRACE = 123;
const BRACKET = 91;

/** Marks the words of `line[start, end)` in `request`. False when quotes are unbalanced. */
export function splitInline(line: Uint8Array, start: number, end: number, request: Request): boolean {
  const nul = line.indexOf(0, start);
  const stop = nul >= 0 && nul < end ? nul : end;
  const words = new Uint8Array(stop - start);
  const cursor: Cursor = { line, at: start, stop, words, written: 0 };
  request.count = 0;
  for (;;) {
    while (cursor.at < stop && isSpace(line[cursor.at] as number)) cursor.at++;
    if (cursor.at >= stop) break;
    const begin = cursor.written;
    const first = line[cursor.at];
    if (!((first === BRACE || first === BRACKET) && readJson(cursor)) && !readWord(cursor)) return false;
    request.reserve(request.count + 1);
    request.starts[request.count] = begin;
    request.lengths[request.count] = cursor.written - begin;
    request.count++;
  }
  request.bytes = words;
  request.begin = 0;
  request.end = cursor.written;
  request.multibulk = false;
  return true;
}

interface Cursor {
  readonly line: Uint8Array;
  at: number;
  readonly stop: number;
  readonly words: Uint8Array;
  written: number;
}

/** Takes a complete JSON text that ends its word; leaves the cursor where it was otherwise. */
function readJson(cursor: Cursor): boolean {
  const end = endOfJson(cursor.line, cursor.at, cursor.stop);
  if (end < 0 || (end < cursor.stop && !isSpace(cursor.line[end] as number))) return false;
  cursor.words.set(cursor.line.subarray(cursor.at, end), cursor.written);
  cursor.written += end - cursor.at;
  cursor.at = end;
  return true;
}

/** Takes one word; quotes may begin in the middle of it. False when a quote is not closed, or not at the end. */
function readWord(cursor: Cursor): boolean {
  const { line, stop, words } = cursor;
  while (cursor.at < stop) {
    const byte = line[cursor.at] as number;
    if (endsWord(byte)) return true;
    if (byte === QUOTE) return readDoubleQuoted(cursor);
    if (byte === APOSTROPHE) return readSingleQuoted(cursor);
    words[cursor.written++] = byte;
    cursor.at++;
  }
  return true;
}

function readDoubleQuoted(cursor: Cursor): boolean {
  const { line, stop, words } = cursor;
  for (cursor.at++; cursor.at < stop; cursor.at++) {
    const byte = line[cursor.at] as number;
    if (byte === QUOTE) return closeQuote(cursor);
    if (byte === BACKSLASH && cursor.at + 1 < stop) {
      const high = hexDigit(line[cursor.at + 2]);
      const low = hexDigit(line[cursor.at + 3]);
      if (line[cursor.at + 1] === 120 && cursor.at + 3 < stop && high >= 0 && low >= 0) {
        words[cursor.written++] = high * 16 + low;
        cursor.at += 3;
      } else {
        cursor.at++;
        words[cursor.written++] = ESCAPES.get(line[cursor.at] as number) ?? (line[cursor.at] as number);
      }
    } else {
      words[cursor.written++] = byte;
    }
  }
  return false;
}

function readSingleQuoted(cursor: Cursor): boolean {
  const { line, stop, words } = cursor;
  for (cursor.at++; cursor.at < stop; cursor.at++) {
    const byte = line[cursor.at] as number;
    if (byte === APOSTROPHE) return closeQuote(cursor);
    if (byte === BACKSLASH && line[cursor.at + 1] === APOSTROPHE && cursor.at + 1 < stop) {
      cursor.at++;
      words[cursor.written++] = APOSTROPHE;
    } else {
      words[cursor.written++] = byte;
    }
  }
  return false;
}

/** The byte after a closing quote must end the word. */
function closeQuote(cursor: Cursor): boolean {
  cursor.at++;
  return cursor.at >= cursor.stop || isSpace(cursor.line[cursor.at] as number);
}

/** n, r, t, b and a after a backslash. */
const ESCAPES: ReadonlyMap<number, number> = new Map([
  [110, 10],
  [114, 13],
  [116, 9],
  [98, 8],
  [97, 7],
]);

/** What ends a word that has begun: not all of white space, oddly. */
function endsWord(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}

/** White space as C's isspace knows it. */
function isSpace(byte: number): boolean {
  return byte === 32 || (byte >= 9 && byte <= 13);
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}
