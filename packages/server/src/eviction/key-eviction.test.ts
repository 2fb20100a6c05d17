import { DumpWriter } from '@redwing/store';
import { describe, expect, it } from 'vitest';
import type { ConfigurationRecord } from '../configuration/index.ts';
import type { ScriptedClient } from '../execution/scripted-clients.test-support.ts';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';

const OOM = "-OOM command not allowed when used memory > 'maxmemory'.";

/** Chance that can be repeated: a step of a small congruential generator for each number. */
function chance(): () => number {
  let state = 12_345;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

class Trial {
  readonly server: ScriptedServer;
  readonly client: ScriptedClient;

  constructor(config: ConfigurationRecord = {}) {
    this.server = new ScriptedServer({ 'maxmemory-samples': 10, ...config }, { random: chance() });
    this.client = this.server.connect();
  }

  /** Sets `count` keys of 100 bytes, a second after each other. */
  fill(prefix: string, count: number, ...options: string[]): void {
    for (let i = 0; i < count; i++) {
      this.server.now += 1000;
      expect(this.client.send(`SET ${prefix}:${i} ${'v'.repeat(100)} ${options.join(' ')}`.trim())).toBe(
        '+OK',
      );
    }
  }

  /** Lets the dataset have no more than `share` of what it takes now. */
  limit(share: number): void {
    this.client.send(`CONFIG SET maxmemory ${Math.floor(this.server.engine.keyspace.usedBytes * share)}`);
  }

  /** How many keys of a prefix there are. */
  left(prefix: string): number {
    const keys = this.client.send(`KEYS ${prefix}:*`);
    return Number(/^\*(\d+)/.exec(keys)?.[1]);
  }

  info(field: string): string | undefined {
    return new RegExp(`\\b${field}:(\\S+)`).exec(this.client.send('INFO'))?.[1];
  }
}

describe('making room for a command', () => {
  it('evicts with allkeys-lru what was not used for longest', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lru' });
    trial.fill('old', 200);
    trial.fill('new', 200);
    for (let i = 0; i < 100; i++) trial.client.send(`GET old:${i}`);
    trial.limit(0.8);
    expect(trial.client.send('GET new:199')).not.toBe('$-1');
    expect([trial.left('new')]).toEqual([200]);
    expect(Array.from({ length: 100 }, (_, i) => trial.client.send(`EXISTS old:${i}`))).not.toContain(':0');
    expect(Number(trial.info('evicted_keys'))).toBe(400 - trial.left('old') - trial.left('new'));
  });

  it('evicts with allkeys-lfu what was used least', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lfu', 'lfu-log-factor': 1 });
    trial.fill('often', 50);
    for (let round = 0; round < 40; round++) {
      for (let i = 0; i < 50; i++) trial.client.send(`GET often:${i}`);
    }
    trial.fill('once', 200);
    trial.limit(0.5);
    trial.client.send('PING');
    expect(trial.left('often')).toBe(50);
    expect(trial.left('once')).toBeLessThan(100);
  });

  it.each(['volatile-lru', 'volatile-lfu', 'volatile-random', 'volatile-ttl'])(
    'evicts with %s only what expires, then refuses',
    (policy) => {
      const trial = new Trial({ 'maxmemory-policy': policy });
      trial.fill('keep', 100);
      trial.fill('go', 100, 'EX', '100000');
      trial.limit(0.7);
      expect(trial.client.send('SET more 1')).toBe('+OK');
      expect([trial.left('keep'), trial.left('go') < 100, trial.left('go') > 0]).toEqual([100, true, true]);
      trial.limit(0.1);
      expect(trial.client.send('SET more 1')).toBe(OOM);
      expect([trial.left('keep'), trial.left('go')]).toEqual([100, 0]);
      expect(trial.client.send('DEL more')).toBe(':1');
    },
  );

  it('evicts with volatile-ttl what expires soonest', () => {
    const trial = new Trial({ 'maxmemory-policy': 'volatile-ttl' });
    trial.fill('late', 100, 'EX', '900000');
    trial.fill('soon', 100, 'EX', '100000');
    trial.limit(0.75);
    trial.client.send('PING');
    expect([trial.left('late'), trial.left('soon') < 70]).toEqual([100, true]);
  });

  it.each(['allkeys-random', 'volatile-random'])('evicts with %s old and new alike', (policy) => {
    const trial = new Trial({ 'maxmemory-policy': policy });
    trial.fill('old', 200, 'EX', '900000');
    trial.fill('new', 200, 'EX', '900000');
    trial.limit(0.5);
    trial.client.send('PING');
    for (const prefix of ['old', 'new']) {
      expect(trial.left(prefix)).toBeGreaterThan(60);
      expect(trial.left(prefix)).toBeLessThan(140);
    }
  });

  it('refuses with noeviction what needs memory, and nothing else', () => {
    const trial = new Trial();
    trial.fill('a', 100);
    trial.limit(0.5);
    expect(trial.client.send('SET b 1')).toBe(OOM);
    expect(trial.client.send('EXISTS a:1')).toBe(':1');
    expect([trial.left('a'), trial.info('evicted_keys')]).toEqual([100, '0']);
  });

  it('refuses when there is nothing left to evict', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lru' });
    trial.client.send(`SET a ${'v'.repeat(100)}`);
    trial.client.send('CONFIG SET maxmemory 1');
    expect(trial.client.send('SET a 1')).toBe('+OK');
    expect(trial.client.send('SET b 1')).toBe('+OK');
    expect(trial.client.send('KEYS *')).toBe('*0');
  });

  it('makes room before EXEC and not within it', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-random' });
    trial.fill('a', 100);
    trial.limit(1);
    for (const line of ['MULTI', 'SET b:1 1', `SET b:2 ${'v'.repeat(3000)}`, 'GET b:1'])
      trial.client.send(line);
    expect(trial.client.send('EXEC')).toBe('*3 +OK +OK 1');
    expect(trial.info('evicted_keys')).not.toBe('0');
    const other = trial.server.connect();
    other.send('WATCH a:0 a:1 a:2 a:3 a:4 a:5 a:6 a:7 a:8 a:9 b:1');
    trial.limit(0.2);
    for (const line of ['MULTI', 'GET a:0']) other.send(line);
    expect(other.send('EXEC')).toBe('*-1');
  });
});

