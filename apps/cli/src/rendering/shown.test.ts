/** Replies as the commands of collections give them, in both protocols: what they are is told by the command. */
import { ReplyError } from '@redwing/client';
import { describe, expect, test } from 'vitest';
import { jsonReply } from './json-reply.ts';
import { uncoloured } from './palette.ts';
import type { BytesReply } from './reply.ts';
import { renderReply } from './reply.ts';
import { replyOf, shownReply } from './shown.ts';

const look = { palette: uncoloured, width: 60 };

/** Strings stand for bulk strings here. */
function bulk(reply: unknown): BytesReply {
  if (typeof reply === 'string') return Buffer.from(reply);
  if (Array.isArray(reply)) return reply.map(bulk);
  if (reply instanceof Set) return new Set([...reply].map(bulk));
  if (reply instanceof Map) return new Map([...reply].map(([key, value]) => [bulk(key), bulk(value)]));
  return reply as BytesReply;
}

function shown(command: string, reply: unknown, limits?: number): string {
  const advice = 'this way';
  const some = { elements: limits ?? 0, stringBytes: 20, elementBytes: 10, jsonLines: 3, advice };
  const words = command.split(' ');
  return renderReply(bulk(reply), limits === undefined ? look : { ...look, limits: some }, words);
}

describe('in RESP3 and RESP2 alike', () => {
  test.each<[string, unknown, unknown, string]>([
    [
      'HGETALL user',
      new Map([
        ['name', 'Ada'],
        ['year of birth', '1815'],
      ]),
      ['name', 'Ada', 'year of birth', '1815'],
      '1# "name"          => "Ada"\n2# "year of birth" => 1815',
    ],
    ['HGETALL none', new Map(), [], '(empty map)'],
    ['SMEMBERS tags', new Set(['a', 'b']), ['a', 'b'], '1~ "a"\n2~ "b"'],
    [
      'ZRANGE z 0 -1 WITHSCORES',
      [
        ['ada', 36],
        ['grace hopper', 85.5],
      ],
      ['ada', '36', 'grace hopper', '85.5'],
      '1) "ada"           36\n2) "grace hopper"  85.5',
    ],
    ['ZRANGE z 0 -1', ['ada', 'b'], ['ada', 'b'], '1) "ada"\n2) "b"'],
    ['ZSCORE z ada', 36, '36', '(double) 36'],
    ['ZSCORE z none', null, null, '(nil)'],
    ['ZMSCORE z ada none', [Infinity, null], ['inf', null], '1) (double) inf\n2) (nil)'],
    ['ZPOPMIN z', ['ada', 36], ['ada', '36'], '"ada"  36'],
    ['BZPOPMIN z 0', ['z', 'ada', 36], ['z', 'ada', '36'], '1) "z"\n2) "ada"\n3) (double) 36'],
    ['ZMPOP 1 z MIN', ['z', [['ada', 36]]], ['z', [['ada', '36']]], '1) "z"\n2) 1) "ada"  36'],
    ['HSCAN h 0', ['0', ['f', 'v']], ['0', ['f', 'v']], '1) 0\n2) 1# "f" => "v"'],
    ['ZSCAN z 0', ['5', ['ada', '36']], ['5', ['ada', '36']], '1) 5\n2) 1) "ada"  36'],
    [
      'HRANDFIELD h 2 WITHVALUES',
      [
        ['f', '1'],
        ['long', 'v'],
      ],
      ['f', '1', 'long', 'v'],
      '1# "f"    => 1\n2# "long" => "v"',
    ],
    [
      'GEOPOS g Palermo none',
      [[13.36, 38.11], null],
      [['13.36', '38.11'], null],
      '1) 13.36, 38.11\n2) (nil)',
    ],
    [
      'GEOSEARCH g FROMMEMBER a BYRADIUS 9 km WITHDIST WITHCOORD',
      [
        ['Palermo', '190.4424', [15.5, 38.1]],
        ['Rome', '0.0001', [12, 41]],
      ],
      [
        ['Palermo', '190.4424', ['15.5', '38.1']],
        ['Rome', '0.0001', ['12', '41']],
      ],
      '1) "Palermo"  190.4424  15.5, 38.1\n2) "Rome"     0.0001  12, 41',
    ],
    [
      'XRANGE s - +',
      [
        ['5-0', ['name', 'Ada', 'year', '1815']],
        ['6-0', ['f', 'v']],
      ],
      [
        ['5-0', ['name', 'Ada', 'year', '1815']],
        ['6-0', ['f', 'v']],
      ],
      '1) 5-0\n   "name" => "Ada"\n   "year" => 1815\n2) 6-0\n   "f" => "v"',
    ],
    [
      'XREAD STREAMS s 0',
      new Map([['s', [['5-0', ['f', 'v']]]]]),
      [['s', [['5-0', ['f', 'v']]]]],
      '1# "s" =>\n   1) 5-0\n      "f" => "v"',
    ],
    [
      'XREADGROUP GROUP g me STREAMS s 0',
      new Map([['s', [['5-0', null]]]]),
      [['s', [['5-0', null]]]],
      '1# "s" =>\n   1) 5-0\n      (nil)',
    ],
    [
      'XPENDING s g',
      [1, '5-0', '5-0', [['me', '1']]],
      [1, '5-0', '5-0', [['me', '1']]],
      '1) (integer) 1\n2) "5-0"\n3) "5-0"\n4) 1) 1) "me"\n      2) 1',
    ],
    ['LRANGE l 0 -1', ['a', '2'], ['a', '2'], '1) "a"\n2) 2'],
    ['CONFIG GET maxclients', new Map([['maxclients', '9']]), ['maxclients', '9'], '1# "maxclients" => 9'],
  ])('%s', (command, resp3, resp2, text) => {
    expect(shown(command, resp3)).toBe(text);
    expect(shown(command, resp2)).toBe(text);
  });
});

