/**
 * What the pages type into a terminal does what they say, in an empty folder, line by line.
 *
 * A fence marked `sh run` is for one terminal: lines that end in & start servers, which are ended afterwards; behind # of
 * the others stands what they print, up to a comma. Ports are exchanged for free ones, `pnpm dev` and `redwing-server`
 * for the daemon from source, which is what they run.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/tree.ts';
import { fencesMarked } from './fences.ts';

const PORT = /\b[678]\d{3}\b/g;
const installed = spawnSync('redis-server', ['--version']).status === 0;
const scripts: { dev: string } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function withFreePorts(body: string): Promise<string> {
  let text = body;
  for (const port of new Set(body.match(PORT))) {
    text = text.replaceAll(new RegExp(`\\b${port}\\b`, 'g'), String(await freePort()));
  }
  return text;
}

function command(line: string): string {
  const daemon = scripts.dev.replace(
    '--import tsx apps',
    `--import ${import.meta.resolve('tsx')} ${root}/apps`,
  );
  return line
    .replace(/^(npx -y pnpm@\S+ dev|redwing-server)\b/, daemon)
    .replace(/^redis-cli /, 'redis-cli --no-raw ');
}

/** What a line prints; a server that it talks to may still be starting. */
async function printed(line: string, folder: string): Promise<string> {
  for (;;) {
    const { stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' });
    if (!/Could not connect|Connection refused/.test(stdout + stderr)) return (stdout + stderr).trim();
    await delay(50);
  }
}

describe.skipIf(!installed)('what the pages type into a terminal', () => {
  const fences = fencesMarked('sh run').map(({ name, body }) => [name, body]);

  test.each(fences)('%s does what it says', { timeout: 60_000 }, async (_, body = '') => {
    const folder = mkdtempSync(join(tmpdir(), 'redwing-terminal-'));
    const started: ChildProcess[] = [];
    try {
      for (const line of (await withFreePorts(body)).trimEnd().split('\n')) {
        const [, typed = '', shown] = /^(.*?)(?: +# (.*))?$/.exec(line) ?? [];
        if (typed.endsWith(' &')) {
          const program = `exec ${command(typed.slice(0, -2))}`;
          started.push(spawn('sh', ['-c', program], { cwd: folder, stdio: 'ignore' }));
          continue;
        }
        const output = (await printed(command(typed), folder)).replaceAll(/\s*\n\s*/g, ' ');
        if (shown !== undefined) expect(`${typed}: ${output}`).toBe(`${typed}: ${shown.replace(/, .*/, '')}`);
      }
    } finally {
      for (const child of started) child.kill();
      await Promise.all(
        started.map((child) => child.exitCode ?? new Promise((resolve) => child.once('exit', resolve))),
      );
      rmSync(folder, { recursive: true });
    }
  });

  test('is there', () => {
    expect(fences.length).toBeGreaterThanOrEqual(2);
  });
});
