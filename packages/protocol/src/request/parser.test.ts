import { describe, expect, it } from 'vitest';
import { ProtocolError, RequestParser } from './parser.ts';
import { Request } from './request.ts';

/** All requests in the chunks, each as its arguments in latin1. The chunk buffer is used again, as a socket's is. */
function parse(chunks: readonly Buffer[], parser = new RequestParser()): string[][] {
  const request = new Request();
  const shared = Buffer.alloc(Math.max(1, ...chunks.map((chunk) => chunk.length)));
  const requests: string[][] = [];
  for (const chunk of chunks) {
    shared.fill(0x2a);
    chunk.copy(shared);
    parser.feed(shared, 0, chunk.length);
    while (parser.next(request)) {
      requests.push(Array.from({ length: request.count }, (_, index) => request.latin1(index)));
      if (request.multibulk) {
        const again = request.clone();
        expect(Array.from({ length: again.count }, (_, index) => again.latin1(index))).toEqual(
          requests.at(-1),
        );
      }
    }
  }
  return requests;
}

function multibulk(...parts: string[]): Buffer {
  const bulks = parts.map((part) => `$${Buffer.byteLength(part, 'latin1')}\r\n${part}\r\n`);
  return Buffer.from(`*${parts.length}\r\n${bulks.join('')}`, 'latin1');
}

const CONVERSATION = Buffer.concat([
  multibulk('SET', 'key', 'a value\r\nwith a break'),
  Buffer.from('GET key\r\n\r\n*0\r\n*-1\r\n'),
  multibulk('MSET', ...Array.from({ length: 30 }, (_, i) => `k${i}`)),
  multibulk('SET', 'long', 'x'.repeat(300)),
  multibulk('', '\xff\x00\x01'),
  Buffer.from('SET config {"host": "localhost", "port": 8080}\n'),
  multibulk('PING'),
]);

const EXPECTED = [
  ['SET', 'key', 'a value\r\nwith a break'],
  ['GET', 'key'],
  ['MSET', ...Array.from({ length: 30 }, (_, i) => `k${i}`)],
  ['SET', 'long', 'x'.repeat(300)],
  ['', '\xff\x00\x01'],
  ['SET', 'config', '{"host": "localhost", "port": 8080}'],
  ['PING'],
];

it('reads requests that arrive in one chunk', () => {
  expect(parse([CONVERSATION])).toEqual(EXPECTED);
});

it('reads the same wherever the stream is cut', () => {
  for (let cut = 0; cut <= CONVERSATION.length; cut++) {
    expect(parse([CONVERSATION.subarray(0, cut), CONVERSATION.subarray(cut)]), `cut at ${cut}`).toEqual(
      EXPECTED,
    );
  }
});

it('reads the same byte by byte', () => {
  expect(parse(Array.from(CONVERSATION, (byte) => Buffer.from([byte])))).toEqual(EXPECTED);
});

it('holds no buffer once everything was read', () => {
  const parser = new RequestParser();
  parse(
    Array.from(CONVERSATION, (byte) => Buffer.from([byte])),
    parser,
  );
  expect([parser.pendingBytes, parser.heldBytes]).toEqual([0, 0]);
});

it('takes no memory for what is only announced', () => {
  const parser = new RequestParser();
  expect(parse([Buffer.from('*1000000\r\n$500000000\r\nabc')], parser)).toEqual([]);
  expect(parser.heldBytes).toBeLessThan(4096);
});

describe('refuses what cannot be understood, with the text of Redis', () => {
  it.each([
    ['*abc\r\n', 'invalid multibulk length'],
    ['*99999999999\r\n', 'invalid multibulk length'],
    ['*1\r\nx3\r\n', "expected '$', got 'x'"],
    ['*1\r\n$-1\r\n', 'invalid bulk length'],
    ['*1\r\n$600000000\r\n', 'invalid bulk length'],
    ['*1\r\n$1x\r\n', 'invalid bulk length'],
    [`*${'1'.repeat(70_000)}`, 'too big mbulk count string'],
    [`*1\r\n$${'1'.repeat(70_000)}`, 'too big bulk count string'],
    ['x'.repeat(70_000), 'too big inline request'],
    ['SET a "b\r\n', 'unbalanced quotes in request'],
    ['SET a "b"c\r\n', 'unbalanced quotes in request'],
  ])('%.20j', (text, reason) => {
    expect(() => parse([Buffer.from(text)])).toThrow(new ProtocolError(`Protocol error: ${reason}`));
  });

  it('holds a connection that has not authenticated to small requests', () => {
    const parser = new RequestParser();
    parser.authenticated = false;
    expect(() => parse([Buffer.from('*11\r\n')], parser)).toThrow('unauthenticated multibulk length');
    const whole = new RequestParser();
    whole.authenticated = false;
    const request = Buffer.from(`*11\r\n${'$1\r\nx\r\n'.repeat(11)}`);
    expect(() => parse([request], whole)).toThrow('unauthenticated multibulk length');
    const another = new RequestParser();
    another.authenticated = false;
    expect(() => parse([Buffer.from('*1\r\n$16385\r\n')], another)).toThrow('unauthenticated bulk length');
  });
});

describe('inline requests', () => {
  it.each<[string, string[]]>([
    ['SET name "John Doe"', ['SET', 'name', 'John Doe']],
    ["SET name 'it''s'", []],
    ["SET name 'it\\'s'", ['SET', 'name', "it's"]],
    ['SET a "\\x41\\n\\t\\\\"', ['SET', 'a', 'A\n\t\\']],
    ['SET items [1, 2, 3, 4, 5]', ['SET', 'items', '[1, 2, 3, 4, 5]']],
    ['SET items [1, 2 EX 10', ['SET', 'items', '[1,', '2', 'EX', '10']],
    ['SET a {"b": 1} EX 10', ['SET', 'a', '{"b": 1}', 'EX', '10']],
    ['  PING  ', ['PING']],
    ['GET a\0b', ['GET', 'a']],
  ])('%j', (line, expected) => {
    if (expected.length === 0) expect(() => parse([Buffer.from(`${line}\r\n`)])).toThrow('unbalanced quotes');
    else expect(parse([Buffer.from(`${line}\r\n`, 'latin1')])).toEqual([expected]);
  });
});

it('reads on where it was held, however much comes meanwhile and however little is taken at a time', () => {
  const parser = new RequestParser();
  const request = new Request();
  const taken: string[] = [];
  const take = (most: number): void => {
    for (let left = most; left > 0 && parser.next(request); left--) taken.push(request.latin1(1));
    parser.hold();
  };
  const sent = Array.from({ length: 400 }, (_, i) => `${i}`.repeat(1 + (i % 40)));
  const stream = Buffer.concat(sent.map((text) => multibulk('ECHO', text)));
  const shared = Buffer.alloc(97);
  for (let at = 0, step = 0; at < stream.length; at += 97, step++) {
    const length = stream.copy(shared, 0, at, at + 97);
    parser.feed(shared, 0, length);
    // More comes than is taken, then the other way round.
    take(step % 200 < 100 ? step % 2 : 5);
    shared.fill(0x2a);
  }
  while (parser.pendingBytes > 0) take(3);
  expect(taken).toEqual(sent);
  expect([parser.pendingBytes, parser.heldBytes]).toEqual([0, 0]);
});
