/**
 * Starting other programs from the scripts: each says what it runs, and its failure is the script's failure.
 */
import { spawnSync } from 'node:child_process';
import { root, textOf } from './tree.ts';

/** A program ended with anything but success. */
export class ProgramFailed extends Error {}

/** Runs a program to its end with its output shown, from the top folder unless told otherwise; throws if it fails. */
export function run(program: string, args: readonly string[], folder: string = root): void {
  console.log(`$ ${[program, ...args].join(' ')}`);
  const { status, signal, error } = spawnSync(program, args, {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw failure(program, args, status ?? signal, error);
}

/** Runs a program to its end and returns what it wrote to its standard output, trimmed; throws if it fails. */
export function outputOf(program: string, args: readonly string[], folder: string = root): string {
  const { status, signal, error, stdout } = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw failure(program, args, status ?? signal, error);
  return stdout.trim();
}

/** Runs pnpm: the one that started this script, else the version this repository names, which npm can fetch. */
export function pnpm(args: readonly string[], folder: string = root): void {
  const own = process.env.npm_execpath;
  if (own?.endsWith('pnpm.cjs')) {
    run(process.execPath, [own, ...args], folder);
  } else {
    const { packageManager }: { packageManager: string } = JSON.parse(textOf('package.json'));
    run('npx', ['-y', packageManager, ...args], folder);
  }
}

function failure(program: string, args: readonly string[], how: unknown, cause?: Error): ProgramFailed {
  return new ProgramFailed(`${[program, ...args].join(' ')} failed (${how})`, { cause });
}
