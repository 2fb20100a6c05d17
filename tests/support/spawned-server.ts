/**
 * A server in a process of its own: started from a command line in a temporary folder, ready when it answers,
 * killed and cleaned up after. Ready means that it answers PING with anything but -LOADING; its log is kept
 * for the case that it never does.
 */

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Target } from './target.ts';

/** A server that says nothing for so long will not come up. */
const startMsMax = 15_000;

/** How much of its log is shown of a server that ended by itself. */
const logBytesMax = 20_000;

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('the probe has no port');
  return address.port;
}

/**
 * Starts `program` with `options`, in which `{port}` stands for the port it is to listen on.
 * Throws with the server's log if it ends or stays silent.
 */
export async function spawnServer(
  name: string,
  program: string,
  options: readonly string[],
): Promise<Target> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'redwing-target-'));
  const words = options.map((option) => option.replaceAll('{port}', String(port)));
  const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const note = (chunk: Buffer): void => {
    log = (log + chunk.latin1Slice()).slice(-logBytesMax);
  };
  child.stdout.on('data', note);
  child.stderr.on('data', note);
  child.on('error', (error) => note(Buffer.from(error.message)));
  // A test run that ends in the middle must not leave servers behind.
  const orphan = (): boolean => child.kill('SIGKILL');
  process.on('exit', orphan);
  let isWanted = true;
  child.on('exit', (code, signal) => {
    if (isWanted) process.stderr.write(`${name} ended by itself (${signal ?? code}):\n${log}\n`);
  });
  const close = async (): Promise<void> => {
    isWanted = false;
    process.off('exit', orphan);
    await kill(child);
    rmSync(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + startMsMax;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await close();
      throw new Error(`${name} did not start:\n${log}`);
    }
    await pause(10);
  }
  return { name, port, residentBytes: () => residentBytesOf(child), close };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** Whether a server on this port answers PING. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const settle = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (reply) => settle(!reply.toString('latin1').startsWith('-LOADING')));
    socket.on('error', () => settle(false));
    socket.on('end', () => settle(false));
  });
}

/** Linux says it in /proc; elsewhere nothing is known and 0 is returned. */
function residentBytesOf(child: ChildProcess): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'latin1');
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
