/**
 * A primary, its replica and a replica of that one, over wires that are cut at random: whatever happens, the three are
 * equal once everything has arrived. A failing seed fails again.
 */
import { describe, expect, it } from 'vitest';
import { SimulatedServer, seededRandom } from './simulation.test-support.ts';

interface Cluster {
  readonly clock: { now: number };
  readonly primary: SimulatedServer;
  readonly replica: SimulatedServer;
  readonly sub: SimulatedServer;
  readonly random: () => number;
}

function cluster(seed: number, backlogBytes: number): Cluster {
  const random = seededRandom(seed);
  const clock = { now: 1_700_000_000_000 };
  const server = (): SimulatedServer => new SimulatedServer(clock, random, backlogBytes);
  return { clock, random, primary: server(), replica: server(), sub: server() };
}

function someWrite({ primary, random }: Cluster): void {
  const command = (): string[] => {
    const key = `key${Math.floor(random() * 30)}`;
    return random() < 0.85 ? ['APPEND', key, `${Math.floor(random() * 1000)},`] : ['DEL', key];
  };
  const several = random() < 0.2 ? 1 + Math.floor(random() * 4) : 1;
  primary.write(Math.floor(random() * 4), ...Array.from({ length: several }, command));
}

/** One turn: bytes move, links that are down are dialled again, time passes. */
function turn({ clock, primary, replica, sub, random }: Cluster): void {
  for (const server of [primary, replica, sub]) server.feed.flush();
  for (const [server, above] of [
    [replica, primary],
    [sub, replica],
  ] as const) {
    if (server.wire?.isCut === true) {
      server.cut(above);
    } else if (server.wire === undefined) {
      // A replica that is not in step itself has nothing to give.
      if (above === primary || above.link.state === 'online') server.connect(above);
    } else {
      server.wire.deliver(random);
    }
    server.link.tick();
  }
  clock.now += 100;
}

function settle(servers: Cluster): void {
  for (let quiet = 0, turns = 0; quiet < 3; turns++) {
    if (turns > 10_000) throw new Error('the replicas never catch up');
    turn(servers);
    const { primary, replica, sub } = servers;
    const done = [replica, sub].every(
      (server) => server.link.state === 'online' && server.wire?.isEmpty === true && !server.wire.isCut,
    );
    const even =
      replica.history.offset === primary.history.offset && sub.history.offset === replica.history.offset;
    quiet = done && even ? quiet + 1 : 0;
  }
}

function expectEqual({ primary, replica, sub }: Cluster, hint: string): void {
  const contents = primary.contents();
  expect(replica.contents(), hint).toEqual(contents);
  expect(sub.contents(), hint).toEqual(contents);
  expect([replica.history.id, sub.history.id], hint).toEqual([primary.history.id, primary.history.id]);
}

describe('replicas over wires that are cut', () => {
  it.each(Array.from({ length: 40 }, (_, index) => 9000 + index))(
    'are equal in the end (seed %i)',
    (seed) => {
      const servers = cluster(seed, seed % 2 === 0 ? 4096 : 300);
      const { replica, sub, primary, random } = servers;
      for (let step = 0; step < 400; step++) {
        const writes = Math.floor(random() * 4);
        for (let i = 0; i < writes; i++) someWrite(servers);
        turn(servers);
        if (random() < 0.03) replica.cut(primary);
        if (random() < 0.03) sub.cut(replica);
        if (step % 100 === 99) {
          settle(servers);
          expectEqual(servers, `seed ${seed}, step ${step}`);
        }
      }
      expect(replica.partialSyncs + replica.fullSyncs).toBeGreaterThan(1);
    },
  );

  it('need no full copy after a cut that the backlog covers', () => {
    const servers = cluster(1, 64 * 1024);
    someWrite(servers);
    settle(servers);
    for (let round = 0; round < 5; round++) {
      servers.replica.cut(servers.primary);
      for (let i = 0; i < 20; i++) someWrite(servers);
      settle(servers);
    }
    expectEqual(servers, 'seed 1');
    expect([servers.replica.fullSyncs, servers.sub.fullSyncs]).toEqual([1, 1]);
    expect(servers.replica.partialSyncs).toBe(5);
  });

  it('take a full copy when the backlog has moved on', () => {
    const servers = cluster(2, 200);
    someWrite(servers);
    settle(servers);
    servers.replica.cut(servers.primary);
    for (let i = 0; i < 50; i++) someWrite(servers);
    settle(servers);
    expectEqual(servers, 'seed 2');
    expect(servers.replica.fullSyncs).toBe(2);
  });

  it('go on with a promoted replica, and so does the old primary, without a full copy', () => {
    const servers = cluster(3, 64 * 1024);
    const { primary, replica, sub } = servers;
    for (let i = 0; i < 50; i++) someWrite(servers);
    settle(servers);
    replica.cut(primary);
    replica.promote();
    const turned: Cluster = { ...servers, primary: replica, replica: primary };
    // The sub-replica keeps its place below the server that was promoted.
    const chain: Cluster = { ...turned, replica: sub, sub: primary };
    for (let i = 0; i < 50; i++) someWrite(chain);
    settle(chain);
    expectEqual(chain, 'seed 3');
    expect([primary.fullSyncs, sub.fullSyncs]).toEqual([0, 1]);
    expect(replica.history.secondId).not.toBe(replica.history.id);
  });
});
