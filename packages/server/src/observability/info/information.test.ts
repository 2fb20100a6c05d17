import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';
import { humanBytes } from './section.ts';

function titles(text: string): string[] {
  return [...text.matchAll(/# (\w+)/g)].map((match) => match[1] ?? '');
}

const USUAL = [
  ...['Server', 'Clients', 'Memory', 'Persistence', 'Stats', 'Replication', 'CPU', 'Modules'],
  ...['Errorstats', 'Cluster', 'Keyspace'],
];

describe('INFO', () => {
  it('shows the usual sections in order, and those of measurements when asked for all', () => {
    const client = new ScriptedServer().connect();
    expect(titles(client.send('INFO'))).toEqual(USUAL);
    expect(titles(client.send('INFO all'))).toEqual([
      ...USUAL.slice(0, 8),
      'Commandstats',
      'Errorstats',
      'Latencystats',
      'Cluster',
      'Keyspace',
    ]);
  });

  it('shows sections in its own order, each once, and nothing for a name it does not know', () => {
    const client = new ScriptedServer().connect();
    expect(titles(client.send('INFO keyspace CPU cpu nosuch'))).toEqual(['CPU', 'Keyspace']);
    expect(client.send('INFO nosuch')).toBe('');
  });

  it('tells clients that wait for it that nothing is being loaded', () => {
    expect(new ScriptedServer().connect().send('INFO')).toMatch(/redis_version:7\.0\.15 .*loading:0 /);
  });

  it('counts keys, those that expire, and their mean time to live', () => {
    const client = new ScriptedServer().connect();
    for (const line of ['SET a 1', 'SET b 1 PX 100', 'SET c 1 PX 300']) client.send(line);
    expect(client.send('INFO keyspace')).toBe('# Keyspace db0:keys=3,expires=2,avg_ttl=200');
  });

  it('counts calls, refusals and failures of each command', () => {
    const client = new ScriptedServer().connect();
    for (const line of ['SET a x', 'GET a', 'GET', 'INCR a', 'NOSUCH']) client.send(line);
    const text = client.send('INFO commandstats');
    expect(text).toContain('cmdstat_get:calls=1,usec=1,usec_per_call=1.00,rejected_calls=1,failed_calls=0');
    expect(text).toContain('cmdstat_incr:calls=1,usec=1,usec_per_call=1.00,rejected_calls=0,failed_calls=1');
    expect(client.send('INFO errorstats')).toBe('# Errorstats errorstat_ERR:count=3');
  });

  it('begins to count anew after CONFIG RESETSTAT', () => {
    const client = new ScriptedServer().connect();
    for (const line of ['GET a', 'NOSUCH', 'CONFIG RESETSTAT']) client.send(line);
    expect(client.send('INFO errorstats')).toBe('# Errorstats');
    expect(client.send('INFO stats')).toContain('keyspace_misses:0');
  });
});

describe('sizes for people', () => {
  it.each([
    [0, '0B'],
    [1023, '1023B'],
    [1024, '1.00K'],
    [1_485_528, '1.42M'],
    [25_276_514_304, '23.54G'],
  ])('%d is %s', (bytes, text) => expect(humanBytes(bytes)).toBe(text));
});
