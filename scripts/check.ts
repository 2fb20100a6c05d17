/**
 * Everything that CI checks, in one command. Every step runs, whatever an earlier one did, and the end says which
 * failed. `--only name` (repeatable) runs some of them.
 */
import { parseArgs } from 'node:util';
import { ProgramFailed, pnpm } from './programs.ts';

// The tests come last: what failed among them is then the last thing that a cut-off log still shows.
const steps = ['lint', 'typecheck', 'build', 'check:packages', 'check:installation', 'test'];

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
const chosen = steps.filter((step) => values.only?.includes(step) ?? true);
const results: string[] = [];

for (const step of chosen) {
  console.log(`\n── ${step}`);
  const began = performance.now();
  let outcome = 'passed';
  try {
    pnpm(['run', step]);
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    outcome = 'FAILED';
    process.exitCode = 1;
  }
  results.push(`${outcome}  ${step} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}

console.log(`\n── check\n${results.join('\n')}`);
