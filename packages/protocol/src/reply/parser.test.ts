import { describe, expect, test } from 'vitest';
import type { ReplyParserOptions } from './parser.ts';
import { ReplyParser } from './parser.ts';
import { randomFrom, randomReply, testSeed, wireBytes } from './random-replies.test-support.ts';
import type { ParsedReply, Push, ReplyText } from './values.ts';
import { ReplyError, ReplyProtocolError } from './values.ts';

interface Read {
  readonly replies: ParsedReply<ReplyText>[];
  readonly pushes: Push[];
}

function reader(options: ReplyParserOptions & { buffers?: boolean } = {}): Read & { parser: ReplyParser } {
  const replies: ParsedReply<ReplyText>[] = [];
  const pushes: Push[] = [];
  const parser = new ReplyParser(
    {
      onReply: (reply) => replies.push(reply),
      onPush: (push) => pushes.push(push),
      asBuffers: () => options.buffers ?? false,
    },
    options,
  );
  return { replies, pushes, parser };
}

function read(wire: string | Buffer, options: ReplyParserOptions & { buffers?: boolean } = {}): Read {
  const { parser, ...seen } = reader(options);
  parser.write(Buffer.from(wire));
  return seen;
}

function one(
  wire: string | Buffer,
  options: ReplyParserOptions & { buffers?: boolean } = {},
): ParsedReply<ReplyText> {
  const { replies } = read(wire, options);
  expect(replies).toHaveLength(1);
  return replies[0] as ParsedReply<ReplyText>;
}

describe('each type becomes its JavaScript value', () => {
  test.each<[string, ParsedReply]>([
    ['+OK\r\n', 'OK'],
    ['+\r\n', ''],
    ['+PONG\r\n', 'PONG'],
    [':0\r\n', 0],
    [':-0\r\n', 0],
    [':+7\r\n', 7],
    [':-1000\r\n', -1000],
    [':9007199254740991\r\n', 9007199254740991],
    [':9007199254740992\r\n', 9007199254740992n],
    [':-9223372036854775808\r\n', -9223372036854775808n],
    [':9223372036854775807\r\n', 9223372036854775807n],
    ['$5\r\nhello\r\n', 'hello'],
    ['$0\r\n\r\n', ''],
    ['$2\r\n\r\n\r\n', '\r\n'],
    ['$-1\r\n', null],
    ['*-1\r\n', null],
    ['_\r\n', null],
    ['#t\r\n', true],
    ['#f\r\n', false],
    [',1.23\r\n', 1.23],
    [',10\r\n', 10],
    [',-1e5\r\n', -100000],
    [',.5\r\n', 0.5],
    [',inf\r\n', Number.POSITIVE_INFINITY],
    [',-inf\r\n', Number.NEGATIVE_INFINITY],
    [',nan\r\n', Number.NaN],
    ['(3492890328409238509324850943850943825024385\r\n', 3492890328409238509324850943850943825024385n],
    ['=15\r\ntxt:Some string\r\n', 'Some string'],
    ['*0\r\n', []],
    ['*3\r\n:1\r\n$1\r\na\r\n*1\r\n_\r\n', [1, 'a', [null]]],
    ['%1\r\n+key\r\n*2\r\n:1\r\n:2\r\n', new Map([['key', [1, 2]]])],
    ['%0\r\n', new Map()],
    ['~3\r\n+a\r\n+b\r\n+a\r\n', new Set(['a', 'b'])],
    ['~0\r\n', new Set()],
  ])('%j', (wire, value) => {
    expect(one(wire)).toEqual(value);
  });

  test('an error is a value with its first word as code', () => {
    const error = one('-WRONGTYPE Operation against a key\r\n');
    expect(error).toBeInstanceOf(ReplyError);
    expect(error).toMatchObject({
      code: 'WRONGTYPE',
      message: 'WRONGTYPE Operation against a key',
    });
    expect(one('!10\r\nSYNTAX a\r\n\r\n')).toMatchObject({
      code: 'SYNTAX',
      message: 'SYNTAX a\r\n',
    });
    expect(one('-ODD\r\n')).toMatchObject({ code: 'ODD' });
  });

  test('an error inside of an array stays an element of it', () => {
    expect(one('*2\r\n+OK\r\n-ERR no\r\n')).toEqual(['OK', new ReplyError('ERR no')]);
  });

  test('an attribute is dropped, wherever it stands', () => {
    expect(one('|1\r\n+ttl\r\n:3600\r\n*2\r\n|1\r\n+a\r\n*1\r\n:1\r\n:1\r\n|0\r\n:2\r\n')).toEqual([1, 2]);
  });

  test('a push goes its own way, between and before replies', () => {
    const { replies, pushes } = read('+a\r\n>3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$2\r\nhi\r\n+b\r\n');
    expect(replies).toEqual(['a', 'b']);
    expect(pushes).toMatchObject([{ kind: 'message', values: ['c', 'hi'] }]);
  });

  test('streamed strings and aggregates are put together', () => {
    expect(one('$?\r\n;4\r\nHell\r\n;6\r\no worl\r\n;1\r\nd\r\n;0\r\n')).toBe('Hello world');
    expect(one('*?\r\n:1\r\n*?\r\n.\r\n.\r\n')).toEqual([1, []]);
    expect(one('%?\r\n+a\r\n:1\r\n.\r\n')).toEqual(new Map([['a', 1]]));
    expect(one('~?\r\n+a\r\n.\r\n')).toEqual(new Set(['a']));
  });
});

