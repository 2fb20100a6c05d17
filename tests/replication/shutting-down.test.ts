/** What ends a server, and what does not, while a replica has not got everything; the same is asked of the original. */
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redis } from '../support/redis-server.ts';
import { redwing } from '../support/redwing.ts';
import type { Target } from '../support/target.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';

const CALLED_OFF = '-ERR Errors trying to SHUTDOWN. Check logs.\r\n';

describe.each([redis, redwing])('$name', (kind) => {
  let target: Target;
  let replica: Socket;
  let client: WireConnection;
  let ending: WireConnection;

  beforeEach(async (context) => {
    if (!kind.available) context.skip();
    target = await kind.start({ 'repl-diskless-sync-delay': '0', 'shutdown-timeout': '100' });
    [client, ending] = [await WireConnection.open(target.port), await WireConnection.open(target.port)];
    replica = connect({ port: target.port, host: '127.0.0.1' });
    replica.on('data', () => {});
    replica.write(encodeRequest(['PSYNC', '?', '-1']));
    await expect.poll(() => say('INFO', 'replication'), { timeout: 20_000 }).toContain('state=');
    acknowledge(0);
    await expect.poll(() => say('INFO', 'replication'), { timeout: 20_000 }).toContain('state=online');
    expect(await say('SET', 'a', '1')).toBe('+OK\r\n');
    ending.send(encodeRequest(['SHUTDOWN', 'NOSAVE']));
    await expect.poll(() => say('INFO', 'server')).toContain('shutdown_in_milliseconds:');
  });

  afterEach(async () => {
    replica.destroy();
    client.close();
    ending.close();
    await target.close();
  });

  async function say(...words: string[]): Promise<string> {
    return String(await client.ask(...words));
  }

  function acknowledge(offset: number): void {
    replica.write(encodeRequest(['REPLCONF', 'ACK', String(offset)]));
  }

  it('waits for the replica, lets nobody write meanwhile, and can be called off', async () => {
    const writer = await WireConnection.open(target.port);
    writer.send(encodeRequest(['SET', 'b', '1']));
    await expect.poll(() => say('INFO', 'clients')).toContain('blocked_clients:2');
    expect(await say('GET', 'a')).toBe('$1\r\n1\r\n');
    expect(await say('EXISTS', 'b')).toBe(':0\r\n');
    expect(await say('SHUTDOWN', 'ABORT')).toBe('+OK\r\n');
    expect(String((await ending.receiveCount(1)).frames[0])).toBe(CALLED_OFF);
    expect(String((await writer.receiveCount(1)).frames[0])).toBe('+OK\r\n');
    expect(await say('SHUTDOWN', 'ABORT')).toBe('-ERR No shutdown in progress.\r\n');
    // redis-server 7.0 breaks down when the client whose SHUTDOWN was called off says anything more.
    if (kind === redwing) expect(String(await ending.ask('PING'))).toBe('+PONG\r\n');
    writer.close();
  });

  it('ends once the replica has everything', async () => {
    const [, offset] = /master_repl_offset:(\d+)/.exec(await say('INFO', 'replication')) ?? [];
    acknowledge(Number(offset));
    expect((await ending.receiveCount(1)).end).toBe('closed');
  });

  it('ends at once for whoever does not want to wait', async () => {
    expect(await say('SHUTDOWN', 'ABORT')).toBe('+OK\r\n');
    client.send(encodeRequest(['SHUTDOWN', 'NOSAVE', 'NOW']));
    expect((await client.receiveCount(1)).end).toBe('closed');
  });

  it('ends when the replica has gone', async () => {
    replica.destroy();
    await once(replica, 'close');
    expect((await ending.receiveCount(1)).end).toBe('closed');
  });
});
