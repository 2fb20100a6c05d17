/** ADDREPLICA and REMOVEREPLICA: what they do, and that a refused one changes nothing. */

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { redisAvailable, startRedis } from '../support/redis-server.ts';
import { startRedwing } from '../support/redwing.ts';
import { freePort } from '../support/spawned-server.ts';
import type { Settings, Target } from '../support/target.ts';
import { inStep, Member, randomWrites } from './replication-set.ts';

const closing: { close(): Promise<void> }[] = [];

async function start(kind: (settings?: Settings) => Promise<Target>, settings?: Settings): Promise<Member> {
  const member = await Member.of(kind({ 'repl-diskless-sync-delay': '0', ...settings }));
  closing.push(member);
  return member;
}

afterEach(async () => {
  for (const one of closing.splice(0).reverse()) await one.close();
});

describe.each([
  ['Redwing', startRedwing],
  ['redis-server', startRedis],
] as const)('ADDREPLICA of a %s', (name, startTarget) => {
  it.skipIf(name !== 'Redwing' && !redisAvailable)('answers when the target has everything', async () => {
    const [primary, target] = [await start(startRedwing), await start(startTarget)];
    await primary.write(randomWrites(91, 1000));
    await target.ask('SET', 'own', 'replaced');
    expect(await primary.ask('ADDREPLICA', target.address)).toBe('OK');
    expect(await target.contents()).toEqual(await primary.contents());
    expect(await primary.ask('ROLE')).toContain(`127.0.0.1 ${target.port}`);
    expect(await primary.info('connected_slaves')).toBe('1');
    await primary.write(randomWrites(92, 1000));
    await inStep(primary, target);
    expect(await target.contents()).toEqual(await primary.contents());
    expect(await primary.ask('ADDREPLICA', target.address)).toBe('OK');
    expect(await primary.ask('REMOVEREPLICA', target.address)).toBe('OK');
    expect(await primary.info('connected_slaves')).toBe('0');
    expect(await target.info('role')).toBe('master');
    expect(await primary.ask('REMOVEREPLICA', target.address)).toMatch(/^-ERR .*no replica of this server/);
  });
});

describe('ADDREPLICA', () => {
  it('refuses what is no address', async () => {
    const primary = await start(startRedwing);
    for (const text of ['localhost', ':1', 'a:b', '127.0.0.1:0', '127.0.0.1:65536', '127.0.0.1 6379', '']) {
      expect(await primary.ask('ADDREPLICA', text)).toMatch(/^-ERR invalid address/);
    }
  });

  it('refuses itself, by any of its names', async () => {
    const primary = await start(startRedwing);
    expect(await primary.ask('ADDREPLICA', primary.address)).toMatch(/^-ERR .*this server itself/);
    expect(await primary.ask('ADDREPLICA', `localhost:${primary.port}`)).toMatch(
      /^-ERR .*(itself|ECONNREFUSED)/,
    );
    expect(await primary.info('role')).toBe('master');
  });

  it('refuses a primary of its own, direct or further up', async () => {
    const [top, middle, end] = [
      await start(startRedwing),
      await start(startRedwing),
      await start(startRedwing),
    ];
    expect(await top.ask('ADDREPLICA', middle.address)).toBe('OK');
    expect(await middle.ask('ADDREPLICA', end.address)).toBe('OK');
    expect(await middle.ask('ADDREPLICA', top.address)).toMatch(/^-ERR .*cycle/);
    expect(await end.ask('ADDREPLICA', top.address)).toMatch(/^-ERR .*cycle/);
    expect(await top.info('role')).toBe('master');
  });

  it('refuses one more than max-replicas', async () => {
    const primary = await start(startRedwing, { 'max-replicas': '1' });
    const [one, other] = [await start(startRedwing), await start(startRedwing)];
    expect(await primary.ask('ADDREPLICA', one.address)).toBe('OK');
    expect(await primary.ask('ADDREPLICA', other.address)).toMatch(/^-ERR .*max-replicas/);
    expect(await other.info('role')).toBe('master');
  });

  it('says that nobody is there', async () => {
    const primary = await start(startRedwing);
    const port = await freePort();
    expect(await primary.ask('ADDREPLICA', `127.0.0.1:${port}`)).toMatch(/^-ERR .*ECONNREFUSED/);
  });

  it('says that the target wants a password, and uses masterauth when there is one', async () => {
    const primary = await start(startRedwing);
    const target = await start(startRedwing);
    await target.ask('CONFIG', 'SET', 'requirepass', 'secret');
    expect(await primary.ask('ADDREPLICA', target.address)).toMatch(/^-ERR .*NOAUTH/);
    await primary.ask('CONFIG', 'SET', 'masterauth', 'secret');
    expect(await primary.ask('ADDREPLICA', target.address)).toBe('OK');
  });

  it('says that the target hangs up, and lets others be served while it waits', async () => {
    const primary = await start(startRedwing);
    const target = createServer((socket) => socket.once('data', () => waiting.push(() => socket.destroy())));
    const waiting: (() => void)[] = [];
    target.listen(0, '127.0.0.1');
    await once(target, 'listening');
    const { port } = target.address() as AddressInfo;
    const asked = primary.ask('ADDREPLICA', `127.0.0.1:${port}`);
    const other = await Member.of(Promise.resolve(primary.target));
    expect(await other.ask('PING')).toBe('PONG');
    while (waiting.length === 0) expect(await other.ask('PING')).toBe('PONG');
    for (const hangUp of waiting) hangUp();
    expect(await asked).toMatch(/^-ERR .*closed the connection/);
    other.wire.close();
    target.close();
  });
});
