import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';

describe('MONITOR', () => {
  it('shows each command with its time, database and sender', () => {
    const server = new ScriptedServer();
    server.now = 1_700_000_000_123;
    const [watcher, client] = [server.connect(), server.connect()];
    expect(watcher.send('MONITOR')).toBe('+OK');
    client.send('SELECT 3');
    client.send('set a \x00"\n');
    expect(watcher.pushes()).toBe(
      '+1700000000.123000 [3 127.0.0.1:1] "SELECT" "3" +1700000000.123000 [3 127.0.0.1:1] "set" "a" "\\x00\\"\\n"',
    );
  });

  it('shows the commands of a transaction when they are executed, before their EXEC', () => {
    const server = new ScriptedServer();
    const [watcher, client] = [server.connect(), server.connect()];
    watcher.send('MONITOR');
    for (const line of ['MULTI', 'INCR a', 'EXEC']) client.send(line);
    const names = [...watcher.pushes().matchAll(/\] "(\w+)"/g)].map((match) => match[1]);
    expect(names).toEqual(['MULTI', 'INCR', 'EXEC']);
  });

  it('shows neither passwords nor what only administrators do', () => {
    const server = new ScriptedServer();
    const [watcher, client] = [server.connect(), server.connect()];
    watcher.send('MONITOR');
    client.send('AUTH me secret');
    client.send('HELLO 2 SETNAME AUTH AUTH me secret');
    client.send('CONFIG SET requirepass secret');
    const text = watcher.pushes();
    expect(text).not.toContain('secret');
    expect(text).not.toContain('CONFIG');
    expect(text).toContain('"AUTH" "(redacted)" "(redacted)"');
    expect(text).toContain('"SETNAME" "AUTH" "AUTH" "(redacted)" "(redacted)"');
  });

  it('costs nothing once nobody watches', () => {
    const server = new ScriptedServer();
    const [first, second] = [server.connect(), server.connect()];
    first.send('MONITOR');
    second.send('MONITOR');
    first.send('RESET');
    expect(server.engine.dispatcher.monitor).toBeDefined();
    second.close();
    expect(server.engine.dispatcher.monitor).toBeUndefined();
  });
});
