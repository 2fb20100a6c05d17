/**
 * How long a request takes without a network: bytes in, parse, execute, reply, bytes out, in this process.
 *
 *     pnpm bench                                   every command at pipelines of 1, 16 and 64
 *     pnpm bench --tests set,get --pipeline 64     some of them
 *     pnpm bench --rounds 20                       more patience
 *
 * Each figure is nanoseconds of processor time a request: the least of all rounds (what the code costs) and the median
 * (what the machine made of it). Rounds go over all commands in turn, so that a slow moment meets all of them; time in
 * which other processes ran is not counted, but what they took of the caches is.
 */
import { parseArgs } from 'node:util';
import { handlers } from '../packages/server/src/commands/handlers.ts';
import { Configuration } from '../packages/server/src/configuration/index.ts';
import { Connection } from '../packages/server/src/connections/connection.ts';
import { Engine } from '../packages/server/src/execution/engine.ts';
import { chunksOf, draws } from './requests.ts';
import { stubSocket } from './stub-socket.ts';

/** Requests of one measurement. */
const REQUESTS = 64_000;

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    tests: { type: 'string', default: Object.keys(draws).join(',') },
    pipeline: { type: 'string', default: '1,16,64' },
    rounds: { type: 'string', default: '10' },
  },
});

interface Measurement {
  readonly test: string;
  readonly pipeline: number;
  readonly run: () => number;
  readonly nanoseconds: number[];
}

function makeEngine(): Engine {
  return new Engine(
    Configuration.from({}),
    {
      now: Date.now,
      microseconds: () => performance.now() * 1000,
      random: Math.random,
      log: { debug: () => {}, info: () => {}, warn: () => {} },
    },
    handlers,
  );
}

function prepare(engine: Engine, test: string, pipeline: number): Measurement {
  const draw = draws[test];
  if (draw === undefined) throw new Error(`no such test: ${test}`);
  const chunks = chunksOf(draw, REQUESTS / pipeline, pipeline);
  // What Node.js fills is one buffer, used again for every chunk.
  const shared = new Uint8Array(65_536);
  const connection = new Connection(engine, stubSocket(), true);
  const receive = (chunk: Uint8Array): void => {
    for (let at = 0; at < chunk.length; at += shared.length) {
      const part = chunk.subarray(at, at + shared.length);
      shared.set(part);
      connection.receive(shared, 0, part.length);
    }
  };
  const run = (): number => {
    const before = process.cpuUsage();
    for (const chunk of chunks) receive(chunk);
    const { user, system } = process.cpuUsage(before);
    return ((user + system) * 1000) / REQUESTS;
  };
  return { test, pipeline, run, nanoseconds: [] };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[numbers.length >> 1] ?? Number.NaN;
}

const engine = makeEngine();
const measurements = options.pipeline
  .split(',')
  .flatMap((pipeline) => options.tests.split(',').map((test) => prepare(engine, test, Number(pipeline))));
for (const measurement of measurements) measurement.run();
for (let round = 0; round < Number(options.rounds); round++) {
  for (const { run, nanoseconds } of measurements) nanoseconds.push(run());
}
console.log('pipeline  test      least ns   median ns');
for (const { test, pipeline, nanoseconds } of measurements) {
  const least = Math.min(...nanoseconds).toFixed(0);
  const usual = median(nanoseconds).toFixed(0);
  console.log(
    `${String(pipeline).padStart(8)}  ${test.padEnd(8)} ${least.padStart(9)} ${usual.padStart(11)}`,
  );
}
