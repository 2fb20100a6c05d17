import { describe, expect, test } from 'vitest';
import { resolveArguments } from './arguments.ts';
import { acceptsCount, arityOf, containerArity } from './arity.ts';
import { commandNamed, resolveCommand } from './command.ts';
import type { ArgumentSpec } from './command-spec.ts';

const arity = (args: readonly ArgumentSpec[], nameWords = 1) => arityOf(resolveArguments(args), nameWords);

describe('arity', () => {
  test('counts the name and every argument that must be there', () => {
    expect(arity([])).toBe(1);
    expect(arity([{ key: 'key' }, { string: 'value' }])).toBe(3);
    expect(arity([{ key: 'key' }], 2)).toBe(3);
  });

  test('is a minimum if anything may be left out or repeated', () => {
    expect(arity([{ key: 'key' }, { integer: 'count', optional: true }])).toBe(-2);
    expect(arity([{ key: 'key', multiple: true }])).toBe(-2);
    expect(arity([{ key: 'key', optional: true, multiple: true }])).toBe(-1);
  });

  test('counts the word before a value', () => {
    expect(arity([{ integer: 'count', token: 'COUNT' }])).toBe(3);
    expect(arity([{ token: 'NOW' }])).toBe(2);
  });

  test('takes a block as a whole', () => {
    const pair = [{ string: 'field' }, { string: 'value' }];
    expect(arity([{ block: 'pair', of: pair }])).toBe(3);
    expect(arity([{ block: 'pair', token: 'PAIR', of: pair }])).toBe(4);
    expect(arity([{ block: 'pair', multiple: true, of: pair }])).toBe(-3);
  });

  test('is exact for a choice whose alternatives are of equal length', () => {
    const mode: ArgumentSpec = { oneof: 'mode', of: [{ token: 'ON' }, { token: 'OFF' }] };
    expect(arity([mode])).toBe(2);
    expect(
      arity([
        {
          oneof: 'attr',
          of: [
            { string: 'a', token: 'A' },
            { string: 'b', token: 'B' },
          ],
        },
      ]),
    ).toBe(3);
  });

  test('is the shortest alternative of a choice otherwise, even of optional ones', () => {
    expect(arity([{ oneof: 'target', of: [{ string: 'address' }, { integer: 'id', token: 'ID' }] }])).toBe(
      -2,
    );
    expect(arity([{ oneof: 'target', of: [{ integer: 'id', token: 'ID', optional: true }] }])).toBe(3);
    expect(arity([{ oneof: 'target', of: [{ integer: 'id', token: 'ID', multiple: true }] }])).toBe(-3);
  });

  test('is a minimum for a command that takes no notice of further words', () => {
    expect(arityOf([], 1, true)).toBe(-1);
    expect(commandNamed('quit').arity).toBe(-1);
  });

  test('is what the table says where Redis asks for fewer words than the grammar', () => {
    const places = {
      summary: '',
      group: 'geo',
      since: '3.2.0',
      flags: [],
      args: [{ key: 'key' }, { string: 'member', multiple: true }],
    } as const;
    expect(resolveCommand('geopos', places).arity).toBe(-3);
    expect(resolveCommand('geopos', { ...places, wordsMin: 2 }).arity).toBe(-2);
  });

  test('of a container asks for a subcommand, unless the container may stand alone', () => {
    expect(containerArity(false)).toBe(-2);
    expect(containerArity(true)).toBe(-1);
    expect(commandNamed('client').arity).toBe(-2);
    expect(commandNamed('command').arity).toBe(-1);
  });

  test('accepts exactly its number of words if positive and at least so many if negative', () => {
    expect([1, 2, 3].map((count) => acceptsCount(2, count))).toEqual([false, true, false]);
    expect([1, 2, 3].map((count) => acceptsCount(-2, count))).toEqual([false, true, true]);
  });
});
