/**
 * Large collections: Redwing against redis-server, as ratios in one run (versus.ts).
 *
 *     pnpm build
 *     pnpm bench:collections                            everything
 *     pnpm bench:collections --only zrank,sinterstore   some of it
 *
 * Where redis-benchmark can ask, it does; where one request depends on what another answered, a connection of our own
 * does, and its own time, the same for all servers, dampens the ratio of rps: look at cpu there.
 */
import { parseArgs } from 'node:util';
import { encodeRequest, WireConnection } from '../tests/support/wire.ts';
import type { RunningServer } from './running-server.ts';
import type { Figures, Load } from './versus.ts';
import { compared, inTurns, press, withServers } from './versus.ts';

const MILLION = 1_000_000;
const VALUE = 'x'.repeat(32);
const R = '__rand_int__';

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== '--'),
  options: {
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '3' },
    server: { type: 'string', multiple: true, default: [] },
  },
});

interface Case {
  /** Commands that fill the collection before, each with how often it is sent. */
  readonly fill?: readonly (readonly [count: number, command: string])[];
  readonly load: Load;
}

/** Many clients ask for the same command with ever other numbers in it. */
function many(command: string, requests = 200_000): Load {
  const pressure = { clients: 50, pipeline: 16, requests, keys: MILLION };
  return (server) => press(server, pressure, command.split(' '));
}

/** One client asks for something that takes long. */
function few(command: string, requests: number): Load {
  const pressure = { clients: 1, pipeline: 1, requests, keys: MILLION };
  return (server) => press(server, pressure, command.split(' '));
}

/** A million members, as near as chance allows, and then these commands. */
const sortedSet = [[3 * MILLION, `ZADD z ${R} m:${R}`]] as const;
const hash = [[3 * MILLION, `HSET h f:${R} ${VALUE}`]] as const;
const sets = [
  [300_000, `SADD one m:${R}`],
  [300_000, `SADD two m:${R}`],
] as const;
/** Ten degrees by ten, and some eighty places within ten kilometres of each. */
const places = [[300_000, `GEOADD g ${R}e-5 ${R}e-5 m:${R}`]] as const;

const cases: Readonly<Record<string, Case>> = {
  zadd: { fill: sortedSet, load: many(`ZADD z ${R} m:${R}`) },
  zrank: { fill: sortedSet, load: many(`ZRANK z m:${R}`) },
  zrangebyscore: { fill: sortedSet, load: many(`ZRANGEBYSCORE z ${R} +inf LIMIT 0 10`) },
  'zrange-limit': { fill: sortedSet, load: many(`ZRANGE z ${R} +inf BYSCORE LIMIT 100 10`) },
  hset: { fill: hash, load: many(`HSET h f:${R} ${VALUE}`) },
  hget: { fill: hash, load: many(`HGET h f:${R}`) },
  xadd: { load: many(`XADD s MAXLEN ~ 100000 * field ${VALUE}`) },
  'xreadgroup-xack': { load: readAndAcknowledge },
  'blpop-handoff': { load: handOver },
  sunionstore: { fill: sets, load: few('SUNIONSTORE target one two', 10) },
  sinterstore: { fill: sets, load: few('SINTERSTORE target one two', 20) },
  pfadd: { load: many(`PFADD visits ${R}`) },
  pfcount: { fill: [[100_000, `PFADD visits ${R}`]], load: many('PFCOUNT visits visits', 5000) },
  geosearch: {
    fill: places,
    load: many(`GEOSEARCH g FROMLONLAT ${R}e-5 ${R}e-5 BYRADIUS 10 km ASC COUNT 10`, 20_000),
  },
  sort: { fill: [[10_000, `RPUSH numbers ${R}`]], load: few('SORT numbers LIMIT 0 10', 200) },
};

/** Reads entries in the name of a group and acknowledges them, ten at a time. */
async function readAndAcknowledge(server: RunningServer): Promise<Figures> {
  const entries = 50_000;
  const connection = await WireConnection.open(server.port);
  await connection.ask('DEL', 'work');
  await connection.ask('XGROUP', 'CREATE', 'work', 'group', '$', 'MKSTREAM');
  for (let sent = 0; sent < entries; sent += 1000) {
    const batch = Array.from({ length: 1000 }, () => encodeRequest(['XADD', 'work', '*', 'field', VALUE]));
    connection.send(batch.join(''));
    await connection.receiveCount(1000);
  }
  return timed(server, entries, async () => {
    for (let read = 0; read < entries; read += 10) {
      const reply = await connection.ask(
        ...['XREADGROUP', 'GROUP', 'group', 'consumer', 'COUNT', '10', 'STREAMS', 'work', '>'],
      );
      await connection.ask('XACK', 'work', 'group', ...(String(reply).match(/\d+-\d+/g) ?? []));
    }
    connection.close();
  });
}

/** One client waits for an element, the other pushes one: how often that can be done in turn. */
async function handOver(server: RunningServer): Promise<Figures> {
  const times = 20_000;
  const [waiting, pushing] = [await WireConnection.open(server.port), await WireConnection.open(server.port)];
  return timed(server, times, async () => {
    for (let time = 0; time < times; time++) {
      waiting.send(encodeRequest(['BLPOP', 'handed', '0']));
      pushing.send(encodeRequest(['RPUSH', 'handed', VALUE]));
      await Promise.all([waiting.receiveCount(1), pushing.receiveCount(1)]);
    }
    waiting.close();
    pushing.close();
  });
}

async function timed(server: RunningServer, requests: number, work: () => Promise<void>): Promise<Figures> {
  const [begin, before] = [performance.now(), server.cpuNanoseconds()];
  await work();
  const seconds = (performance.now() - begin) / 1000;
  return { rps: requests / seconds, cpu: (server.cpuNanoseconds() - before) / requests };
}

const chosen = options.only === '' ? Object.keys(cases) : options.only.split(',');
await withServers(options.server, async (servers) => {
  const filled = new Set<string>();
  for (const name of chosen) {
    const { fill = [], load } = cases[name] ?? unknown(name);
    for (const [count, command] of fill) {
      if (filled.has(command)) continue;
      filled.add(command);
      const pressure = { clients: 50, pipeline: 64, requests: count, keys: MILLION };
      for (const server of servers) press(server, pressure, command.split(' '));
    }
    for (const server of servers) await load(server);
    console.log(
      `${name.padEnd(16)} ${compared(servers, await inTurns(servers, Number(options.rounds), load))}`,
    );
  }
});

function unknown(name: string): never {
  throw new Error(`There is no measurement ${name}; there are ${Object.keys(cases).join(', ')}`);
}
