import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationPage } from './documentation.ts';

test('docs/configuration.md is what the table of directives says', () => {
  const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  const advice = 'run `npx tsx scripts/write-configuration-page.ts`';
  expect(page === configurationPage(), advice).toBe(true);
});

test('every directive that may be seen has one row', () => {
  const rows = configurationPage()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const names = rows.map((row) => /^\| `([^`]+)`/.exec(row)?.[1]);
  expect(new Set(names).size).toBe(rows.length);
  expect(names).toContain('notify-backlog-size');
  expect(names).not.toContain('watchdog-period');
});

test('no cell of a table breaks its row', () => {
  for (const row of configurationPage()
    .split('\n')
    .filter((line) => line.startsWith('| '))) {
    expect(row.replaceAll('\\|', '').split('|'), row).toHaveLength(7);
  }
});
