/**
 * What the measurements against redis-server share: the servers, redis-benchmark in front of them, taking turns, ratios.
 *
 * All servers run at the same time and take turns, a short round each, in both directions: what else the machine does
 * meets all of them. A figure is the median over the rounds of a server's own, divided by redis-server's in the same round:
 *
 *     rps   requests a second; over 1 is faster
 *     cpu   processor time a request; under 1 is cheaper, and steadier than rps where cores are shared
 */
import { execFileSync } from 'node:child_process';
import type { RunningServer } from './running-server.ts';
import { runServer } from './running-server.ts';

// Two blanks, or one at the end, stand for an empty word: no save points.
const REDIS = 'redis-server --port {port} --bind 127.0.0.1 --save  --appendonly no --logfile /dev/null';
const REDWING = 'node apps/server/bin/redwing-server.js --port {port} --save ';

export interface Figures {
  readonly rps: number;
  readonly cpu: number;
}

/** One round of one server. */
export type Load = (server: RunningServer) => Figures | Promise<Figures>;

export interface Pressure {
  readonly clients: number;
  readonly pipeline: number;
  readonly requests: number;
  /** How many different numbers stand in the place of `__rand_int__`. */
  readonly keys: number;
}

/** Starts redis-server, Redwing and what else is to be measured, runs `measure`, and ends them all. */
export async function withServers(
  others: readonly string[],
  measure: (servers: readonly RunningServer[]) => Promise<void>,
): Promise<void> {
  const servers: RunningServer[] = [];
  try {
    servers.push(await runServer('redis', REDIS), await runServer('redwing', REDWING));
    for (const commandLine of others) {
      servers.push(await runServer(`other ${servers.length - 1}`, commandLine));
    }
    await measure(servers);
  } finally {
    for (const server of servers) await server.close();
  }
}

/** Runs redis-benchmark with these words, a test or a command. */
export function press(server: RunningServer, pressure: Pressure, words: readonly string[]): Figures {
  const { clients, pipeline, requests, keys } = pressure;
  const before = server.cpuNanoseconds();
  const limits = ['-c', clients, '-n', requests, '-P', pipeline, '-r', keys, '-d', 32].map(String);
  const output = execFileSync('redis-benchmark', ['-p', String(server.port), ...limits, '--csv', ...words], {
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const row = output.trim().split('\n').at(-1) ?? '';
  const rps = Number(/"([\d.]+)","[\d.]+","[\d.]+","[\d.]+","[\d.]+","[\d.]+","[\d.]+"$/.exec(row)?.[1]);
  return { rps, cpu: (server.cpuNanoseconds() - before) / requests };
}

/** The figures of each server, round by round. */
export async function inTurns(
  servers: readonly RunningServer[],
  rounds: number,
  load: Load,
): Promise<Figures[][]> {
  const figures: Figures[][] = servers.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const turn = [...servers.keys()];
    if (round % 2 === 1) turn.reverse();
    for (const index of turn) figures[index]?.push(await load(servers[index] as RunningServer));
  }
  return figures;
}

/** A line for each server: its figures, and what they are to those of the first. */
export function compared(servers: readonly RunningServer[], figures: readonly Figures[][]): string {
  return servers.map((server, index) => report(server, figures[index] ?? [], figures[0] ?? [])).join('   ');
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[numbers.length >> 1] ?? Number.NaN;
}

function report(server: RunningServer, own: readonly Figures[], original: readonly Figures[]): string {
  const ratio = (of: (figures: Figures) => number): string =>
    median(own.map((figures, round) => of(figures) / of(original[round] as Figures))).toFixed(2);
  const rps = median(own.map((figures) => figures.rps));
  const cpu = median(own.map((figures) => figures.cpu));
  const ratios = `rps ${ratio((figures) => figures.rps)} cpu ${ratio((figures) => figures.cpu)}`;
  const speed = rps < 10_000 ? `${rps.toFixed(0)}/s` : `${(rps / 1000).toFixed(0)}k/s`;
  return `${server.name} ${speed} ${cpu.toFixed(0)} ns (${ratios})`;
}
