/**
 * What one large task does to everybody else: the latency of GET while it runs, Redwing's and redis-server's.
 *
 *     pnpm build
 *     pnpm bench:pauses                                     everything, with ten million members and keys
 *     pnpm bench:pauses --only delete,grow --size 1000000   some of it, smaller
 *
 *     quiet     nothing else, to compare with
 *     delete    a set is deleted
 *     flush     a database is flushed
 *     grow      other clients fill a database, so that its index grows
 *
 * Each is measured with servers of its own. 50 clients ask one request at a time; figures are milliseconds, the worst
 * over the rounds for `max`, the median for the others.
 */
import { execFile } from 'node:child_process';
import { parseArgs, promisify } from 'node:util';
import { WireConnection } from '../tests/support/wire.ts';
import type { RunningServer } from './running-server.ts';
import { median, press, withServers } from './versus.ts';

const SMALL_KEYS = 100_000;
const REQUESTS = 400_000;

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    only: { type: 'string', default: 'quiet,delete,flush,grow' },
    rounds: { type: 'string', default: '3' },
    size: { type: 'string', default: '10000000' },
  },
});
const size = Number(options.size);

interface Task {
  prepare(server: RunningServer): void;
  /** Begins when the clients have been asking for a while. */
  begin(server: RunningServer): Promise<unknown>;
}

const tasks: Readonly<Record<string, Task>> = {
  quiet: { prepare: () => {}, begin: async () => {} },
  delete: {
    prepare: (server) => fill(server, 'SADD big m:__rand_int__'),
    begin: (server) => ask(server, 'DEL', 'big'),
  },
  flush: {
    prepare: (server) => fill(server, `SET key:__rand_int__ ${'x'.repeat(32)}`),
    begin: (server) => ask(server, 'FLUSHALL'),
  },
  grow: {
    prepare: (server) => press(server, pressure(1000, 16), ['FLUSHALL']),
    begin: (server) => {
      const words = ['-p', server.port, '-c', 4, '-P', 8, '-n', size / 5, '-r', size, '-d', 32].map(String);
      return promisify(execFile)('redis-benchmark', [...words, '-t', 'set', '--csv']);
    },
  },
};

function pressure(requests: number, pipeline: number, keys = SMALL_KEYS) {
  return { clients: 50, pipeline, requests, keys };
}

/** Twice as many requests as there are different numbers: chance leaves out one of seven. */
function fill(server: RunningServer, command: string): void {
  press(server, pressure(2 * size, 64, size), command.split(' '));
}

async function ask(server: RunningServer, ...words: string[]): Promise<void> {
  const connection = await WireConnection.open(server.port);
  await connection.ask(...words);
  connection.close();
}

interface Latencies {
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

/** Has GET asked for, and the task begun a while after. */
async function measure(server: RunningServer, task: Task): Promise<Latencies> {
  task.prepare(server);
  press(server, pressure(SMALL_KEYS * 2, 16), ['-t', 'set']);
  press(server, pressure(SMALL_KEYS, 1), ['-t', 'get']);
  const words = ['-p', server.port, '-c', 50, '-n', REQUESTS, '-r', SMALL_KEYS, '-t', 'get'].map(String);
  const asking = promisify(execFile)('redis-benchmark', words, { maxBuffer: 2 ** 26 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const doing = task.begin(server);
  const { stdout } = await asking;
  await doing;
  return { p99: percentile(stdout, 99), p999: percentile(stdout, 99.9), max: percentile(stdout, 100) };
}

/** Reads the distribution that redis-benchmark prints: the first line that covers so much. */
function percentile(output: string, least: number): number {
  for (const [, covered, milliseconds] of output.matchAll(/([\d.]+)% <= ([\d.]+) milliseconds \(cum/g)) {
    if (Number(covered) >= least) return Number(milliseconds);
  }
  throw new Error(`redis-benchmark told nothing of ${least} %`);
}

for (const name of options.only.split(',')) {
  const task = tasks[name];
  if (task === undefined)
    throw new Error(`There is no task ${name}; there are ${Object.keys(tasks).join(', ')}`);
  await withServers([], async (servers) => {
    const found: Latencies[][] = servers.map(() => []);
    for (let round = 0; round < Number(options.rounds); round++) {
      for (const [index, server] of servers.entries()) found[index]?.push(await measure(server, task));
    }
    const columns = servers.map((server, index) => {
      const own = found[index] ?? [];
      const [p99, p999] = [median(own.map((one) => one.p99)), median(own.map((one) => one.p999))];
      const max = Math.max(...own.map((one) => one.max));
      return `${server.name} p99 ${p99.toFixed(2)} p99.9 ${p999.toFixed(2)} max ${max.toFixed(2)}`;
    });
    console.log(`${name.padEnd(8)} ${columns.join('   ')}`);
  });
}
