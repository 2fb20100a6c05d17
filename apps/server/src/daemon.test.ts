import { EventEmitter } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Configuration } from '@redwing/server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CreateServer, RunningServer } from './daemon.ts';
import { runDaemon } from './daemon.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'redwing-daemon-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A process that is never ended: it notes the exit codes. */
class FakeProcess extends EventEmitter {
  readonly pid = 4321;
  title = 'node';
  readonly exits: number[] = [];

  exit(code: number): void {
    this.exits.push(code);
  }
}

interface Run {
  readonly process: FakeProcess;
  /** Level and message of each line of the log. */
  readonly log: [level: string, message: string][];
  readonly messages: string[];
  readonly output: string[];
  readonly failures: string[];
  readonly closed: string[];
  warmedUp: boolean;
  configuration: Configuration | undefined;
}

const serving: RunningServer = {
  port: 6969,
  addresses: [
    { host: '127.0.0.1', port: 6969 },
    { host: '::1', port: 6969 },
  ],
  configuration: Configuration.from({}),
  shutdown: () => Promise.resolve(true),
  close: () => Promise.resolve(),
  once: () => undefined,
};

async function run(
  argv: string[],
  start?: () => Promise<RunningServer>,
  warmth = Promise.resolve(),
): Promise<Run> {
  const process = new FakeProcess();
  const result: Run = {
    process,
    log: [],
    messages: [],
    output: [],
    failures: [],
    closed: [],
    warmedUp: false,
    configuration: undefined,
  };
  const close = (): Promise<void> => {
    result.closed.push('closed');
    return Promise.resolve();
  };
  const createServer: CreateServer = ({ config }) => {
    result.configuration = config;
    return start === undefined ? Promise.resolve({ ...serving, close }) : start();
  };
  await runDaemon({
    argv,
    process,
    createServer,
    warmUp: () => {
      result.warmedUp = true;
      return warmth;
    },
    write: { output: (text) => result.output.push(text), failure: (text) => result.failures.push(text) },
    logSink: () => ({
      write: (line) => {
        const { level, msg } = JSON.parse(line);
        result.log.push([level, msg]);
        result.messages.push(msg);
      },
    }),
  });
  return result;
}

