/** A server in a process of its own, and the processor time it has used. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../tests/support/spawned-server.ts';

const ATTEMPTS_MAX = 500;

export interface RunningServer {
  readonly name: string;
  readonly port: number;
  /** Nanoseconds of all its threads; 0 where the system does not tell. */
  cpuNanoseconds(): number;
  close(): Promise<void>;
}

/** Starts a command line in which `{port}` stands for the port to listen on; returns when it answers. */
export async function runServer(name: string, commandLine: string): Promise<RunningServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'redwing-benchmark-'));
  const [program = '', ...words] = commandLine.replaceAll('{port}', String(port)).split(' ');
  const child = spawn(program, words, { stdio: 'ignore' });
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
    rmSync(folder, { recursive: true, force: true });
  };
  for (let attempt = 0; !(await accepts(port)); attempt++) {
    if (child.exitCode !== null || attempt === ATTEMPTS_MAX) {
      await close();
      throw new Error(`this did not start a server: ${commandLine}`);
    }
    await pause(20);
  }
  return { name, port, cpuNanoseconds: () => cpuNanoseconds(child), close };
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function cpuNanoseconds(child: ChildProcess): number {
  const tasks = `/proc/${child.pid}/task`;
  try {
    return readdirSync(tasks)
      .map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, 'latin1').split(' ')[0]))
      .reduce((sum, nanoseconds) => sum + nanoseconds, 0);
  } catch {
    return 0;
  }
}
