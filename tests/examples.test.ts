/**
 * The examples run, and print what they say they print.
 *
 * Each runs as a reader would run it, in a process of its own, from source. What it prints stands in its last
 * comment, after "Prints:"; an example that is itself a test has none and must pass.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { filesUnder, root, textOf } from '../scripts/tree.ts';

const examples = filesUnder('examples').filter((path) => path.endsWith('.ts'));
const lines_max = 50;

/** Runs an example to its end and returns what it printed. Fails when it fails. */
async function outputOf(path: string): Promise<string> {
  const environment = { ...process.env };
  // A test runner inside a test runner must not report to the outer one.
  for (const name of Object.keys(environment)) {
    if (/^(NODE_TEST|NODE_OPTIONS|VITEST|NODE_V8_COVERAGE)/.test(name))
      Reflect.deleteProperty(environment, name);
  }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=@redwing/source', '--import', 'tsx', path],
    { cwd: root, env: environment, timeout: 60_000 },
  );
  return stdout;
}

/** The text of the comment that ends an example, without its slashes. */
function promised(path: string): string | undefined {
  const [, block] = /^\/\/ Prints:\n((?:\/\/ .*\n)+)$/m.exec(textOf(path)) ?? [];
  return block?.replaceAll(/^\/\/ /gm, '');
}

describe('examples', () => {
  it('are there to be run', () => {
    expect(examples.length).toBeGreaterThanOrEqual(7);
  });

  it.each(examples)('%s runs and prints what it says', { timeout: 90_000 }, async (path) => {
    const output = await outputOf(path);
    const promise = promised(path);
    if (promise === undefined) expect(output).toMatch(/pass [1-9]\d*\n.*fail 0\n/s);
    else expect(output).toBe(promise);
  });

  it.each(examples)('%s fits on a screen and tells how to run it', (path) => {
    const text = textOf(path);
    expect(text.split('\n').length - 1).toBeLessThanOrEqual(lines_max);
    expect(text).toContain(`node --conditions=@redwing/source --import tsx ${path}\n`);
  });

  it('are all in the list', () => {
    const list = textOf('examples/README.md');
    const named = [...list.matchAll(/\]\(([\w-]+\.ts)\)/g)].map(([, name]) => `examples/${name}`);
    expect(named.toSorted()).toEqual(examples);
  });
});
