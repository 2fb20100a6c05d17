/**
 * Redwing against redis-server on the same machine, with redis-benchmark in front of both.
 *
 *     pnpm build
 *     pnpm bench:redis                                          all tests at pipelines of 1, 16 and 64
 *     pnpm bench:redis --tests set,get --pipeline 64 --rounds 9
 *     pnpm bench:redis --server "node ../other/apps/server/bin/redwing-server.js --port {port}"
 *
 * How the figures come about is told in versus.ts.
 */
import { parseArgs } from 'node:util';
import type { RunningServer } from './running-server.ts';
import type { Figures } from './versus.ts';
import { compared, inTurns, press, withServers } from './versus.ts';

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

function load(server: RunningServer, test: string, pipeline: number, requests: number): Figures {
  return press(server, { clients: CLIENTS, pipeline, requests, keys: KEYS }, ['-t', test]);
}

function requestsFor(test: string, pipeline: number): number {
  const many = pipeline === 1 ? 40_000 : pipeline < 64 ? 200_000 : 400_000;
  return test === 'mset' ? many / 4 : many;
}

/** The figures of each server, round by round. */
function measure(servers: readonly RunningServer[], test: string, pipeline: number): Promise<Figures[][]> {
  const requests = requestsFor(test, pipeline);
  for (const server of servers) {
    if (test === 'get') load(server, 'set', 64, 5 * KEYS);
    load(server, test, pipeline, 2 * requests);
  }
  return inTurns(servers, Number(options.rounds), (server) => load(server, test, pipeline, requests));
}

await withServers(options.server, async (servers) => {
  for (const pipeline of options.pipeline.split(',').map(Number)) {
    for (const test of options.tests.split(',')) {
      const figures = await measure(servers, test, pipeline);
      console.log(`${test.padEnd(10)} pipeline ${String(pipeline).padEnd(2)}  ${compared(servers, figures)}`);
    }
  }
});
