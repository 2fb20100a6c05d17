/** Who can follow whom, and what survives cut links, killed replicas and promotions: over sockets, Redis included. */
import { afterEach, describe, expect, it } from 'vitest';
import { redisAvailable, startRedis } from '../support/redis-server.ts';
import { startRedwing } from '../support/redwing.ts';
import type { Settings, Target } from '../support/target.ts';
import { CuttableWay, eventually, inStep, Member, randomWrites } from './replication-set.ts';

const closing: { close(): Promise<void> }[] = [];

async function start(kind: (settings?: Settings) => Promise<Target>, settings?: Settings): Promise<Member> {
  const member = await Member.of(kind({ 'repl-diskless-sync-delay': '0', ...settings }));
  closing.push(member);
  return member;
}

async function wayTo(member: Member): Promise<CuttableWay> {
  const way = await CuttableWay.to(member.port);
  closing.push(way);
  return way;
}

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

async function expectEqual(primary: Member, ...replicas: Member[]): Promise<void> {
  const contents = await primary.contents();
  for (const replica of replicas) {
    await inStep(primary, replica);
    expect(await replica.contents()).toEqual(contents);
  }
}

const pairs = [
  ['Redwing', 'Redwing', startRedwing, startRedwing],
  ['redis-server', 'Redwing', startRedis, startRedwing],
  ['Redwing', 'redis-server', startRedwing, startRedis],
] as const;

describe.each(pairs.filter(([replica, primary]) => redisAvailable || replica === primary))(
  '%s follows %s',
  (_replica, _primary, startReplica, startPrimary) => {
    it('takes a full copy and then every write', async () => {
      const [primary, replica] = [await start(startPrimary), await start(startReplica)];
      await primary.write(randomWrites(11, 2000));
      await replica.ask('SET', 'only here', 'gone after the copy');
      expect(await replica.follow(primary)).toBe('OK');
      await inStep(primary, replica);
      await primary.write(randomWrites(12, 5000));
      await expectEqual(primary, replica);
      expect(await replica.ask('SET', 'a', '1')).toMatch(/^-READONLY/);
      expect(await primary.info('sync_full')).toBe('1');
    });

    it('goes on after a cut link without a full copy', async () => {
      const [primary, replica] = [await start(startPrimary), await start(startReplica)];
      const way = await wayTo(primary);
      await replica.follow(way);
      await inStep(primary, replica);
      for (let round = 1; round <= 2; round++) {
        way.cut();
        await eventually('the link is down', async () => !(await replica.isUp()));
        await primary.write(randomWrites(20 + round, 1000));
        way.mend();
        await expectEqual(primary, replica);
        expect(await primary.info('sync_partial_ok')).toBe(String(round));
      }
      expect(await primary.info('sync_full')).toBe('1');
    });

    it('takes a new copy when too much was written meanwhile', async () => {
      const [primary, replica] = [
        await start(startPrimary, { 'repl-backlog-size': '16kb' }),
        await start(startReplica),
      ];
      const way = await wayTo(primary);
      await replica.follow(way);
      await inStep(primary, replica);
      way.cut();
      await eventually('the link is down', async () => !(await replica.isUp()));
      await primary.write(randomWrites(31, 3000));
      way.mend();
      await expectEqual(primary, replica);
      expect(await primary.info('sync_full')).toBe('2');
      expect(await primary.info('sync_partial_err')).not.toBe('0');
    });

    it('becomes a primary, and the old primary goes on with it without a full copy', async () => {
      // A PING that only the old primary has in its stream would put it ahead.
      const settings = { 'repl-ping-replica-period': '3600' };
      const [primary, replica] = [await start(startPrimary, settings), await start(startReplica, settings)];
      await replica.follow(primary);
      await inStep(primary, replica);
      await primary.write(randomWrites(41, 500));
      await inStep(primary, replica);
      const id = await primary.info('master_replid');
      expect(await replica.ask('REPLICAOF', 'NO', 'ONE')).toBe('OK');
      expect(await replica.info('role')).toBe('master');
      expect(await replica.info('master_replid2')).toBe(id);
      expect(await replica.info('master_replid')).not.toBe(id);
      await primary.follow(replica);
      await inStep(replica, primary);
      await replica.write(randomWrites(42, 500));
      await expectEqual(replica, primary);
      expect(await replica.info('sync_full')).toBe('0');
      expect(await replica.info('sync_partial_ok')).toBe('1');
    });

    it('has WAIT answer when the replica has the writes', async () => {
      const [primary, replica] = [await start(startPrimary), await start(startReplica)];
      await replica.follow(primary);
      await inStep(primary, replica);
      await primary.ask('SET', 'a', '1');
      expect(await primary.ask('WAIT', '1', '10000')).toBe('1');
      expect(await replica.ask('GET', 'a')).toBe('1');
      await primary.ask('SET', 'a', '2');
      expect(await primary.ask('WAIT', '2', '50')).toMatch(/^[01]$/);
      expect(await replica.ask('WAIT', '0', '10')).toMatch(/^-ERR WAIT cannot be used with replica/);
    });
  },
);

