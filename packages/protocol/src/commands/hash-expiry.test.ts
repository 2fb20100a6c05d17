/** What Redis 7.4 and 8.0 document of these commands; the redis-server of the other tests does not have them. */

import { expect, test } from 'vitest';
import { resolveCommand } from './command.ts';
import type { CommandSpec } from './command-spec.ts';
import { hashExpiryCommands } from './hash-expiry.ts';
import { commandSyntax } from './syntax.ts';

const specs = Object.entries<CommandSpec>(hashExpiryCommands);
const resolved = specs.map(([name, spec]) => resolveCommand(name, spec));

test('have the arity and the age they are documented with', () => {
  expect(resolved.map(({ name, arity, spec }) => `${name} ${arity} ${spec.since}`)).toEqual([
    'hexpire -6 7.4.0',
    'hexpireat -6 7.4.0',
    'hexpiretime -5 7.4.0',
    'hgetdel -5 8.0.0',
    'hgetex -5 8.0.0',
    'hpersist -5 7.4.0',
    'hpexpire -6 7.4.0',
    'hpexpireat -6 7.4.0',
    'hpexpiretime -5 7.4.0',
    'hpttl -5 7.4.0',
    'hsetex -6 8.0.0',
    'httl -5 7.4.0',
  ]);
});

test('name one key and, behind a word and a count, their fields', () => {
  for (const command of resolved) {
    expect([command.firstKey, command.lastKey, command.keyStep], command.name).toEqual([1, 1, 1]);
    expect(commandSyntax(command)).toMatch(/ FIELDS numfields (field|field value) \[.* \.\.\.\]$/);
  }
});

test('say that they go beyond Redis 7.0', () => {
  for (const { spec } of resolved)
    expect(spec.extension).toBe(`It came with Redis ${spec.since.slice(0, 3)}.`);
});
