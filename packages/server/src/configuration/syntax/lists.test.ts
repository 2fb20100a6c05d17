import { expect, test } from 'vitest';
import {
  addresses,
  bufferLimits,
  oomScoreAdjustments,
  percentiles,
  primaryAddress,
  savePoints,
} from './lists.ts';
import type { Setting, ValueSyntax } from './value-syntax.ts';
import { Invalid } from './value-syntax.ts';

function parse<Value>(
  syntax: ValueSyntax<Value>,
  line: string,
  before?: Setting<Value>,
): Setting<Value> | Invalid {
  const words = line === '' ? [] : line.split(' ');
  const context = { repeated: before !== undefined, workingDirectory: '/' };
  return syntax.parse(words, before, context);
}

function read<Value>(syntax: ValueSyntax<Value>, line: string): Setting<Value> {
  const parsed = parse(syntax, line);
  if (parsed instanceof Invalid) throw new Error(parsed.reason);
  return parsed;
}

function reason<Value>(syntax: ValueSyntax<Value>, line: string): string | undefined {
  const parsed = parse(syntax, line);
  return parsed instanceof Invalid ? parsed.reason : undefined;
}

test('save points come in pairs, and lines of a file add up', () => {
  const first = read(savePoints(), '900 1');
  expect(first).toEqual({ value: [{ seconds: 900, changes: 1, text: '900 1' }], text: '900 1' });
  expect(parse(savePoints(), '300 10', first)).toMatchObject({ text: '900 1 300 10' });
  expect(parse(savePoints(), '', first)).toEqual({ value: [], text: '' });
  expect(read(savePoints(), '1 4294967297').text).toBe('1 1');
  expect(read(savePoints(), '9223372036854775807 1').text).toBe('9223372036854775807 1');
  expect(savePoints().fileLines({ ...first, value: [] })).toEqual(['""']);
  for (const line of ['900', '0 1', '900 -1', '900 x', 'x 1', '900  1']) {
    expect(reason(savePoints(), line)).toBe('Invalid save parameters');
  }
});

test('buffer limits keep the classes that are not named', () => {
  const syntax = bufferLimits();
  const before = read(syntax, 'normal 0 0 0 replica 256mb 64mb 60 pubsub 32mb 8mb 60');
  expect(before.text).toBe('normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60');
  const after = parse(syntax, 'REPLICA 1kb 2k 3', before);
  expect(after).toMatchObject({
    text: 'normal 0 0 0 slave 1024 2000 3 pubsub 33554432 8388608 60',
    value: {
      normal: { hardBytes: 0 },
      replica: { hardBytes: 1024, softBytes: 2000, softSeconds: 3 },
      pubsub: { hardBytes: 33_554_432 },
    },
  });
  expect(syntax.fileLines(before)).toEqual(['normal 0 0 0', 'replica 256mb 64mb 60', 'pubsub 32mb 8mb 60']);
});

test('buffer limits that make no sense change nothing', () => {
  expect(reason(bufferLimits(), 'normal 1 2')).toBe(
    'Wrong number of arguments in buffer limit configuration.',
  );
  expect(reason(bufferLimits(), 'master 1 2 3')).toBe(
    'Invalid client class specified in buffer limit configuration.',
  );
  for (const line of ['normal x 2 3', 'normal 1 x 3', 'normal 1 2 x', 'normal 1 2 -3']) {
    expect(reason(bufferLimits(), line)).toBe(
      'Error in hard, soft or soft_seconds setting in buffer limit configuration.',
    );
  }
});

test('out-of-memory adjustments are three', () => {
  expect(read(oomScoreAdjustments(), '0 200 800').value).toEqual([0, 200, 800]);
  expect(reason(oomScoreAdjustments(), '1 2')).toBe('wrong number of arguments');
  expect(reason(oomScoreAdjustments(), '1 2 2001')).toMatch(/^Invalid oom-score-adj-values/);
});

test('percentiles are shown without superfluous zeros', () => {
  expect(read(percentiles(), '50 99.90 99.1234567 1e1 0x10 .5')).toEqual({
    value: [50, 99.9, 99.123_456_7, 10, 16, 0.5],
    text: '50 99.9 99.123457 10 16 0.5',
  });
  expect(read(percentiles(), '100 0').text).toBe('100 0');
  expect(reason(percentiles(), '101')).toMatch(/should sit between/);
  expect(reason(percentiles(), '-inf')).toMatch(/should sit between/);
  expect(reason(percentiles(), 'x')).toMatch(/^Invalid/);
});

test('at most sixteen addresses can be listened on, and none', () => {
  expect(read(addresses(), '127.0.0.1 -::1').value).toEqual(['127.0.0.1', '-::1']);
  expect(read(addresses(), '')).toEqual({ value: [], text: '' });
  expect(reason(addresses(), '::1 '.repeat(17).trim())).toBe('Too many bind addresses specified.');
});

test('a primary is a host and a port, or no one, which needs no line', () => {
  expect(read(primaryAddress(), 'example.org 6379')).toEqual({
    value: { host: 'example.org', port: 6379 },
    text: 'example.org 6379',
  });
  const none = read(primaryAddress(), 'NO ONE');
  expect(none).toEqual({ value: undefined, text: '' });
  expect(primaryAddress().fileLines(none)).toEqual([]);
  expect(reason(primaryAddress(), 'a')).toBe('wrong number of arguments');
  expect(reason(primaryAddress(), 'a 65536')).toBe('Invalid master port');
  expect(reason(primaryAddress(), 'a 1x')).toBe('Invalid master port');
});