/** Lets everything go on that waits for nothing but promises. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

test('a start says who, where, and that it is ready, in the words that tools wait for', async () => {
  const { messages, process } = await run([]);
  expect(messages).toEqual([
    expect.stringMatching(/^Redwing \S+, compatible with Redis 7\.0\.15, on Node\.js \S+, PID: 4321$/),
    'No configuration given, using the defaults',
    'Listening on 127.0.0.1:6969 and [::1]:6969',
    'Ready to accept connections',
  ]);
  expect(process.title).toBe('redwing-server 127.0.0.1:6969');
  expect(process.exits).toEqual([]);
});

test('it warms up before it listens, unless told not to', async () => {
  expect((await run([])).warmedUp).toBe(true);
  expect((await run(['--warm-up', 'no'])).warmedUp).toBe(false);
});

test('a failure to warm up is told and keeps nobody from being served', async () => {
  const { log, messages } = await run([], undefined, Promise.reject(new Error('no loopback')));
  expect(log).toContainEqual(['warning', 'Warming up has failed; it goes on cold']);
  expect(messages).toContain('Ready to accept connections');
});

test('nothing before the ready line looks like a failure to tools that watch for words', async () => {
  const { messages } = await run(['--stop-writes-on-bgsave-error', 'no', '--daemonize', 'yes']);
  const before = messages.slice(0, messages.indexOf('Ready to accept connections'));
  expect(before.join('\n')).not.toMatch(/already\s+in\s+use|not\s+listen|error|denied|can't/i);
});

test('file, standard input and arguments are read in this order', async () => {
  const file = path.join(folder, 'order.conf');
  writeFileSync(file, 'port 1\nhz 20\n');
  const { configuration, messages } = await run([file, '--port', '2']);
  expect(configuration?.values).toMatchObject({ port: 2, hz: 20 });
  expect(configuration?.file).toBe(file);
  expect(messages).toContain(`Configuration loaded from ${file}`);
});

test('directives without effect get one line each, after the ready line, if more than their default is asked for', async () => {
  const argv = ['--daemonize', 'no', '--io-threads', '4', '--io-threads', '8', '--appendonly', 'yes'];
  const { log } = await run(argv);
  expect(log.slice(4)).toEqual([
    [
      'notice',
      'The directive io-threads was accepted but has no effect: sockets are served by the one event loop of Node.js',
    ],
    ['warning', expect.stringMatching(/^The directive appendonly was accepted but has no effect yet: /)],
  ]);
  const verbose = await run(['--loglevel', 'verbose', '--daemonize', 'no']);
  expect(verbose.log.at(-1)).toEqual(['verbose', expect.stringMatching(/^The directive daemonize/)]);
});

test('a faulty configuration is explained, and exits with 1 before anything starts', async () => {
  const file = path.join(folder, 'faulty.conf');
  writeFileSync(file, 'port 1\nmaxmemroy 1gb\n');
  const { failures, process, configuration } = await run([file]);
  expect(process.exits).toEqual([1]);
  expect(configuration).toBeUndefined();
  expect(failures.join('')).toContain(`Reading ${file}, at line 2\n>>> 'maxmemroy 1gb'\n`);
  expect(failures.join('')).toContain("Did you mean 'maxmemory'?");
});

test('a log file that cannot be opened is explained', async () => {
  const { failures, process } = await run(['--logfile', '/nosuch/redwing.log']);
  expect(process.exits).toEqual([1]);
  expect(failures.join('')).toMatch(/Can't open the log file '\/nosuch\/redwing.log': .*no such file/i);
});

test('version and help are printed without starting anything', async () => {
  const version = await run(['--version']);
  expect(version.output.join('')).toMatch(/ v=7\.0\.15 /);
  const help = await run(['-h']);
  expect(help.output.join('')).toMatch(/^Usage: redwing-server/);
  expect([...version.log, ...help.log, ...version.process.exits]).toEqual([]);
});

test('a port that is taken is reported, and exits with 1', async () => {
  const taken = { code: 'EADDRINUSE', address: '127.0.0.1', port: 6969 };
  const { messages, process } = await run([], () =>
    Promise.reject(Object.assign(new Error('listen'), taken)),
  );
  expect(messages).toContain('Failed listening on port 6969 (TCP), aborting.');
  expect(messages.join('\n')).toMatch(/Address already in use/);
  expect(process.exits).toEqual([1]);
});

test('another failure to start is not swallowed', async () => {
  const start = run([], () => Promise.reject(new Error('a bug')));
  await expect(start).rejects.toThrow('a bug');
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s closes the server and exits with 0', async (signal) => {
  const { process, messages, closed } = await run([]);
  process.emit(signal, signal);
  await settle();
  expect(closed).toEqual(['closed']);
  expect(process.exits).toEqual([0]);
  expect(messages.slice(-2)).toEqual([
    `Received ${signal} scheduling shutdown...`,
    'Redwing is now ready to exit, bye bye...',
  ]);
});

test.each([
  ['SIGINT', ['save', 'now']],
  ['SIGTERM', ['nosave']],
] as const)('what %s does beyond ending the server is configured', async (signal, options) => {
  const configuration = Configuration.from({
    'shutdown-on-sigint': 'save now',
    'shutdown-on-sigterm': 'nosave',
  });
  const asked: unknown[] = [];
  const shutdown = (given: unknown): Promise<boolean> => {
    asked.push(given);
    return Promise.resolve(true);
  };
  const { process } = await run([], () => Promise.resolve({ ...serving, configuration, shutdown }));
  process.emit(signal, signal);
  await settle();
  expect(asked.map((given) => new Set(given as string[]))).toEqual([new Set(options)]);
});

test('a server that cannot end goes on, and the next signal tries again', async () => {
  let mayEnd = false;
  const shutdown = (): Promise<boolean> => Promise.resolve(mayEnd);
  const { process, messages } = await run([], () => Promise.resolve({ ...serving, shutdown }));
  process.emit('SIGTERM', 'SIGTERM');
  await settle();
  expect(process.exits).toEqual([]);
  expect(messages.at(-1)).toBe('The server goes on although it received SIGTERM: see above for the reason.');
  mayEnd = true;
  process.emit('SIGTERM', 'SIGTERM');
  await settle();
  expect(process.exits).toEqual([0]);
});

test('a terminal that closes does not end it', async () => {
  const { process } = await run([]);
  expect(process.listenerCount('SIGHUP')).toBe(1);
  process.emit('SIGHUP');
  await settle();
  expect(process.exits).toEqual([]);
});

test('a second signal does not wait', async () => {
  const forever = new Promise<void>((resolve) => new EventEmitter().once('never', resolve));
  const { process } = await run([], () => Promise.resolve({ ...serving, close: () => forever }));
  process.emit('SIGTERM', 'SIGTERM');
  await settle();
  expect(process.exits).toEqual([]);
  process.emit('SIGINT', 'SIGINT');
  expect(process.exits).toEqual([1]);
});

test('a server that cannot be closed is a fault', async () => {
  const close = (): Promise<void> => Promise.reject(new Error('a bug'));
  const { process, messages } = await run([], () => Promise.resolve({ ...serving, close }));
  process.emit('SIGTERM', 'SIGTERM');
  await settle();
  expect(process.exits).toEqual([1]);
  expect(messages.at(-1)).toMatch(/^Redwing stops because of a fault/);
});

test('a server that ended by itself ends the process', async () => {
  const server = Object.assign(new EventEmitter(), serving, { once: EventEmitter.prototype.once });
  const { process } = await run([], () => Promise.resolve(server));
  server.emit('shutdown');
  await settle();
  expect(process.exits).toEqual([0]);
});

test('a fault that nobody caught is logged and exits with 1', async () => {
  const { process, log } = await run([]);
  process.emit('uncaughtException', new Error('a bug'));
  process.emit('unhandledRejection', 'another');
  expect(process.exits).toEqual([1, 1]);
  expect(log.at(-1)).toEqual(['warning', expect.stringMatching(/^Redwing stops because of a fault/)]);
});

test('the pid file is there while the server runs', async () => {
  const { process } = await run(['--dir', folder, '--pidfile', 'redwing.pid']);
  const file = path.join(folder, 'redwing.pid');
  expect(readFileSync(file, 'utf8')).toBe('4321\n');
  process.emit('exit');
  expect(existsSync(file)).toBe(false);
});

test('a pid file that cannot be written is no reason not to serve', async () => {
  const { log, process } = await run(['--pidfile', '/nosuch/redwing.pid']);
  expect(log).toContainEqual(['warning', 'The pid file could not be written']);
  expect(process.exits).toEqual([]);
});

test('the title follows its template, and set-proc-title turns it off', async () => {
  const { process, configuration } = await run([]);
  expect(configuration?.set([['proc-title-template', '{title} on {port}']])).toBeUndefined();
  expect(process.title).toBe('redwing-server on 6969');
  expect((await run(['--set-proc-title', 'no'])).process.title).toBe('node');
});

test('CONFIG SET loglevel reaches the log', async () => {
  const { configuration, messages, process } = await run(['--loglevel', 'warning']);
  expect(messages).toEqual([]);
  configuration?.set([['loglevel', 'notice']]);
  process.emit('SIGTERM', 'SIGTERM');
  expect(messages).toHaveLength(1);
});

test('the log goes to a file when one is configured', async () => {
  const { messages } = await run(['--dir', folder, '--logfile', 'redwing.log']);
  expect(messages).toEqual([]);
  expect(readFileSync(path.join(folder, 'redwing.log'), 'utf8')).toContain('Ready to accept connections');
});

test('SIGHUP begins the log file anew, after a rotation took the old one away', async () => {
  const file = path.join(folder, 'rotated.log');
  const { process } = await run(['--logfile', file]);
  renameSync(file, `${file}.1`);
  process.emit('SIGHUP');
  process.emit('SIGTERM', 'SIGTERM');
  expect(readFileSync(file, 'utf8')).toContain('Received SIGTERM');
});

test('a maxmemory that lacks its unit is noticed', async () => {
  const { messages } = await run(['--maxmemory', '256']);
  expect(messages.at(-1)).toMatch(/^maxmemory is 256 bytes/);
});