describe.each([
  ['Redwing', startRedwing],
  ['redis-server', startRedis],
] as const)('a chain of %s, Redwing and Redwing', (name, startTop) => {
  it.skipIf(name !== 'Redwing' && !redisAvailable)('has the same stream all along', async () => {
    const [top, middle, end] = [await start(startTop), await start(startRedwing), await start(startRedwing)];
    await top.write(randomWrites(51, 500));
    await middle.follow(top);
    await inStep(top, middle);
    // The stream of the middle one is in database 3 when the last one joins.
    await top.write([
      ['SELECT', '3'],
      ['SET', 'in', 'three'],
    ]);
    await end.follow(middle);
    await inStep(top, middle);
    await inStep(middle, end);
    await top.write([['SET', 'in', 'three again']]);
    await top.write(randomWrites(52, 2000));
    await expectEqual(top, middle);
    await expectEqual(middle, end);
    expect(await end.info('master_replid')).toBe(await top.info('master_replid'));
    expect(await end.info('master_repl_offset')).toBe(await top.info('master_repl_offset'));
  });

  it.skipIf(name !== 'Redwing' && !redisAvailable)(
    'can be shortened: the end follows the top without a full copy',
    async () => {
      const [top, middle, end] = [
        await start(startTop),
        await start(startRedwing),
        await start(startRedwing),
      ];
      await middle.follow(top);
      await inStep(top, middle);
      await end.follow(middle);
      await inStep(middle, end);
      await top.write(randomWrites(61, 500));
      await inStep(top, middle);
      await inStep(middle, end);
      await end.follow(top);
      await top.write(randomWrites(62, 500));
      await expectEqual(top, middle, end);
      expect(await top.info('sync_full')).toBe('1');
      expect(await top.info('sync_partial_ok')).toBe('1');
    },
  );
});