test.each<[string, unknown, unknown, string]>([
  ['HGETALL h', new Map([['name', 'Ada']]), ['name', 'Ada'], '{"name":"Ada"}'],
  ['ZRANGE z 0 -1 WITHSCORES', [['ada', 36]], ['ada', '36'], '[["ada",36]]'],
  ['ZSCORE z ada', Infinity, 'inf', '"Infinity"'],
  ['GEOPOS g a', [[13.5, 38]], [['13.5', '38']], '[[13.5,38]]'],
  ['XRANGE s - +', [['5-0', ['f', 'v']]], [['5-0', ['f', 'v']]], '[["5-0",["f","v"]]]'],
  ['SMEMBERS s', new Set(['a']), ['a'], '["a"]'],
])('as JSON %s is the same over both', (command, resp3, resp2, json) => {
  for (const reply of [resp3, resp2]) {
    expect(jsonReply(replyOf(shownReply(command.split(' '), bulk(reply))))).toBe(json);
  }
});

test('what is no reply of the command is shown as it came', () => {
  expect(renderReply('QUEUED', look, ['HGETALL', 'h'])).toBe('QUEUED');
  expect(renderReply(new ReplyError('ERR no'), look, ['ZRANGE', 'z', '0', '1'])).toBe('(error) ERR no');
  expect(shown('HGETALL h', 'text')).toBe('"text"');
  expect(shown('MADEUP', ['a', 1])).toBe('1) "a"\n2) (integer) 1');
});

test('bytes that are no text, and wide characters, keep the columns', () => {
  const hash = new Map<BytesReply, BytesReply>([
    [Buffer.of(0xff), Buffer.of(0, 1)],
    [bulk('東京'), bulk('x')],
  ]);
  expect(renderReply(hash, look, ['HGETALL', 'h'])).toBe('1# "\\xff" => "\\x00\\x01"\n2# "東京" => "x"');
});

test('a name that is very long pushes nobody else to the right', () => {
  const long = 'n'.repeat(50);
  expect(shown('HGETALL h', ['a', '1', long, '2', 'bc', '3'])).toBe(
    `1# "a"  => 1\n2# "${long}" => 2\n3# "bc" => 3`,
  );
});

describe('on a terminal', () => {
  test('JSON in a collection keeps to its line where it fits, and is laid out below its field where not', () => {
    const long = `{"host":"${'h'.repeat(60)}"}`;
    const large = {
      ...look,
      limits: { elements: 9, stringBytes: 99, elementBytes: 999, jsonLines: 9, advice: '' },
    };
    expect(renderReply(bulk(['a', '{"b":1}', 'c', long]), large, ['HGETALL', 'h'])).toBe(
      `1# "a" => {"b": 1}\n2# "c" =>\n   {\n     "host": "${'h'.repeat(60)}"\n   }`,
    );
  });

  test('what is too much is cut, and said once how the rest is seen', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    expect(shown('LRANGE l 0 -1', many, 2)).toBe('1) 0\n2) 1\n… 9,998 more: this way');
    expect(shown('MADEUP', [[many, ['x']], ['y']], 4)).toBe(
      '1) 1) 1) 0\n      2) 1\n      … 9,998 more: this way\n   … 1 more\n… 1 more',
    );
    expect(shown('HGETALL h', ['a', '1', 'b', '2', 'c', '3'], 1)).toBe('1# "a" => 1\n… 2 more: this way');
  });

  test('a long string is cut, no character in two, and so are JSON and elements', () => {
    expect(shown('GET k', 'ä'.repeat(20), 5)).toBe(`"${'ä'.repeat(10)}" … 20 more bytes: this way`);
    expect(shown('GET k', `${'ä'.repeat(9)}x€€€`, 5)).toBe(`"${'ä'.repeat(9)}x" … 9 more bytes: this way`);
    expect(shown('LRANGE l 0 -1', ['x'.repeat(30)], 5)).toBe('1) "xxxxxxxxxx" … 20 more bytes: this way');
    expect(shown('GET k', '{"a":1,"b":2,"c":3}', 5)).toBe(
      '{\n  "a": 1,\n  "b": 2,\n… 2 more lines: this way',
    );
  });
});
