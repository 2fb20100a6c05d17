/** FAILOVER: a primary and a replica exchange their roles, Redwing or Redis on either side. */
import { afterEach, describe, expect, it } from 'vitest';
import { redisAvailable, startRedis } from '../support/redis-server.ts';
import { startRedwing } from '../support/redwing.ts';
import type { Settings, Target } from '../support/target.ts';
import { encodeRequest, WireConnection } from '../support/wire.ts';
import { eventually, inStep, Member, randomWrites } from './replication-set.ts';

const closing: { close(): Promise<void> }[] = [];

async function start(kind: (settings?: Settings) => Promise<Target>, settings?: Settings): Promise<Member> {
  const member = await Member.of(kind({ 'repl-diskless-sync-delay': '0', ...settings }));
  closing.push(member);
  return member;
}

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

const pairs = [
  ['Redwing', 'Redwing', startRedwing, startRedwing],
  ['Redwing', 'redis-server', startRedwing, startRedis],
  ['redis-server', 'Redwing', startRedis, startRedwing],
] as const;

describe.each(pairs.filter(([primary, replica]) => redisAvailable || primary === replica))(
  '%s fails over to %s',
  (_primary, _replica, startPrimary, startReplica) => {
    async function pair(): Promise<[Member, Member]> {
      const [primary, replica] = [await start(startPrimary), await start(startReplica)];
      await replica.follow(primary);
      await inStep(primary, replica);
      await eventually('online', async () => (await primary.info('slave0')).includes('state=online'));
      return [primary, replica];
    }

    it('without a full copy, without losing a write, and back again', async () => {
      const [primary, replica] = await pair();
      await primary.write(randomWrites(21, 3000));
      const writer = await WireConnection.open(primary.port);
      expect(await primary.ask('FAILOVER', 'TO', '127.0.0.1', String(replica.port), 'TIMEOUT', '20000')).toBe(
        'OK',
      );
      let written = 0;
      for (;;) {
        const reply = String(await writer.ask('INCR', 'counter'));
        if (reply.startsWith('-READONLY')) break;
        expect(reply).toBe(`:${++written}\r\n`);
      }
      writer.close();
      await eventually('roles exchanged', async () => (await primary.info('master_link_status')) === 'up');
      expect([await primary.info('role'), await replica.info('role')]).toEqual(['slave', 'master']);
      expect(await primary.info('master_failover_state')).toBe('no-failover');
      expect(await replica.ask('GET', 'counter')).toBe(written === 0 ? 'null' : String(written));
      await replica.write(randomWrites(22, 2000));
      await inStep(replica, primary);
      expect(await primary.ask('DEBUG', 'DIGEST')).toBe(await replica.ask('DEBUG', 'DIGEST'));
      expect([await primary.info('sync_full'), await replica.info('sync_full')]).toEqual(['1', '0']);
      expect(await replica.ask('FAILOVER')).toBe('OK');
      await eventually('roles as before', async () => (await replica.info('master_link_status')) === 'up');
      expect(await primary.ask('SET', 'a', '1')).toBe('OK');
      await inStep(primary, replica);
      expect(await replica.ask('GET', 'a')).toBe('1');
    });

    it('is refused where it cannot be', async () => {
      const [primary, replica] = await pair();
      const refusals: [string, string][] = [
        ['ABORT', 'No failover in progress.'],
        ['ABORT TIMEOUT 5', 'syntax error'],
        ['TIMEOUT 0', 'FAILOVER timeout must be greater than 0'],
        ['TIMEOUT abc', 'value is not an integer or out of range'],
        ['TO host', 'syntax error'],
        ['TO host x', 'value is not an integer or out of range'],
        ['TO 127.0.0.1 1', 'FAILOVER target HOST and PORT is not a replica.'],
        ['FORCE', 'FAILOVER with force option requires both a timeout and target HOST and IP.'],
        ['FORCE FORCE', 'syntax error'],
        ['FORCE TIMEOUT 5', 'FAILOVER with force option requires both a timeout and target HOST and IP.'],
      ];
      for (const [options, refusal] of refusals) {
        expect(await primary.ask('FAILOVER', ...options.split(' ')), options).toBe(`-ERR ${refusal}`);
      }
      expect(await replica.ask('FAILOVER')).toBe('-ERR FAILOVER is not valid when server is a replica.');
      expect(await replica.ask('PSYNC', 'x'.repeat(40), '1', 'FAILOVER')).toBe(
        '-ERR PSYNC FAILOVER replid must match my replid.',
      );
      expect(await primary.ask('PSYNC', 'x'.repeat(40), '1', 'FAILOVER')).toBe(
        "-ERR PSYNC FAILOVER can't be sent to a master.",
      );
      const alone = await start(startPrimary);
      expect(await alone.ask('FAILOVER')).toBe('-ERR FAILOVER requires connected replicas.');
    });

    it('holds writes until it is aborted or the time is up, if the replica lacks something', async () => {
      const primary = await start(startPrimary);
      const silent = await follow(primary, 1);
      const writer = await WireConnection.open(primary.port);
      await primary.ask('SET', 'lacking', 'x', 'PX', '1');
      expect(await primary.ask('FAILOVER')).toBe('OK');
      expect(await primary.info('master_failover_state')).toBe('waiting-for-sync');
      expect(await primary.ask('FAILOVER')).toBe('-ERR FAILOVER already in progress.');
      expect(await primary.ask('REPLICAOF', 'NO', 'ONE')).toBe(
        '-ERR REPLICAOF not allowed while failing over.',
      );
      writer.send(encodeRequest(['SET', 'a', '1']));
      expect(await primary.ask('EXISTS', 'a')).toBe('0');
      await eventually(
        'the time of a key is up',
        async () => (await primary.ask('GET', 'lacking')) === 'null',
      );
      expect(await primary.ask('DBSIZE')).toBe('1');
      expect(await primary.ask('FAILOVER', 'ABORT')).toBe('OK');
      expect(String((await writer.receiveCount(1)).frames[0])).toBe('+OK\r\n');
      expect(await primary.ask('FAILOVER', 'TIMEOUT', '100')).toBe('OK');
      writer.send(encodeRequest(['SET', 'a', '2']));
      expect(String((await writer.receiveCount(1)).frames[0])).toBe('+OK\r\n');
      expect(await primary.info('role')).toBe('master');
      for (const one of [silent, writer]) one.close();
    });

    it('follows a target by force though it lacks something, until it is aborted', async () => {
      const primary = await start(startPrimary);
      const silent = await follow(primary, 1);
      const id = await primary.info('master_replid');
      await primary.ask('SET', 'lacking', 'x');
      expect(await primary.ask('FAILOVER', 'TO', '127.0.0.1', '1', 'FORCE', 'TIMEOUT', '50')).toBe('OK');
      await eventually('the role is given up', async () => (await primary.info('role')) === 'slave');
      expect(await primary.info('master_failover_state')).toBe('failover-in-progress');
      expect(await primary.ask('SET', 'a', '1')).toMatch(/^-READONLY/);
      expect(await primary.ask('FAILOVER', 'ABORT')).toBe('OK');
      expect(await primary.ask('SET', 'a', '1')).toBe('OK');
      expect(await primary.info('master_failover_state')).toBe('no-failover');
      expect(await primary.info('master_replid2')).toBe(id);
      silent.close();
    });

    it('is a primary again if the target refuses', async () => {
      const [primary, replica] = [await start(startPrimary), await start(startReplica)];
      // It gives itself out as one that follows nobody.
      const silent = await follow(primary, replica.port);
      await primary.ask('SET', 'lacking', 'x');
      await primary.ask('FAILOVER', 'TO', '127.0.0.1', String(replica.port), 'FORCE', 'TIMEOUT', '50');
      await eventually('a name of its own', async () => !/^0+$/.test(await primary.info('master_replid2')));
      expect(await primary.info('role')).toBe('master');
      expect(await primary.info('master_failover_state')).toBe('no-failover');
      expect(await primary.ask('GET', 'lacking')).toBe('x');
      silent.close();
    });
  },
);

/** Follows a primary as a replica that takes everything and never says how far it is. */
async function follow(primary: Member, listeningPort: number): Promise<WireConnection> {
  const silent = await WireConnection.open(primary.port);
  await silent.ask('REPLCONF', 'listening-port', String(listeningPort));
  silent.send(encodeRequest(['PSYNC', '?', '-1']));
  await eventually('a silent replica', async () => (await primary.info('slave0')).includes('state=online'));
  return silent;
}