describe('bytes', () => {
  const every = Buffer.from(Array.from({ length: 256 }, (_, index) => index));

  test('bulk strings are Buffers when the reply asks for them, simple strings never', () => {
    const wire = Buffer.concat([
      Buffer.from('*3\r\n$256\r\n'),
      every,
      Buffer.from('\r\n+OK\r\n=5\r\ntxt:v\r\n'),
    ]);
    expect(one(wire, { buffers: true })).toEqual([every, 'OK', Buffer.from('v')]);
  });

  test('whether Buffers are wanted is asked for each reply, and not for pushes', () => {
    const answers = [true, false];
    const replies: ParsedReply<ReplyText>[] = [];
    const pushes: Push[] = [];
    const parser = new ReplyParser({
      onReply: (reply) => {
        answers.shift();
        replies.push(reply);
      },
      onPush: (push) => pushes.push(push),
      asBuffers: () => answers[0] ?? false,
    });
    parser.write(Buffer.from('>2\r\n+x\r\n$1\r\np\r\n*1\r\n$1\r\na\r\n$1\r\nb\r\n'));
    expect(replies).toEqual([[Buffer.from('a')], 'b']);
    expect(pushes).toMatchObject([{ kind: 'x', values: ['p'] }]);
  });

  test('pushes hold Buffers when the parser is told so', () => {
    const { pushes } = read('>2\r\n$1\r\nx\r\n$1\r\np\r\n', {
      pushesAsBuffers: true,
    });
    expect(pushes).toMatchObject([{ kind: 'x', values: [Buffer.from('p')] }]);
  });

  test('what was handed out does not change when the chunk is used again', () => {
    const { parser, replies } = reader({ buffers: true });
    const chunk = Buffer.from('$3\r\nabc\r\n$3\r\nde');
    parser.write(chunk);
    chunk.fill('z');
    parser.write(Buffer.from('f\r\n'));
    expect(replies).toEqual([Buffer.from('abc'), Buffer.from('def')]);
  });

  test('only the given length of a chunk is read, whatever lies behind it', () => {
    const { parser, replies } = reader();
    const chunk = Buffer.from('+ab\r\n+c\r\n+d\r\n');
    parser.write(chunk, 7);
    expect(replies).toEqual(['ab']);
    parser.write(Buffer.from('x\r\n'));
    expect(replies).toEqual(['ab', 'cx']);
  });

  test('a plain Uint8Array over part of its memory is a chunk too', () => {
    const { parser, replies } = reader();
    parser.write(new Uint8Array(Buffer.from('--+ok\r\n--')).subarray(2, 7));
    expect(replies).toEqual(['ok']);
  });
});

