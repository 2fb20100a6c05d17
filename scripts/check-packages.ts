/**
 * Holds each packed package to what importers expect: publint reads its manifest against its files, and
 * are-the-types-wrong resolves its types as every kind of importer would. Run after a build.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProgramFailed, run } from './programs.ts';
import { packAll } from './tarballs.ts';
import { root } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'redwing-packages-'));
const failed: string[] = [];

function attempt(what: string, program: string, args: readonly string[]): void {
  try {
    run(join(root, 'node_modules/.bin', program), args);
  } catch (error) {
    if (!(error instanceof ProgramFailed)) throw error;
    failed.push(what);
  }
}

try {
  for (const { name, file, library } of packAll(folder)) {
    attempt(`${name}: publint`, 'publint', ['run', file, '--strict']);
    if (library) attempt(`${name}: are the types wrong`, 'attw', [file, '--profile', 'node16']);
  }
} finally {
  rmSync(folder, { recursive: true });
}
console.log(failed.length === 0 ? 'packages: all sound' : `packages: failed\n  ${failed.join('\n  ')}`);
if (failed.length > 0) process.exitCode = 1;
