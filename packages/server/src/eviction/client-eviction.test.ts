import { describe, expect, it } from 'vitest';
import type { ScriptedClient } from '../execution/scripted-clients.test-support.ts';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';

const KIB = 1024;

/** A server, a client that asks, and clients to which so many bytes could not be sent yet. */
function clientsWith(
  pending: readonly number[],
  config: Readonly<Record<string, string>> = {},
): { server: ScriptedServer; asking: ScriptedClient; clients: ScriptedClient[] } {
  const server = new ScriptedServer(config);
  const asking = server.connect();
  const clients = pending.map((bytes) => {
    const client = server.connect();
    client.pendingBytes = bytes;
    return client;
  });
  return { server, asking, clients };
}

/** Which of the clients are still connected. */
function connected(server: ScriptedServer, clients: readonly ScriptedClient[]): boolean[] {
  return clients.map(({ session }) => server.engine.sessions.find(session.id) !== undefined);
}

describe('clients beyond maxmemory-clients', () => {
  it('are closed, the largest first, until the rest fits', () => {
    const { server, asking, clients } = clientsWith([100 * KIB, 400 * KIB, 300 * KIB, 200 * KIB]);
    asking.send('CONFIG SET maxmemory-clients 500kb');
    server.tick();
    expect(connected(server, clients)).toEqual([true, false, false, true]);
    expect(asking.send('INFO stats')).toContain('evicted_clients:2');
    asking.send('CONFIG RESETSTAT');
    expect(asking.send('INFO stats')).toContain('evicted_clients:0');
  });

  it('are closed when a turn ends, without waiting for a tick', () => {
    const { server, clients } = clientsWith([300 * KIB, 10 * KIB], { 'maxmemory-clients': '400kb' });
    const [large, small] = clients as [ScriptedClient, ScriptedClient];
    for (const { session } of clients) server.engine.clientEviction.turnEnded(session);
    expect(connected(server, clients)).toEqual([true, true]);
    small.pendingBytes = 150 * KIB;
    server.engine.clientEviction.turnEnded(small.session);
    expect(connected(server, clients)).toEqual([false, true]);
    expect(large.session.closing).toBe(true);
  });

  it('are not closed when what they took has drained meanwhile', () => {
    const { server, clients } = clientsWith([300 * KIB, 10 * KIB], { 'maxmemory-clients': '400kb' });
    const [large, small] = clients as [ScriptedClient, ScriptedClient];
    server.engine.clientEviction.turnEnded(large.session);
    large.pendingBytes = 0;
    small.pendingBytes = 150 * KIB;
    server.engine.clientEviction.turnEnded(small.session);
    expect(connected(server, clients)).toEqual([true, true]);
  });

  it('are spared with CLIENT NO-EVICT, as replicas are', () => {
    const { server, asking, clients } = clientsWith([400 * KIB, 300 * KIB, 900 * KIB]);
    const [spared, , replica] = clients as [ScriptedClient, ScriptedClient, ScriptedClient];
    expect(spared.send('CLIENT NO-EVICT ON')).toBe('+OK');
    replica.session.kind = 'replica';
    asking.send('CLIENT NO-EVICT ON');
    asking.send('CONFIG SET maxmemory-clients 200kb');
    server.tick();
    expect(connected(server, clients)).toEqual([true, false, true]);
    spared.send('CLIENT NO-EVICT OFF');
    server.tick();
    expect(connected(server, clients)).toEqual([false, false, true]);
  });

  it('are counted with what they queue and subscribe to', () => {
    const { server, asking, clients } = clientsWith([0, 0]);
    const [queueing, idle] = clients as [ScriptedClient, ScriptedClient];
    queueing.send('MULTI');
    for (let i = 0; i < 10; i++) queueing.send(`SET a ${'v'.repeat(20 * KIB)}`);
    asking.send('CONFIG SET maxmemory-clients 150kb');
    server.tick();
    expect(connected(server, [queueing, idle])).toEqual([false, true]);
  });

  it('may take a share of maxmemory, and no less than what it takes to talk', () => {
    const { server, asking, clients } = clientsWith([300 * KIB]);
    asking.send('CONFIG SET maxmemory-clients 50%');
    server.tick();
    expect(connected(server, clients)).toEqual([true]);
    asking.send('CONFIG SET maxmemory 1mb');
    server.tick();
    expect(connected(server, clients)).toEqual([true]);
    asking.send('CONFIG SET maxmemory-clients 20%');
    server.tick();
    expect(connected(server, clients)).toEqual([false]);
    // 1 % would be 10 KiB, and not even this client would fit.
    asking.send('CONFIG SET maxmemory-clients 1%');
    server.tick();
    expect(connected(server, [asking])).toEqual([true]);
  });
});
