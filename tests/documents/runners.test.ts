/** What the pages show for other test runners than vitest passes too. */
import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as client from '@redwing/client';
import * as server from '@redwing/server';
import * as nodeRedis from 'redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from 'vitest';
import { root } from '../../scripts/tree.ts';
import { fencesMarked } from './fences.ts';

/** Ignored by git, the formatter and the checks, like everything called dist. */
const folder = join(root, 'tests/dist/runners');
const modules: Readonly<Record<string, unknown>> = {
  '@redwing/client': client,
  '@redwing/server': server,
  redis: nodeRedis,
};

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the snippets for node:test', () => {
  const snippets = fencesMarked('js node-test').map(({ name, body }, index) => [name, body, index] as const);
  it('are there', () => expect(snippets.length).toBeGreaterThan(0));

  it.each(snippets)('%s passes', async (_, body, index) => {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `snippet-${index}.test.mjs`);
    writeFileSync(path, body);
    const environment = Object.entries(process.env).filter(
      ([name]) => !/^(NODE_TEST|NODE_OPTIONS|VITEST|NODE_V8_COVERAGE)/.test(name),
    );
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=@redwing/source', '--import', 'tsx', path],
      { cwd: root, env: Object.fromEntries(environment) },
    );
    expect(stdout).toMatch(/pass [1-9]\d*\n.*fail 0\n/s);
  });
});

// jest's functions are those of vitest; its modules are CommonJS.
for (const { name, body } of fencesMarked('js jest')) {
  describe(`the snippet for jest in ${name}`, () => {
    const load = (module: string): unknown => modules[module];
    const names = ['require', 'test', 'expect', 'beforeAll', 'beforeEach', 'afterAll'];
    new Function(...names, body)(load, test, expect, beforeAll, beforeEach, afterAll);
  });
}
