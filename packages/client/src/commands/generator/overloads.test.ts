import type { CommandSpec } from '@redwing/protocol';
import { resolveCommand } from '@redwing/protocol';
import { expect, test } from 'vitest';
import { overloadsOf } from './overloads.ts';
import { signatureOf } from './signature.ts';

type Args = NonNullable<CommandSpec['args']>;
type Reply = NonNullable<CommandSpec['reply']>;

function overloads(args: Args, reply: Reply): string[] {
  const spec = { summary: '', group: 'generic', since: '1.0.0', flags: [], args } as const;
  const command = resolveCommand('sample', spec);
  return overloadsOf(reply, command.args, signatureOf(command.args, 'SampleOptions'), 1).map(
    (each) => `(${each.parameters.join(', ')}): ${each.reply}`,
  );
}

const key = { key: 'key' } as const;
const scores = {
  given: 'WITHSCORES',
  reply: { pairs: ['bulk', 'double'] },
  otherwise: { array: 'bulk' },
} as const;

test('a reply that does not depend on the request needs none', () => {
  expect(overloads([key, { token: 'NX', optional: true }], { either: ['integer', 'null'] })).toEqual([]);
});

test('an option that decides is given or not', () => {
  expect(
    overloads([key, { token: 'WITHSCORES', optional: true }, { token: 'REV', optional: true }], scores),
  ).toEqual([
    "(key: Argument, ...options: With<SampleOptions, 'WITHSCORES'>): [Text, number][]",
    "(key: Argument, ...options: Without<SampleOptions, 'WITHSCORES'>): Text[]",
  ]);
});

test('keys that are counted are a list where options follow', () => {
  const args = [
    { integer: 'numkeys' },
    { key: 'key', multiple: true },
    { token: 'WITHSCORES', optional: true },
  ] as const;
  expect(overloads(args, scores)).toEqual([
    "(numkeys: NumberArgument, ...words: [...Arguments[], ...With<SampleOptions, 'WITHSCORES'>]): [Text, number][]",
    "(numkeys: NumberArgument, keys: readonly Argument[], ...options: Without<SampleOptions, 'WITHSCORES'>): Text[]",
  ]);
});

test('a number in the first place says that no option is given', () => {
  const pairs = { block: 'data', multiple: true, of: [{ double: 'score' }, { string: 'member' }] } as const;
  const reply = { given: 'INCR', reply: 'double|null', otherwise: 'integer' } as const;
  expect(overloads([key, { token: 'INCR', optional: true }, pairs], reply)).toEqual([
    "(key: Argument, ...words: [...With<SampleOptions, 'INCR'>, ...Arguments[]]): number | null",
    "(key: Argument, ...words: [...([] | Without<SampleOptions, 'INCR'>), " +
      'first: number | Exclude<Arguments, Argument>, ...Arguments[]]): number',
  ]);
});

test('the number of words decides', () => {
  const reply = { given: 2, reply: scores, otherwise: 'bulk|null' } as const;
  const of = [{ integer: 'count' }, { token: 'WITHSCORES', optional: true }] as const;
  expect(overloads([key, { block: 'options', optional: true, of }], reply)).toEqual([
    '(key: Argument): Text | null',
    '(key: Argument, count: NumberArgument): Text[]',
    "(key: Argument, count: NumberArgument, withscores: 'WITHSCORES'): [Text, number][]",
  ]);
  const count = { integer: 'count', optional: true } as const;
  expect(overloads([key, count], { given: 2, reply: { set: 'bulk' }, otherwise: 'bulk|null' })).toEqual([
    '(key: Argument): Text | null',
    '(key: Argument, count: NumberArgument): Set<Text>',
  ]);
});

test('words that a type cannot tell apart are there or not', () => {
  const rest = {
    block: 'full',
    optional: true,
    of: [{ token: 'FULL' }, { integer: 'count', token: 'COUNT', optional: true }],
  } as const;
  expect(overloads([key, rest], { given: 'FULL', reply: { array: 'bulk' }, otherwise: 'integer' })).toEqual([
    '(key: Argument): number',
    "(key: Argument, word: 'FULL', ...words: Arguments[]): Text[]",
  ]);
});
