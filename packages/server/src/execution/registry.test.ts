import { fullCommandList } from '@redwing/protocol';
import { expect, it } from 'vitest';
import { handlers } from '../commands/handlers.ts';

it('has a handler for every command in the table, and no other', () => {
  // A container is executed by its subcommands, unless it may stand alone.
  const executable = fullCommandList.filter(
    ({ subcommands, spec }) => subcommands.length === 0 || spec.reply,
  );
  expect(Object.keys(handlers).sort()).toEqual(executable.map(({ name }) => name).sort());
});
