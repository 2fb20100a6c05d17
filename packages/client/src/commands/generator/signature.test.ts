import type { CommandSpec } from '@redwing/protocol';
import { resolveCommand } from '@redwing/protocol';
import { expect, test } from 'vitest';
import type { Signature } from './signature.ts';
import { signatureOf } from './signature.ts';

function signature(args: NonNullable<CommandSpec['args']>): Signature {
  const spec = { summary: '', group: 'generic', since: '1.0.0', flags: [], args } as const;
  return signatureOf(resolveCommand('sample', spec).args, 'SampleOptions');
}

test('a word that may follow a number is a parameter after it', () => {
  const options = [{ integer: 'count' }, { token: 'WITHVALUES', optional: true }] as const;
  expect(signature([{ key: 'key' }, { block: 'options', optional: true, of: options }])).toEqual({
    parameters: ['key: Argument', "...options: [] | [count: NumberArgument, withvalues?: 'WITHVALUES']"],
    options: [],
  });
});

test('a block led by a word is an option: the value, or the value and what may follow it', () => {
  const count = [
    { integer: 'count', token: 'COUNT' },
    { token: 'ANY', optional: true },
  ] as const;
  const limit = [{ integer: 'offset', token: 'LIMIT' }, { integer: 'count' }] as const;
  expect(
    signature([
      { token: 'WITHDIST', optional: true },
      { block: 'count', optional: true, of: count },
      { block: 'limit', optional: true, of: limit },
    ]),
  ).toEqual({
    parameters: ['...options: Options<SampleOptions>'],
    options: [
      'WITHDIST?: boolean',
      "COUNT?: NumberArgument | readonly [count: NumberArgument, any?: 'ANY']",
      'LIMIT?: readonly [offset: NumberArgument, count: NumberArgument]',
    ],
  });
});