describe('pieces', () => {
  const wire = Buffer.from(
    '+OK\r\n-ERR é\r\n:123\r\n:9223372036854775807\r\n$7\r\na\r\nb\r\nc\r\n$-1\r\n*2\r\n*0\r\n%1\r\n$1\r\nk\r\n#t\r\n' +
      ',1.5\r\n(99\r\n_\r\n~1\r\n+s\r\n|1\r\n+m\r\n:1\r\n$4\r\n🙂\r\n$?\r\n;1\r\na\r\n;2\r\nbc\r\n;0\r\n*?\r\n.\r\n' +
      '=6\r\ntxt:ok\r\n!5\r\nERR x\r\n>1\r\n+p\r\n+end\r\n',
  );
  const whole = read(wire);

  test('the same replies come out wherever the bytes are cut in two', () => {
    expect(whole.replies).toHaveLength(17);
    for (let cut = 0; cut <= wire.length; cut++) {
      const { parser, ...seen } = reader();
      parser.write(wire.subarray(0, cut));
      parser.write(wire.subarray(cut));
      expect(seen, `cut at ${cut}`).toEqual(whole);
    }
  });

  test('the same replies come out byte by byte', () => {
    const { parser, ...seen } = reader();
    for (const byte of wire) parser.write(Uint8Array.of(byte));
    expect(seen).toEqual(whole);
  });

  test('a large string in small chunks is put together', () => {
    const { parser, replies } = reader({ buffers: true });
    const text = Buffer.alloc(300_000, 'abcdefg');
    const bytes = Buffer.concat([Buffer.from(`$${text.length}\r\n`), text, Buffer.from('\r\n+next\r\n+la')]);
    for (let at = 0; at < bytes.length; at += 1000) parser.write(bytes.subarray(at, at + 1000));
    parser.write(Buffer.from('st\r\n'));
    expect(text.equals(replies[0] as Buffer)).toBe(true);
    expect(replies.slice(1)).toEqual(['next', 'last']);
  });
});

test('random nested replies come back, whole and cut at random', () => {
  const seed = testSeed();
  const random = randomFrom(seed);
  for (let round = 0; round < 1000; round++) {
    const samples = Array.from({ length: 3 }, () => randomReply(random));
    const bytes = wireBytes(samples.map((sample) => sample.wire).join(''));
    const { parser, replies } = reader();
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + Math.floor(random() ** 3 * bytes.length);
      parser.write(bytes.subarray(at, at + size));
      at += size;
    }
    expect(replies, `REPLY_SEED=${seed}, round ${round}`).toEqual(samples.map((sample) => sample.value));
  }
});

test('changed and random bytes give replies or a ReplyProtocolError, and nothing after it', () => {
  const seed = testSeed();
  const random = randomFrom(seed);
  for (let round = 0; round < 3000; round++) {
    const bytes = wireBytes(randomReply(random).wire);
    for (let changes = Math.floor(random() * 4); changes >= 0; changes--) {
      const alphabet = random() < 0.5 ? Buffer.from('+-:$*_#,(!=%~|>;.?\r\n0123456789') : undefined;
      const byte = Math.floor(random() * (alphabet?.length ?? 256));
      bytes[Math.floor(random() * bytes.length)] = alphabet?.[byte] ?? byte;
    }
    const { parser, replies } = reader({
      limits: {
        depth: 8,
        aggregateItems: 64,
        bulkBytes: 4096,
        lineBytes: 4096,
      },
    });
    try {
      for (let at = 0; at < bytes.length; at += 7) parser.write(bytes.subarray(at, at + 7));
    } catch (error) {
      expect(error, `REPLY_SEED=${seed}, round ${round}`).toBeInstanceOf(ReplyProtocolError);
      const count = replies.length;
      expect(() => parser.write(Buffer.from('+OK\r\n'))).toThrow(error as ReplyProtocolError);
      expect(replies).toHaveLength(count);
    }
  }
});

