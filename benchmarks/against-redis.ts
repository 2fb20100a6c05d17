/**
 * Redwing against redis-server on the same machine, with redis-benchmark in front of both.
 *
 *     pnpm build
 *     pnpm bench:redis                                          all tests at pipelines of 1, 16 and 64
 *     pnpm bench:redis --tests set,get --pipeline 64 --rounds 9
 *     pnpm bench:redis --server "node ../other/apps/server/bin/redwing-server.js --port {port}"
 *
 * All servers run at the same time and take turns, a short round each, in both directions: what else the machine does
 * meets all of them. A figure is the median over the rounds of a server's own, divided by redis-server's in the same round:
 *
 *     rps   requests a second; over 1 is faster
 *     cpu   processor time a request; under 1 is cheaper, and steadier than rps where cores are shared
 */
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import type { RunningServer } from './running-server.ts';
import { runServer } from './running-server.ts';

// Two blanks, or one at the end, stand for an empty word: no save points.
const REDIS = 'redis-server --port {port} --bind 127.0.0.1 --save  --appendonly no --logfile /dev/null';
const REDWING = 'node apps/server/bin/redwing-server.js --port {port} --save ';
const CLIENTS = 50;
const KEYS = 100_000;

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    tests: { type: 'string', default: 'ping_mbulk,set,get,incr,mset' },
    pipeline: { type: 'string', default: '1,16,64' },
    rounds: { type: 'string', default: '5' },
    /** Further servers to measure, such as another checkout. */
    server: { type: 'string', multiple: true, default: [] },
  },
});

interface Figures {
  readonly rps: number;
  readonly cpu: number;
}

function load(server: RunningServer, test: string, pipeline: number, requests: number): Figures {
  const before = server.cpuNanoseconds();
  const words = `-p ${server.port} -c ${CLIENTS} -n ${requests} -P ${pipeline} -r ${KEYS} -d 32 -t ${test} --csv`;
  const output = execFileSync('redis-benchmark', words.split(' '), {
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const row = output.trim().split('\n').at(-1) ?? '';
  const rps = Number(row.split(',')[1]?.replaceAll('"', ''));
  return { rps, cpu: (server.cpuNanoseconds() - before) / requests };
}

function requestsFor(test: string, pipeline: number): number {
  const many = pipeline === 1 ? 40_000 : pipeline < 64 ? 200_000 : 400_000;
  return test === 'mset' ? many / 4 : many;
}

/** The figures of each server, round by round. */
function measure(servers: readonly RunningServer[], test: string, pipeline: number): Figures[][] {
  const requests = requestsFor(test, pipeline);
  for (const server of servers) {
    if (test === 'get') load(server, 'set', 64, 5 * KEYS);
    load(server, test, pipeline, 2 * requests);
  }
  const figures: Figures[][] = servers.map(() => []);
  for (let round = 0; round < Number(options.rounds); round++) {
    const turn = [...servers.keys()];
    if (round % 2 === 1) turn.reverse();
    for (const index of turn) {
      figures[index]?.push(load(servers[index] as RunningServer, test, pipeline, requests));
    }
  }
  return figures;
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[numbers.length >> 1] ?? Number.NaN;
}

function report(server: RunningServer, own: readonly Figures[], original: readonly Figures[]): string {
  const ratio = (of: (figures: Figures) => number): string =>
    median(own.map((figures, round) => of(figures) / of(original[round] as Figures))).toFixed(2);
  const rps = median(own.map((figures) => figures.rps)) / 1000;
  const cpu = median(own.map((figures) => figures.cpu));
  const ratios = `rps ${ratio((figures) => figures.rps)} cpu ${ratio((figures) => figures.cpu)}`;
  return `${server.name} ${rps.toFixed(0)}k/s ${cpu.toFixed(0)} ns (${ratios})`;
}

const servers: RunningServer[] = [];
try {
  servers.push(await runServer('redis', REDIS), await runServer('redwing', REDWING));
  for (const commandLine of options.server)
    servers.push(await runServer(`other ${servers.length - 1}`, commandLine));
  for (const pipeline of options.pipeline.split(',').map(Number)) {
    for (const test of options.tests.split(',')) {
      const figures = measure(servers, test, pipeline);
      const columns = servers.map((server, index) => report(server, figures[index] ?? [], figures[0] ?? []));
      console.log(`${test.padEnd(10)} pipeline ${String(pipeline).padEnd(2)}  ${columns.join('   ')}`);
    }
  }
} finally {
  for (const server of servers) await server.close();
}