describe('telling of evictions', () => {
  it('sends replicas a DEL for each key, before the command that made it necessary', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lru' });
    trial.fill('a', 3);
    trial.client.send(`CONFIG SET maxmemory ${trial.server.engine.keyspace.usedBytes - 1}`);
    const stream = trial.server.recordStream();
    trial.client.send('SET b 1');
    expect(stream.text()).toBe('SELECT 0 | DEL a:0 | SET b 1');
  });

  it('notifies subscribers of the event "evicted"', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lru' });
    trial.fill('a', 3);
    const listener = trial.server.connect({ resp3: true });
    listener.send('NOTIFY a:0');
    trial.client.send(`CONFIG SET maxmemory ${trial.server.engine.keyspace.usedBytes - 1}`);
    trial.client.send('PING');
    expect(listener.pushes()).toContain('evicted');
  });
});

describe('evicting in time', () => {
  it('stops when its time is up, lets the command pass, and goes on by itself', async () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lru', 'maxmemory-eviction-tenacity': 0 });
    trial.fill('a', 100);
    let microseconds = 0;
    trial.server.microseconds = () => (microseconds += 1000);
    trial.limit(0.1);
    expect(trial.client.send('SET b 1')).toBe('+OK');
    // Sixteen keys for SET, and sixteen for this INFO.
    expect(trial.info('evicted_keys')).toBe('32');
    expect(Number(trial.info('current_eviction_exceeded_time'))).toBeGreaterThan(0);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
    const { usedBytes } = trial.server.engine.keyspace;
    expect(usedBytes).toBeLessThanOrEqual(trial.server.engine.configuration.values.maxmemory);
    expect(trial.info('current_eviction_exceeded_time')).toBe('0');
    expect(Number(trial.info('total_eviction_exceeded_time'))).toBeGreaterThan(0);
  });

  it('does not wait for a command when the limit is lowered', async () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lru' });
    trial.fill('a', 100);
    trial.limit(0.5);
    await new Promise((resolve) => setImmediate(resolve));
    const { keyspace, configuration } = trial.server.engine;
    expect(keyspace.usedBytes).toBeLessThanOrEqual(configuration.values.maxmemory);
    expect(keyspace.evicted).toBeGreaterThan(30);
  });
});