describe('hostile bytes', () => {
  test.each([
    ['an unknown type', 'hello\r\n', /0x68 begins no reply/],
    ['a length that is no number', '$abc\r\n', /expected a length/],
    ['a length without CRLF', '$3x\r\nabc\r\n', /not followed by CRLF/],
    ['a CR without LF after a length', '$3\rxabc\r\n', /not followed by CRLF/],
    ['a negative length', '$-2\r\n', /negative length/],
    ['a string longer than it said', '$3\r\nabcd\r\n', /3 bytes of text are not followed by CRLF/],
    ['a bulk string over the limit', '$536870913\r\n', /length of more than 536870912/],
    ['an array over the limit', '*67108865\r\n', /length of more than 67108864/],
    ['a map over the limit', '%33554433\r\n', /length of more than 33554432/],
    ['a length of endless zeros', `$${'0'.repeat(40)}`, /length of more than/],
    ['an integer that is none', ':12a\r\n', /not a 64-bit integer/],
    ['an empty integer', ':\r\n', /not a 64-bit integer/],
    ['an integer over 64 bits', ':9223372036854775808\r\n', /not a 64-bit integer/],
    ['an endless integer', `:${'1'.repeat(2000)}`, /line of more than 1024 bytes/],
    ['a double that is none', ',1.2.3\r\n', /not a double/],
    ['a big number that is none', '(12x\r\n', /not a big number/],
    ['a boolean that is none', '#x\r\n', /neither t nor f/],
    ['a null with text', '_x\r\n', /null carries text/],
    ['a verbatim string without format', '=3\r\ntxt\r\n', /without its format/],
    ['a lone CR in a line', '+a\rb\r\n', /CR without its LF/],
    ['a null map', '%-1\r\n', /only arrays and bulk strings/],
    ['an empty push', '>0\r\n', /push without its kind/],
    ['a push inside of an array', '*1\r\n>1\r\n+a\r\n', /push inside of a reply/],
    ['a streamed push', '>?\r\n', /only arrays, sets and maps/],
    ['an end mark out of place', '.\r\n', /end mark outside/],
    ['an end mark in a counted array', '*2\r\n+a\r\n.\r\n', /end mark outside/],
    ['an end mark without CRLF', '*?\r\n.xx', /end mark is not followed/],
    ['a streamed map with a lone key', '%?\r\n+a\r\n.\r\n', /ends with a key/],
    ['a chunk out of place', ';1\r\na\r\n', /chunk outside/],
    ['an empty chunk out of place', ';0\r\n', /chunk outside/],
    ['a streamed string without chunk', '$?\r\n+a\r\n', /goes on without chunk/],
    ['a streamed length of another type', '=?\r\n', /expected a length/],
  ])('%s is refused', (_, wire, problem) => {
    expect(() => read(wire)).toThrow(problem);
    expect(() => read(wire)).toThrow(ReplyProtocolError);
    const { parser } = reader();
    expect(() => {
      for (const byte of Buffer.from(wire)) parser.write(Uint8Array.of(byte));
    }).toThrow(problem);
  });

  test('nesting ends at the limit, without a deep stack', () => {
    expect(one(`${'*1\r\n'.repeat(256)}*0\r\n`)).toBeInstanceOf(Array);
    expect(() => read('*1\r\n'.repeat(257))).toThrow(/nested more than 256 deep/);
    expect(() => read('*1\r\n'.repeat(100_000))).toThrow(/nested more than 256 deep/);
  });

  test('lines, streamed strings and streamed aggregates have limits', () => {
    expect(() => read(`+${'x'.repeat(11)}`, { limits: { lineBytes: 10 } })).toThrow(
      /line of more than 10 bytes/,
    );
    expect(() => read(`+${'x'.repeat(90)}`, { limits: { lineBytes: 80 } })).toThrow(
      /line of more than 80 bytes/,
    );
    const streamed = '$?\r\n;6\r\nabcdef\r\n;6\r\nabcdef\r\n';
    expect(() => read(streamed, { limits: { bulkBytes: 10 } })).toThrow(/string of more than 10 bytes/);
    expect(() => read('*?\r\n:1\r\n:1\r\n:1\r\n', { limits: { aggregateItems: 2 } })).toThrow(
      /too many elements/,
    );
  });

  test('a header allocates nothing for what it promises', () => {
    const before = process.memoryUsage();
    const readers = Array.from({ length: 64 }, () => reader());
    for (const { parser } of readers) {
      parser.write(Buffer.from('*67108864\r\n%33554432\r\n$536870912\r\nabc'));
      parser.write(Buffer.from('def'));
    }
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1024 * 1024);
    expect(after.heapTotal - before.heapTotal).toBeLessThan(64 * 1024 * 1024);
  });

  test('the offset of the error is that of the stream', () => {
    const { parser } = reader();
    parser.write(Buffer.from('+OK\r\n$3\r\nab'));
    expect(() => parser.write(Buffer.from('cX\r\n'))).toThrow(/byte 12 of the stream/);
  });

  test('truncated replies give nothing and no error', () => {
    const wire = Buffer.from('*2\r\n$5\r\nhello\r\n%1\r\n+k\r\n,1.5\r\n');
    for (let cut = 0; cut < wire.length; cut++) expect(read(wire.subarray(0, cut)).replies).toEqual([]);
  });
});
