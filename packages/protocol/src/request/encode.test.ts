import { expect, test } from 'vitest';
import { encodedBytes, encodeRequest, REFERENCED_BYTES_MIN } from './encode.ts';

function bytesOf(...args: Parameters<typeof encodeRequest>[0]): string {
  return encodedBytes(encodeRequest(args)).toString('latin1');
}

test('a request is written as an array of bulk strings', () => {
  expect(bytesOf('SET', 'name', 'John Doe')).toBe('*3\r\n$3\r\nSET\r\n$4\r\nname\r\n$8\r\nJohn Doe\r\n');
});

test('numbers are written in decimal, infinities as Redis writes them', () => {
  expect(bytesOf('X', 1, -2.5, 2n ** 63n)).toBe(
    '*4\r\n$1\r\nX\r\n$1\r\n1\r\n$4\r\n-2.5\r\n$19\r\n9223372036854775808\r\n',
  );
  expect(bytesOf(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY)).toBe(
    '*2\r\n$3\r\ninf\r\n$4\r\n-inf\r\n',
  );
});

test('text is sent as UTF-8 and its length counts bytes', () => {
  const encoded = encodeRequest(['é', '日本', '🙂', 'plain']);
  expect(typeof encoded).toBe('string');
  expect(encodedBytes(encoded).toString('utf8')).toBe(
    '*4\r\n$2\r\né\r\n$6\r\n日本\r\n$4\r\n🙂\r\n$5\r\nplain\r\n',
  );
});

test('a surrogate without its partner becomes the replacement character', () => {
  expect(bytesOf('\ud800')).toBe(Buffer.from('*1\r\n$3\r\n\ufffd\r\n').toString('latin1'));
});

test('every byte value survives, in small and in large arguments', () => {
  const small = Uint8Array.from({ length: 256 }, (_, index) => index);
  const large = Buffer.alloc(REFERENCED_BYTES_MIN, small);
  const bytes = encodedBytes(encodeRequest([small, large, 'end']));
  const expected = Buffer.concat([
    Buffer.from('*3\r\n$256\r\n'),
    small,
    Buffer.from(`\r\n$${large.length}\r\n`),
    large,
    Buffer.from('\r\n$3\r\nend\r\n'),
  ]);
  expect(bytes.equals(expected)).toBe(true);
});

test('a view over part of a larger buffer is encoded as that part', () => {
  const whole = new Uint8Array([1, 65, 66, 67, 2]);
  expect(bytesOf(whole.subarray(1, 4))).toBe('*1\r\n$3\r\nABC\r\n');
});

test('a large Buffer is passed on by reference, a small one is copied', () => {
  const large = Buffer.alloc(REFERENCED_BYTES_MIN, 'x');
  const encoded = encodeRequest(['SET', 'k', large]);
  expect(Array.isArray(encoded) && encoded.includes(large)).toBe(true);
  expect(typeof encodeRequest(['SET', 'k', large.subarray(1)])).toBe('string');
});

test('what is no argument is refused with its type named', () => {
  const wrong = (value: unknown) => () => encodeRequest(['GET', value as string]);
  expect(wrong(undefined)).toThrow(/got undefined/);
  expect(wrong(null)).toThrow(/got null/);
  expect(wrong(new Date(0))).toThrow(/got Date/);
  expect(wrong(true)).toThrow(/got boolean/);
  expect(wrong(Number.NaN)).toThrow(/NaN/);
  expect(() => encodeRequest([])).toThrow(/command name/);
});
