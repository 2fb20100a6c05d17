/** docs/commands.md says what the table says, of every command and no other. */
import { createServer } from '@redwing/server';
import { expect, test } from 'vitest';
import { fullCommandList } from '../packages/protocol/src/index.ts';
import { commandsPage, documentedCommands } from '../scripts/commands-page.ts';
import { textOf } from '../scripts/tree.ts';

test('docs/commands.md is what the table of commands says', () => {
  const advice = 'run `npx tsx scripts/write-commands-page.ts`';
  expect(textOf('docs/commands.md') === commandsPage(), advice).toBe(true);
});

test('every command that can be called has one heading', () => {
  const headings = commandsPage().match(/^### .+/gm) ?? [];
  expect(new Set(headings).size).toBe(headings.length);
  const callable = fullCommandList.filter(
    ({ subcommands, spec }) => subcommands.length === 0 || spec.reply !== undefined,
  );
  expect(
    documentedCommands()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(callable.map(({ name }) => name).toSorted());
  expect(headings).toHaveLength(callable.length);
});

test('every link in the contents leads to a heading', () => {
  const page = commandsPage();
  const addresses = (page.match(/^#{2,3} .+/gm) ?? []).map((heading) =>
    heading.replace(/^#+ /, '').toLowerCase().replaceAll(' ', '-'),
  );
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, address]) => address);
  expect(links.length).toBeGreaterThan(100);
  expect(links.filter((link) => !addresses.includes(link ?? ''))).toEqual([]);
});

test('every command on the page can be called', async () => {
  await using server = await createServer();
  const callable = server.engine.registry.all
    .filter(({ handler }) => handler !== undefined)
    .map(({ name }) => name);
  expect(
    documentedCommands()
      .filter(({ name }) => !callable.includes(name))
      .map(({ name }) => name),
  ).toEqual([]);
});
