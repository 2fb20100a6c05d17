import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';

describe('the snapshot', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redwing-snapshot-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('that fails at a save point is tried again after five seconds, and LASTSAVE stays where it was', () => {
    const server = new ScriptedServer({ save: '20 1', dir: folder });
    const client = server.connect();
    const obstacle = join(folder, 'dump.rdb');
    mkdirSync(obstacle);
    const lastSave = client.send('LASTSAVE');
    client.send('SET a 1');
    server.now += 20_000;
    server.tick();
    expect(client.send('SET a 2')).toMatch(/^-MISCONF/);
    rmSync(obstacle, { recursive: true });
    server.now += 5000;
    server.tick();
    expect([client.send('SET a 2'), client.send('LASTSAVE')]).toEqual([
      expect.stringMatching(/^-MISCONF/),
      lastSave,
    ]);
    server.now += 1;
    server.tick();
    expect(client.send('SET a 2')).toBe('+OK');
    expect(client.send('LASTSAVE')).not.toBe(lastSave);
  });

  it('is emptied by FLUSHALL where there are save points', () => {
    const server = new ScriptedServer({ save: '3600 1', dir: folder });
    const client = server.connect();
    client.sendWords(['SET', 'a', 'x'.repeat(10), 'EX', '100']);
    client.send('SAVE');
    const { size } = statSync(join(folder, 'dump.rdb'));
    client.send('FLUSHALL');
    expect(statSync(join(folder, 'dump.rdb')).size).toBeLessThan(size);
    expect(client.send('INFO persistence')).toContain('rdb_changes_since_last_save:0');
  });

  it('is read without the keys whose time has passed, and with them by a replica', () => {
    const server = new ScriptedServer({ save: '', dir: folder });
    const client = server.connect();
    for (const line of ['SET kept 1', 'SET later 1 PX 10000', 'SET gone 1 PX 1000', 'SAVE'])
      client.send(line);
    const load = (settings: Record<string, string>): ScriptedServer => {
      const other = new ScriptedServer({ save: '', dir: folder, ...settings });
      other.engine.keyspace.now = server.now + 1001;
      other.engine.snapshot.load();
      return other;
    };
    const alone = load({});
    expect(alone.connect().send('DBSIZE')).toBe(':2');
    const told = alone.connect().send('INFO persistence');
    expect(told).toContain('rdb_last_load_keys_expired:1');
    expect(told).toContain('rdb_last_load_keys_loaded:2');
    const [database] = load({ replicaof: '127.0.0.1 1' }).engine.keyspace.databases;
    expect(database?.size).toBe(3);
  });

  it('has long strings compressed unless rdbcompression says no', () => {
    const server = new ScriptedServer({ save: '', dir: folder });
    const client = server.connect();
    client.sendWords(['SET', 'a', 'x'.repeat(100_000)]);
    const sizes = ['yes', 'no'].map((compression) => {
      client.send(`CONFIG SET rdbcompression ${compression}`);
      client.send('SAVE');
      return statSync(join(folder, 'dump.rdb')).size;
    });
    expect(sizes[0]).toBeLessThan(10_000);
    expect(sizes[1]).toBeGreaterThan(100_000);
  });
});