describe('a replica', () => {
  it('that is configured as one follows from the start, and CONFIG shows whom', async () => {
    const primary = await start(startRedwing);
    await primary.write(randomWrites(101, 200));
    const replica = await start(startRedwing, { replicaof: `127.0.0.1 ${primary.port}` });
    await expectEqual(primary, replica);
    expect(await replica.ask('CONFIG', 'GET', 'replicaof')).toBe(`replicaof 127.0.0.1 ${primary.port}`);
    await replica.ask('REPLICAOF', 'NO', 'ONE');
    expect(await replica.ask('CONFIG', 'GET', 'replicaof')).toBe('replicaof ');
  });

  it('keeps an expired key until its primary removes it, and hides it from clients', async () => {
    const [primary, replica] = [await start(startRedwing), await start(startRedwing)];
    await replica.follow(primary);
    await inStep(primary, replica);
    await primary.ask('DEBUG', 'SET-ACTIVE-EXPIRE', '0');
    await primary.write([
      ['SET', 'a', '1', 'PX', '1'],
      ['SET', 'b', '2'],
    ]);
    await inStep(primary, replica);
    await eventually('the time has passed', async () => (await replica.ask('GET', 'a')) === 'null');
    expect(await replica.ask('DBSIZE')).toBe('2');
    expect(await primary.ask('GET', 'a')).toBe('null');
    await inStep(primary, replica);
    expect(await replica.ask('DBSIZE')).toBe('1');
  });

  it('that asks with a wrong password gets in once it has the right one', async () => {
    const primary = await start(startRedwing);
    await primary.ask('CONFIG', 'SET', 'requirepass', 'opensesame');
    const replica = await start(startRedwing, { masterauth: 'wrong' });
    await replica.follow(primary);
    await eventually('a try has failed', async () => (await replica.ask('ROLE')).includes('connect'));
    expect(await replica.isUp()).toBe(false);
    await replica.ask('CONFIG', 'SET', 'masterauth', 'opensesame');
    await eventually('the link is up', () => replica.isUp());
  });

  it('that serves no stale data refuses to read while its link is down', async () => {
    const [primary, replica] = [await start(startRedwing), await start(startRedwing)];
    const way = await wayTo(primary);
    await replica.ask('CONFIG', 'SET', 'replica-serve-stale-data', 'no');
    await replica.follow(way);
    await inStep(primary, replica);
    expect(await replica.ask('GET', 'a')).toBe('null');
    way.cut();
    await eventually('the link is down', async () => !(await replica.isUp()));
    expect(await replica.ask('GET', 'a')).toMatch(/^-MASTERDOWN/);
    expect(await replica.ask('PING')).toBe(
      "-MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.",
    );
    expect(await replica.ask('ROLE')).toContain('slave');
  });

  it('tells of changes with the revisions of its primary', async () => {
    const [primary, replica] = [await start(startRedwing), await start(startRedwing)];
    await primary.write(randomWrites(71, 100));
    await primary.ask('SELECT', '0');
    await replica.follow(primary);
    await inStep(primary, replica);
    await primary.write([
      ['SET', 'a', '1'],
      ['SET', 'a', '2'],
    ]);
    await inStep(primary, replica);
    expect(await replica.ask('NOTIFY', 'a')).toBe(await primary.ask('NOTIFY', 'a', 'SELF'));
    await primary.wire.ask('SET', 'a', '3');
    const told = await replica.wire.receiveCount(1);
    expect(told.frames[0]?.latin1Slice()).toContain('notify');
  });
});

describe('a primary', () => {
  it('refuses writes while too few replicas keep up', async () => {
    const [primary, replica] = [await start(startRedwing), await start(startRedwing)];
    await primary.ask('CONFIG', 'SET', 'min-replicas-to-write', '1');
    expect(await primary.ask('SET', 'a', '1')).toBe('-NOREPLICAS Not enough good replicas to write.');
    await replica.follow(primary);
    await eventually('writing is allowed', async () => (await primary.ask('SET', 'a', '1')) === 'OK');
    expect(await primary.info('min_slaves_good_slaves')).toBe('1');
  });

  it('cuts a replica off that reads nothing, and goes on', async () => {
    const primary = await start(startRedwing, { 'client-output-buffer-limit': 'replica 1mb 0 0' });
    const idle = await Member.of(Promise.resolve(primary.target));
    idle.wire.send('*3\r\n$5\r\nPSYNC\r\n$1\r\n?\r\n$2\r\n-1\r\n');
    await idle.wire.receiveCount(1);
    idle.wire.stopReading();
    await eventually('it is listed', async () => (await primary.info('connected_slaves')) === '1');
    for (let i = 0; (await primary.info('connected_slaves')) === '1'; i++) {
      expect(i).toBeLessThan(2000);
      await primary.ask('SET', 'big', 'x'.repeat(100_000));
    }
    expect(await primary.ask('PING')).toBe('PONG');
    idle.wire.close();
  });

  it('notices that a replica was killed, and serves it anew', async () => {
    const primary = await start(startRedwing);
    const first = await Member.of(startRedwing());
    await first.follow(primary);
    await inStep(primary, first);
    await first.close();
    await eventually('it is gone', async () => (await primary.info('connected_slaves')) === '0');
    await primary.write(randomWrites(81, 500));
    const second = await start(startRedwing);
    await second.follow(primary);
    await expectEqual(primary, second);
  });
});
