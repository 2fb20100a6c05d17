import { describe, expect, expectTypeOf, test } from 'vitest';
import type { ReplyValue } from './reply-type.ts';
import { describeReply } from './reply-type.ts';

describe('reply types', () => {
  test('have a value type', () => {
    expectTypeOf<ReplyValue<'ok'>>().toEqualTypeOf<'OK'>();
    expectTypeOf<ReplyValue<'bulk|null'>>().toEqualTypeOf<string | null>();
    expectTypeOf<ReplyValue<'none'>>().toEqualTypeOf<undefined>();
    expectTypeOf<ReplyValue<'any'>>().toEqualTypeOf<unknown>();
    expectTypeOf<ReplyValue<{ array: 'integer|null' }>>().toEqualTypeOf<(number | null)[]>();
    expectTypeOf<ReplyValue<{ set: 'bulk' }>>().toEqualTypeOf<Set<string>>();
    expectTypeOf<ReplyValue<{ map: 'bulk' }>>().toEqualTypeOf<{ [key: string]: string }>();
    expectTypeOf<ReplyValue<{ record: { len: 'integer' } }>>().toEqualTypeOf<{ len: number }>();
    expectTypeOf<ReplyValue<{ either: ['ok', 'integer'] }>>().toEqualTypeOf<'OK' | number>();
    expectTypeOf<ReplyValue<{ tuple: readonly ['bulk', { array: 'bulk' }] }>>().toEqualTypeOf<
      readonly [string, string[]]
    >();
    expectTypeOf<ReplyValue<{ pairs: ['bulk', 'double'] }>>().toEqualTypeOf<(readonly [string, number])[]>();
    expectTypeOf<ReplyValue<{ map: 'bulk'; pairwise: true }>>().toEqualTypeOf<{ [key: string]: string }>();
    expectTypeOf<ReplyValue<{ given: 'INCR'; reply: 'double|null'; otherwise: 'ok' }>>().toEqualTypeOf<
      number | null | 'OK'
    >();
  });

  test('take the representation a client chooses', () => {
    type Exact = { bulk: Uint8Array; integer: bigint };
    expectTypeOf<ReplyValue<'bulk|null', Exact>>().toEqualTypeOf<Uint8Array | null>();
    expectTypeOf<ReplyValue<{ array: 'integer' }, Exact>>().toEqualTypeOf<bigint[]>();
  });

  test('are described in words', () => {
    expect(describeReply('bulk|null')).toBe('bulk string or null');
    expect(describeReply({ array: 'bulk|null' })).toBe('array of (bulk string or null)');
    expect(describeReply({ set: 'simple' })).toBe('set of simple string');
    expect(describeReply({ map: { array: 'any' } })).toBe('map of array of any reply');
    expect(describeReply({ tuple: ['bulk', { array: 'bulk' }] })).toBe('[bulk string, array of bulk string]');
    expect(describeReply({ push: ['bulk', 'integer'] })).toBe('push of [bulk string, integer]');
    expect(describeReply({ either: ['ok', 'none'] })).toBe('OK or no reply');
    expect(describeReply({ pairs: ['bulk', 'double'] })).toBe('array of [bulk string, double]');
    expect(describeReply({ given: 'INCR', reply: 'double|null', otherwise: 'integer' })).toBe(
      'double or null with INCR, else integer',
    );
    expect(describeReply({ given: 2, reply: { array: 'bulk' }, otherwise: 'bulk' })).toBe(
      'array of bulk string with more arguments, else bulk string',
    );
    expect(describeReply({ record: { len: 'integer' } })).toBe('map with len: integer');
  });
});
