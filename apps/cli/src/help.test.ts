import { expect, test } from 'vitest';
import { helpFor } from './help.ts';
import { uncoloured } from './rendering/palette.ts';

test('help about a command shows syntax, summary and reply', () => {
  const text = helpFor(['getrange'], uncoloured);
  expect(text).toMatch(/^GETRANGE key start end\n/);
  expect(text).toContain('reply: bulk string');
});

test('help about a subcommand is asked as it is typed', () => {
  expect(helpFor(['client', 'setname'], uncoloured)).toMatch(/^CLIENT SETNAME connection-name\n/);
});

test('help about a container lists its subcommands', () => {
  expect(helpFor(['config'], uncoloured)).toContain('CONFIG REWRITE');
});

test('help about a group lists it', () => {
  expect(helpFor(['@notify'], uncoloured)).toContain('PNOTIFY pattern');
  expect(helpFor(['@nonsense'], uncoloured)).toContain('There is no group');
});

test('help alone lists every group', () => {
  expect(helpFor([], uncoloured)).toMatch(/@string[^@]*GETRANGE/);
});

test('help about what is no command says so, or what comes near', () => {
  expect(helpFor(['getran'], uncoloured)).toContain('GETRANGE');
  expect(helpFor(['nonsense'], uncoloured)).toContain('No command is called nonsense');
});
