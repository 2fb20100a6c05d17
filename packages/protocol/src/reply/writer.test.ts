import { expect, it } from 'vitest';
import { ReplyWriter } from './writer.ts';

/** What `write` puts down in RESP2 and in RESP3. */
function written(write: (reply: ReplyWriter) => void): [resp2: string, resp3: string] {
  const texts = [false, true].map((resp3) => {
    const reply = new ReplyWriter();
    reply.resp3 = resp3;
    write(reply);
    return reply.buffer.latin1Slice(0, reply.length);
  });
  return texts as [string, string];
}

/** A number as text: a bulk string in RESP2. */
function double(text: string): [resp2: string, resp3: string] {
  return [`$${text.length}\r\n${text}\r\n`, `,${text}\r\n`];
}

it.each<[string, (reply: ReplyWriter) => void, string, string]>([
  ['null', (reply) => reply.null(), '$-1\r\n', '_\r\n'],
  ['null array', (reply) => reply.nullArray(), '*-1\r\n', '_\r\n'],
  ['boolean', (reply) => reply.boolean(true), ':1\r\n', '#t\r\n'],
  ['double', (reply) => reply.double(0.1), '$19\r\n0.10000000000000001\r\n', ',0.10000000000000001\r\n'],
  ['plain double', (reply) => reply.double(-2.75), ...double('-2.75')],
  [
    'plain double of fifteen digits',
    (reply) => reply.double(99_999.9990234375),
    ...double('99999.9990234375'),
  ],
  ['no plain double', (reply) => reply.double(1_234_567.0009765625), ...double('1234567.0009765625')],
  ['double zero', (reply) => reply.double(0), ...double('0')],
  ['double minus zero', (reply) => reply.double(-0), ...double('-0')],
  ['one-digit double', (reply) => reply.double(7), ...double('7')],
  ['nine-digit double', (reply) => reply.double(999_999_999), ...double('999999999')],
  ['ten-digit double', (reply) => reply.double(1_000_000_000), ...double('1000000000')],
  ['large double', (reply) => reply.double(1e20), '$5\r\n1e+20\r\n', ',1e+20\r\n'],
  ['double between two', (reply) => reply.double(286630676996680.625), ...double('286630676996680.62')],
  ['whole double', (reply) => reply.double(-12), ...double('-12')],
  ['tiny double', (reply) => reply.double(1.5e-7), ...double('1.4999999999999999e-07')],
  ['small double', (reply) => reply.double(-0.00025), ...double('-0.00025000000000000001')],
  ['double of 17 digits', (reply) => reply.double(2 ** 56), ...double('72057594037927936')],
  ['infinity', (reply) => reply.double(Number.NEGATIVE_INFINITY), '$4\r\n-inf\r\n', ',-inf\r\n'],
  ['map', (reply) => reply.map(2), '*4\r\n', '%2\r\n'],
  ['set', (reply) => reply.set(2), '*2\r\n', '~2\r\n'],
  ['push', (reply) => reply.push(3), '*3\r\n', '>3\r\n'],
  ['verbatim', (reply) => reply.verbatim('hé', 'txt'), '$3\r\nhÃ©\r\n', '=7\r\ntxt:hÃ©\r\n'],
])('writes a %s as each protocol has it', (_, write, resp2, resp3) => {
  expect(written(write)).toEqual([resp2, resp3]);
});

it('writes integers of every length', () => {
  for (const value of [0, 9, 10, 99, 100, 999_999_999, 1e9, 2 ** 53 - 1, -1, -10, -(2 ** 53)]) {
    expect(written((reply) => reply.integer(value))[0]).toBe(`:${value}\r\n`);
  }
  expect(written((reply) => reply.integer(-(2n ** 63n)))[0]).toBe(':-9223372036854775808\r\n');
});

it.each([0, 1, 9, 10, 99, 12_345])(
  'puts the head of %i elements before them when they have been counted',
  (count) => {
    const elements = (reply: ReplyWriter): void => {
      for (let i = 0; i < count; i++) reply.integer(7);
    };
    const counted = written((reply) => {
      reply.ok();
      const outer = reply.headLater();
      const inner = reply.headLater();
      elements(reply);
      reply.arraySince(inner, count);
      reply.pairsSince(outer, count);
    });
    const known = written((reply) => {
      reply.ok();
      if (reply.resp3) reply.map(count);
      else reply.array(count);
      reply.array(count);
      elements(reply);
    });
    expect(counted).toEqual(known);
  },
);

it('puts a bulk string before what was written since a mark', () => {
  const [resp2] = written((reply) => {
    reply.ok();
    const mark = reply.length;
    for (let i = 0; i < 20_000; i++) reply.integer(7);
    reply.bulkBefore(mark, Buffer.from('first'));
  });
  expect(resp2).toBe(`+OK\r\n$5\r\nfirst\r\n${':7\r\n'.repeat(20_000)}`);
});

it('keeps an error on one line', () => {
  expect(written((reply) => reply.error('ERR a\r\nb'))[0]).toBe('-ERR a  b\r\n');
});

it('grows for a large value and gives the room back', () => {
  const reply = new ReplyWriter();
  const value = Buffer.alloc(3_000_000, 'x');
  reply.bulk(value, 0, value.length);
  expect(reply.length).toBe(3_000_000 + '$3000000\r\n\r\n'.length);
  reply.reset();
  expect(reply.buffer.length).toBeLessThan(100_000);
});
