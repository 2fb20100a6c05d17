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
