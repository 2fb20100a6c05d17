import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs a module's text in a process of its own, which has imported ours, and returns what it prints. */
function run(text: string): string {
  const ours = JSON.stringify(new URL('./v8.ts', import.meta.url).href);
  const source = `import { collectGarbage, tuneV8 } from ${ours}; ${text}`;
  const words = ['--import', 'tsx', '--input-type=module', '--eval', source];
  return execFileSync(process.execPath, words, { encoding: 'utf8' }).trim();
}

test('what nobody holds is gone at once, and nobody else can have it collected', () => {
  const text = `
    const registry = new WeakRef({});
    await new Promise((resolve) => setImmediate(resolve));
    collectGarbage();
    console.log(registry.deref(), typeof gc);`;
  expect(run(text)).toBe('undefined undefined');
});

test('the young generation grows to its full size in one step', () => {
  const text = `
    import { getHeapSpaceStatistics } from 'node:v8';
    tuneV8();
    const kept = [];
    for (let i = 0; i < 3e5; i++) kept[i & 0x3fff] = { i };
    console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size >= 2 ** 24);`;
  expect(run(text)).toBe('true');
});
