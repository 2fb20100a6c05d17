/**
 * Installs what would be published, from tarballs alone and outside this repository, and runs each thing once: the
 * shell installed globally into a prefix of its own, the daemon, and a scratch app that depends on the client and the
 * server, from ESM, CommonJS and TypeScript. Run after a build.
 *
 * The packages name each other by version. All tarballs are installed side by side, so that those names are satisfied
 * by the tarballs; the scope's registry is an address where nobody listens, so that nothing else can satisfy them.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outputOf, run } from './programs.ts';
import type { Tarball } from './tarballs.ts';
import { packAll } from './tarballs.ts';
import { root } from './tree.ts';

const folder = mkdtempSync(join(tmpdir(), 'redwing-installation-'));
const alone = [
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  '--@redwing:registry=http://127.0.0.1:1/',
  // npm looks our names up even where a tarball satisfies them, and would wait minutes for nobody to answer.
  '--fetch-retries=2',
  '--fetch-retry-mintimeout=200',
  '--fetch-retry-maxtimeout=500',
];

/** Says that a program's output matches, or throws. */
function expectOutput(program: string, args: readonly string[], pattern: RegExp): void {
  const output = outputOf(program, args, folder);
  if (!pattern.test(output)) throw new Error(`${program} ${args.join(' ')} said ${JSON.stringify(output)}`);
  console.log(`ok: ${program.slice(folder.length + 1)} ${args.join(' ')} → ${output}`);
}

/** The daemon and the shell as commands of a machine: `npm install --global` into a prefix that is ours. */
function installCommands(tarballs: readonly Tarball[]): void {
  const prefix = join(folder, 'prefix');
  mkdirSync(prefix);
  run(
    'npm',
    ['install', '--global', '--prefix', prefix, ...alone, ...tarballs.map(({ file }) => file)],
    folder,
  );
  expectOutput(join(prefix, 'bin/redwing'), ['--version'], /\d+\.\d+\.\d+/);
  expectOutput(join(prefix, 'bin/redwing-cli'), ['--version'], /\d+\.\d+\.\d+/);
  expectOutput(join(prefix, 'bin/redwing-server'), ['--version'], /v=\d+\.\d+\.\d+/);
}

/** An app that depends on the libraries, with every kind of importer. */
function installLibraries(tarballs: readonly Tarball[]): void {
  const app = join(folder, 'app');
  mkdirSync(app);
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ name: 'scratch', private: true, version: '1.0.0' }),
  );
  const libraries = tarballs.filter(({ library }) => library).map(({ file }) => file);
  run('npm', ['install', ...alone, ...libraries], app);
  for (const program of readdirSync(join(root, 'scripts/installation'))) {
    cpSync(join(root, 'scripts/installation', program), join(app, program));
  }
  run(process.execPath, ['round-trip.mjs'], app);
  run(process.execPath, ['round-trip.cjs'], app);
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2023,esnext.disposable'];
  const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
  run(join(root, 'node_modules/.bin/tsc'), [...options, ...types, 'round-trip.mts'], app);
}

try {
  const tarballs = packAll(mkdtempSync(join(folder, 'tarballs-')));
  installLibraries(tarballs);
  installCommands(tarballs);
  console.log('installation: everything installs and runs');
} finally {
  if (existsSync(folder)) rmSync(folder, { recursive: true });
}
