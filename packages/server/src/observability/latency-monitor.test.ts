import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';

describe('the latency monitor', () => {
  it('is off without a threshold', () => {
    const { latency } = new ScriptedServer().engine;
    latency.note('command', 1e9);
    expect(latency.events.size).toBe(0);
  });

  it('remembers when something was slow, the latest and the worst', () => {
    const server = new ScriptedServer({ 'latency-monitor-threshold': '5' });
    const client = server.connect();
    const { latency } = server.engine;
    latency.note('command', 4_999);
    for (const milliseconds of [7, 9, 6]) {
      latency.note('command', milliseconds * 1000);
      server.now += 1000;
      server.tick();
    }
    expect(client.send('LATENCY LATEST')).toBe('*1 *4 command :1700000002 :6 :9');
    expect(client.send('LATENCY HISTORY command')).toBe(
      '*3 *2 :1700000000 :7 *2 :1700000001 :9 *2 :1700000002 :6',
    );
    expect(client.send('LATENCY GRAPH command')).toContain(
      'command - high 9 ms, low 6 ms (all time high 9 ms)',
    );
    expect(client.send('LATENCY RESET nothing command')).toBe(':1');
    expect(client.send('LATENCY LATEST')).toBe('*0');
  });

  it('keeps the worse of two in the same second, and 160 of all', () => {
    const server = new ScriptedServer({ 'latency-monitor-threshold': '1' });
    const { latency } = server.engine;
    latency.note('x', 9000);
    latency.note('x', 2000);
    expect(latency.events.get('x')?.samples).toEqual([{ time: 1_700_000_000, latency: 9 }]);
    for (let i = 0; i < 200; i++) {
      server.now += 1000;
      server.tick();
      latency.note('x', 3000);
    }
    expect(latency.events.get('x')?.samples).toHaveLength(160);
    expect(latency.events.get('x')?.worst).toBe(9);
  });

  it('says that there is nothing to draw', () => {
    const client = new ScriptedServer().connect();
    expect(client.send('LATENCY GRAPH x')).toBe("-ERR No samples available for event 'x'");
  });
});

describe('LATENCY HISTOGRAM', () => {
  it('counts up to each power of two, subcommands with their container', () => {
    const server = new ScriptedServer();
    const client = server.connect({ resp3: true });
    const entry = server.engine.registry.findName('config|get');
    for (const time of [1, 3, 4, 100]) entry?.latency.record(time);
    expect(client.send('LATENCY HISTOGRAM config nosuch')).toBe(
      '%1 config|get %2 calls :4 histogram_usec %3 :1 :1 :4 :3 :128 :4',
    );
  });
});
