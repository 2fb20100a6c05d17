import { ReplyError } from '@redwing/client';
import { describe, expect, test } from 'vitest';
import { coloured, uncoloured } from './palette.ts';
import type { BytesReply } from './reply.ts';
import { renderError, renderReply, renderText } from './reply.ts';

const plain = { palette: uncoloured, width: 80 };

function bytes(text: string): Buffer {
  return Buffer.from(text);
}

function shown(reply: BytesReply): string {
  return renderReply(reply, plain);
}

describe('a reply', () => {
  test.each<[string, BytesReply, string]>([
    ['a simple string', 'OK', 'OK'],
    ['a string', bytes('John Doe'), '"John Doe"'],
    ['an empty string', bytes(''), '""'],
    ['a string that is a number', bytes('25'), '25'],
    ['a string that only begins like a number', bytes('12abc'), '"12abc"'],
    ['a string that holds a quoted string', bytes('"x"'), '"\\"x\\""'],
    ['a string that only begins like JSON', bytes('{oops'), '"{oops"'],
    ['bytes that are no text', Buffer.of(0xff, 0x61, 0x00), '"\\xffa\\x00"'],
    ['text beyond ASCII', bytes('größe 東京'), '"größe 東京"'],
    ['an integer', 42, '(integer) 42'],
    ['an integer beyond what a number holds', 9223372036854775807n, '(integer) 9223372036854775807'],
    ['a double', 1.5, '(double) 1.5'],
    ['an infinity', -Infinity, '(double) -inf'],
    ['a boolean', true, '(true)'],
    ['nil', null, '(nil)'],
    ['an empty list', [], '(empty array)'],
    ['an empty set', new Set<BytesReply>(), '(empty set)'],
    ['an empty map', new Map<BytesReply, BytesReply>(), '(empty map)'],
  ])('%s is shown as what it is', (_, reply, text) => {
    expect(shown(reply)).toBe(text);
  });

  test('that is JSON is laid out', () => {
    expect(shown(bytes('{"host": "localhost", "port": 8080, "tags": [1, 2], "none": {}}'))).toBe(
      '{\n  "host": "localhost",\n  "port": 8080,\n  "tags": [1, 2],\n  "none": {}\n}',
    );
  });

  test('in a list keeps JSON on a line', () => {
    expect(shown([bytes('{"a":[1,{"b":2}]}')])).toBe('1) {"a": [1, {"b": 2}]}');
  });

  test('that is a list is numbered, and lists inside are indented', () => {
    const reply = [bytes('a'), [1, [null]], new ReplyError('ERR no')];
    expect(shown(reply)).toBe('1) "a"\n2) 1) (integer) 1\n   2) 1) (nil)\n3) (error) ERR no');
  });

  test('that is a list of ten aligns its numbers', () => {
    const lines = shown(Array.from({ length: 10 }, (_, index) => index)).split('\n');
    expect(lines[0]).toBe(' 1) (integer) 0');
    expect(lines[9]).toBe('10) (integer) 9');
  });

  test('that is a map shows keys and values', () => {
    const inner = new Map<BytesReply, BytesReply>([[bytes('x'), 1]]);
    const reply = new Map<BytesReply, BytesReply>([
      [bytes('a'), 'v'],
      [bytes('b'), inner],
    ]);
    expect(shown(reply)).toBe('1# "a" => v\n2# "b" =>\n   1# "x" => (integer) 1');
  });

  test('that is a set is marked as one', () => {
    expect(shown(new Set<BytesReply>([bytes('a'), bytes('b')]))).toBe('1~ "a"\n2~ "b"');
  });

  test('cannot send escape sequences to the terminal', () => {
    expect(shown('\x1b[2J')).toBe('\\x1b[2J');
    expect(renderError(new Error('ERR \x1b]0;x\x07'), plain)).toBe('(error) ERR \\x1b]0;x\\a');
    expect(shown(bytes('\x1b[2J\u202e'))).toBe('"\\x1b[2J\\xe2\\x80\\xae"');
    expect(shown(bytes('{"a":"\u009b\u202e"}'))).toBe('{\n  "a": "\\u009b\\u202e"\n}');
  });

  test('that is text for people is shown as it is', () => {
    expect(renderText(bytes('# Server\r\nversion:1\r\n'), plain)).toBe('# Server\nversion:1');
  });

  test('has colours where they are wanted', () => {
    const look = { palette: coloured, width: 80 };
    expect(renderReply(bytes('a'), look)).toBe('\x1b[32m"a"\x1b[39m');
    expect(renderReply(bytes('{"a":1}'), look)).toContain('\x1b[34m"a"\x1b[39m');
  });
});
