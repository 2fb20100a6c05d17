import { ReplyError } from '@redwing/client';
import { describe, expect, test } from 'vitest';
import { jsonReply } from './json-reply.ts';
import { rawReply } from './raw.ts';
import type { BytesReply } from './reply.ts';

const nested: BytesReply = [
  Buffer.from('a "b"'),
  7,
  null,
  true,
  new Map<BytesReply, BytesReply>([[Buffer.from('k'), new Set<BytesReply>([1n])]]),
  new ReplyError('ERR no'),
];

describe('a reply for programs', () => {
  test('is raw: a value a line, as its bytes', () => {
    expect(rawReply(nested).toString()).toBe('a "b"\n7\n\ntrue\nk\n1\nERR no\n');
    expect(rawReply(Buffer.of(0xff, 0x00))).toEqual(Buffer.of(0xff, 0x00, 0x0a));
    expect(rawReply([]).toString()).toBe('\n');
  });

  test('is JSON on one line', () => {
    expect(jsonReply(nested)).toBe('["a \\"b\\"",7,null,true,{"k":[1]},{"error":"ERR no"}]');
    expect(jsonReply(Buffer.of(0xff))).toBe('{"base64":"/w=="}');
    expect(jsonReply(9223372036854775807n)).toBe('9223372036854775807');
    expect(jsonReply(-Infinity)).toBe('"-Infinity"');
    expect(jsonReply(new Map<BytesReply, BytesReply>([[1, 'x']]))).toBe('{"1":"x"}');
  });
});
