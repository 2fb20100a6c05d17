/** The daemon as it is used: a process of its own, started from source. */

import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));

interface Daemon {
  readonly child: ChildProcessWithoutNullStreams;
  readonly lines: string[];
  readonly failures: string[];
  /** Resolves with the first line that matches. */
  line(pattern: RegExp): Promise<string>;
  readonly exit: Promise<number | null>;
}

function start(argv: string[], input = ''): Daemon {
  const child = spawn(process.execPath, [
    '--conditions=@redwing/source',
    '--import',
    import.meta.resolve('tsx'),
    MAIN,
    ...argv,
  ]);
  child.stdin.end(input);
  const lines: string[] = [];
  const failures: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      lines.push(part);
      child.emit('log-line');
    }
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => failures.push(chunk));
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const line = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = lines.find((each) => pattern.test(each));
      if (found !== undefined) return found;
      const event = await Promise.race([once(child, 'log-line'), exit.then(() => 'ended')]);
      if (event === 'ended')
        throw new Error(`ended without ${pattern}:\n${[...lines, ...failures].join('\n')}`);
    }
  };
  return { child, lines, failures, line, exit };
}

test('it serves until a signal, and logs JSON lines that say so', async () => {
  const daemon = start(['--port', '0', '--save', '', '--bind', '127.0.0.1']);
  await daemon.line(/Ready to accept connections/);
  const listening = JSON.parse(await daemon.line(/Listening on/));
  expect(listening).toMatchObject({ level: 'notice', pid: daemon.child.pid });
  expect(daemon.lines[0]).toContain(`PID: ${daemon.child.pid}`);

  const socket = connect(listening.port, '127.0.0.1');
  socket.write('PING\r\n');
  const [reply] = await once(socket, 'data');
  expect(String(reply)).toBe('+PONG\r\n');
  socket.destroy();

  daemon.child.kill('SIGTERM');
  expect(await daemon.exit).toBe(0);
  expect(daemon.lines.at(-1)).toContain('bye bye');
});

test('a port that is taken ends it with 1 and with the words that tools look for', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const daemon = start(['--bind', '127.0.0.1', `--port ${port}`]);
  expect(await daemon.exit).toBe(1);
  expect(daemon.lines.join('\n')).toContain('Address already in use');
  expect(daemon.lines.join('\n')).toContain(`Failed listening on port ${port}`);
  other.close();
});

test('it serves by what standard input says', async () => {
  const daemon = start(['-'], 'port 0\nbind 127.0.0.1\nsave ""\n');
  await daemon.line(/Ready to accept connections/);
  daemon.child.kill('SIGTERM');
  expect(await daemon.exit).toBe(0);
});

test('configuration is read from standard input, and a fault in it is explained', async () => {
  const daemon = start(['-'], 'port 0\nnosuch 1\n');
  expect(await daemon.exit).toBe(1);
  expect(daemon.failures.join('')).toContain("Reading standard input, at line 2\n>>> 'nosuch 1'");
});

test('the version is printed and nothing else happens', async () => {
  const daemon = start(['--version']);
  expect(await daemon.exit).toBe(0);
  expect(daemon.lines[0]).toMatch(/^Redwing server v=7\.0\.15 /);
});