describe('keeping every key', () => {
  it('is for replicas, whose primary evicts, unless they are told otherwise', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lru', 'replica-read-only': 'no' });
    trial.fill('a', 100);
    Object.defineProperty(trial.server.engine.replication, 'isReplica', { get: () => true });
    trial.limit(0.5);
    expect(trial.client.send('SET b 1')).toBe('+OK');
    expect(trial.left('a')).toBe(100);
    trial.client.send('CONFIG SET replica-ignore-maxmemory no');
    expect(trial.client.send('SET b 1')).toBe('+OK');
    expect(trial.left('a')).toBeLessThan(60);
  });

  it('is for the time of a pause', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lru' });
    trial.fill('a', 100);
    trial.client.send('CLIENT PAUSE 1000 WRITE');
    trial.limit(0.5);
    expect(trial.left('a')).toBe(100);
    trial.server.now += 1000;
    trial.server.tick();
    expect(trial.left('a')).toBeLessThan(60);
  });
});

describe('the use of a key', () => {
  it('is counted once by each command that reads, writes or replaces it', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lfu', 'lfu-log-factor': 0 });
    const { client } = trial;
    const uses = [
      ['SET a 1', 5],
      ['GET a', 6],
      ['SET a 2', 7],
      ['INCR a', 8],
      ['APPEND a 3', 9],
      ['EXPIRE a 100', 10],
      ['SET a 4 XX', 11],
      ['SET a 4 NX', 12],
      ['SET a 4 GET', 14],
      ['GETSET a 5', 16],
      ['OBJECT ENCODING a', 16],
      ['TYPE a', 16],
      ['TTL a', 16],
      ['TOUCH a', 17],
      ['EXISTS a', 17],
      ['SETRANGE a 0 x', 18],
      ['PERSIST a', 19],
      ['GETEX a EX 10', 20],
      ['MSET a 1', 21],
      ['SETEX a 100 1', 22],
      ['SETBIT a 1 1', 23],
      ['MGET a a', 25],
    ] as const;
    for (const [line, count] of uses) {
      client.send(line);
      expect([line, client.send('OBJECT FREQ a')]).toEqual([line, `:${count}`]);
    }
  });

  it('falls with time, and goes with the key to its new name', () => {
    const trial = new Trial({ 'maxmemory-policy': 'allkeys-lfu', 'lfu-log-factor': 0 });
    const { client, server } = trial;
    client.send('SET a 1');
    for (let i = 0; i < 10; i++) client.send('GET a');
    server.now += 3 * 60_000;
    expect(client.send('OBJECT FREQ a')).toBe(':12');
    client.send('RENAME a b');
    expect(client.send('OBJECT FREQ b')).toBe(':13');
    client.send('COPY b c');
    expect(client.send('OBJECT FREQ c')).toBe(':5');
    client.send('CONFIG SET lfu-decay-time 0');
    server.now += 30 * 60_000;
    expect(client.send('OBJECT FREQ b')).toBe(':14');
  });

  it('is told by OBJECT in the way of the policy', () => {
    const trial = new Trial();
    const { client, server } = trial;
    client.send('SET a 1');
    server.now += 5000;
    expect(client.send('OBJECT IDLETIME a')).toBe(':5');
    expect(client.send('OBJECT FREQ a')).toMatch(/^-ERR An LFU maxmemory policy is not selected/);
    client.send('CONFIG SET maxmemory-policy volatile-lfu');
    expect(client.send('OBJECT IDLETIME a')).toMatch(/^-ERR An LFU maxmemory policy is selected/);
    client.send('SET b 1');
    expect(client.send('OBJECT FREQ b')).toBe(':5');
  });

  it('travels with RESTORE', () => {
    const { client } = new Trial();
    const payload = new DumpWriter(false).integer(1).slice();
    client.sendWords(['RESTORE', 'b', '0', payload, 'IDLETIME', '1000']);
    expect(client.send('OBJECT IDLETIME b')).toBe(':1000');
    client.send('CONFIG SET maxmemory-policy allkeys-lfu');
    client.sendWords(['RESTORE', 'c', '0', payload, 'FREQ', '77']);
    expect(client.send('OBJECT FREQ c')).toBe(':77');
  });
});
