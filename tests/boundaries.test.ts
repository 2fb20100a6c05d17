import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { boundaries, crossings } from '../scripts/boundaries.ts';
import { filesUnder, root, textOf } from '../scripts/tree.ts';

/** What is said of one line of code that stands in the given file. */
function saidOf(path: string, line: string): string[] {
  return crossings(path, `${line}\n`).map(({ reason }) => reason);
}

describe('package boundaries', () => {
  it('no source file crosses one', () => {
    const sources = boundaries.flatMap(({ folder }) => filesUnder(`${folder}/src`));
    const found = sources
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => crossings(path, textOf(path)));
    expect(found).toEqual([]);
  });

  it('every package and app has one, and depends on no more than it says', () => {
    const folders = [...new Set([...filesUnder('packages'), ...filesUnder('apps')])]
      .filter((path) => path.endsWith('/package.json'))
      .map((path) => path.slice(0, -'/package.json'.length));
    expect(boundaries.map(({ folder }) => folder).sort()).toEqual(folders.sort());
    for (const { folder, packages, outside } of boundaries) {
      const manifest: { dependencies?: Record<string, string> } = JSON.parse(
        readFileSync(join(root, folder, 'package.json'), 'utf8'),
      );
      const allowed = new Set([...packages, ...outside]);
      const undeclared = Object.keys(manifest.dependencies ?? {}).filter((name) => !allowed.has(name));
      expect({ folder, undeclared }).toEqual({ folder, undeclared: [] });
    }
  });

  it.each([
    ['packages/protocol/src/a.ts', "import { open } from '@redwing/store';"],
    ['packages/store/src/a.ts', "export { parse } from '@redwing/protocol';"],
    ['packages/replication/src/a.ts', "import type { Server } from '@redwing/server';"],
    ['packages/client/src/a.ts', "const server = await import('@redwing/server');"],
    ['packages/server/src/a.ts', "type Client = import('@redwing/client').Client;"],
    ['apps/cli/src/main.ts', "import { parse } from '@redwing/protocol';"],
    ['packages/protocol/src/a.test.ts', "import { open } from '@redwing/store';"],
  ])('refuses in %s an import of a package that is not below it: %s', (path, line) => {
    expect(saidOf(path, line)).toEqual([expect.stringContaining('may not import')]);
  });

  it('refuses a relative import that leaves the package', () => {
    const said = saidOf('packages/server/src/a/b.ts', "import { Arena } from '../../../store/src/index.ts';");
    expect(said).toEqual([expect.stringContaining('leaves packages/server')]);
    expect(saidOf('packages/server/src/a/b.ts', "import { c } from '../c.ts';")).toEqual([]);
  });

  it('refuses shipped code that imports what is for tests', () => {
    const line = "import { seeded } from './seeded.test-support.ts';";
    expect(saidOf('packages/store/src/a.ts', line)).toEqual([expect.stringContaining('is for tests')]);
    expect(saidOf('packages/store/src/a.test.ts', line)).toEqual([]);
  });

  it('lets each package use its own Node.js modules alone', () => {
    const net = "import { createServer } from 'node:net';";
    const fs = "import { openSync } from 'node:fs';";
    expect(saidOf('packages/protocol/src/a.ts', net)).toHaveLength(1);
    expect(saidOf('packages/replication/src/a.ts', net)).toHaveLength(1);
    expect(saidOf('packages/server/src/a.ts', net)).toEqual([]);
    expect(saidOf('packages/client/src/a.ts', net)).toEqual([]);
    expect(saidOf('packages/client/src/a.ts', fs)).toHaveLength(1);
    expect(saidOf('packages/store/src/memory/a.ts', fs)).toHaveLength(1);
    expect(saidOf('packages/store/src/persistence/a.ts', fs)).toEqual([]);
    expect(saidOf('packages/protocol/src/a.test.ts', net)).toEqual([]);
  });

  it('lets no library depend on a package from outside', () => {
    expect(saidOf('packages/server/src/a.ts', "import { pino } from 'pino';")).toHaveLength(1);
    expect(saidOf('apps/server/src/a.ts', "import { pino } from 'pino';")).toEqual([]);
  });

  it.each([
    'const at = Date.now();',
    'const at = new Date();',
    'const part = Math.random();',
    'const at = performance.now();',
    'const id = crypto.randomUUID();',
    'const home = process.env.HOME;',
    'setTimeout(() => {}, 1);',
    'setImmediate(() => {});',
  ])('keeps the pure packages from taking what must be handed to them: %s', (line) => {
    for (const name of ['protocol', 'store', 'replication']) {
      expect(saidOf(`packages/${name}/src/a.ts`, line)).toEqual([expect.stringContaining('handed to')]);
    }
    expect(saidOf('packages/server/src/a.ts', line)).toEqual([]);
    expect(saidOf('packages/store/src/a.test.ts', line)).toEqual([]);
  });

  it('lets a pure package name a moment that it was handed', () => {
    expect(saidOf('packages/store/src/a.ts', 'const at = new Date(clock.now());')).toEqual([]);
  });
});
