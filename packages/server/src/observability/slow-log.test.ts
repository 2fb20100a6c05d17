import { requestOf } from '@redwing/protocol';
import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';

/** Has the server take note of a request that took so long. */
function note(server: ScriptedServer, words: readonly string[], microseconds: number): void {
  const { engine } = server;
  const request = requestOf(words);
  const entry = engine.registry.find(request);
  const [session] = engine.sessions;
  if (entry === undefined || session === undefined) throw new Error('no such command or nobody to send it');
  engine.slowLog.note(session, entry, request, microseconds);
}

describe('the slow log', () => {
  it('keeps what took at least the threshold, the latest first', () => {
    const server = new ScriptedServer({ 'slowlog-log-slower-than': '2000' });
    const client = server.connect();
    client.send('CLIENT SETNAME me');
    for (const time of [1999, 2000, 2001.7]) note(server, ['GET', String(time)], time);
    expect(client.send('SLOWLOG GET')).toBe(
      '*2 *6 :1 :1700000000 :2001 *2 GET 2001.7 127.0.0.1:1 me *6 :0 :1700000000 :2000 *2 GET 2000 127.0.0.1:1 me',
    );
    expect(client.send('SLOWLOG GET 1')).toMatch(/^\*1 \*6 :1 /);
    expect(client.send('SLOWLOG LEN')).toBe(':2');
  });

  it('is switched off by a negative threshold', () => {
    const server = new ScriptedServer({ 'slowlog-log-slower-than': '-1' });
    const client = server.connect();
    note(server, ['GET', 'a'], 1e9);
    expect(client.send('SLOWLOG LEN')).toBe(':0');
  });

  it('holds no more than slowlog-max-len, also when that shrinks', () => {
    const server = new ScriptedServer({ 'slowlog-max-len': '3' });
    const client = server.connect();
    for (let i = 0; i < 5; i++) note(server, ['GET', String(i)], 20_000);
    expect(client.send('SLOWLOG LEN')).toBe(':3');
    client.send('CONFIG SET slowlog-max-len 1');
    expect(client.send('SLOWLOG GET')).toMatch(/^\*1 \*6 :4 /);
  });

  it('goes on counting after a reset', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    note(server, ['GET', 'a'], 20_000);
    client.send('SLOWLOG RESET');
    note(server, ['GET', 'a'], 20_000);
    expect(client.send('SLOWLOG GET')).toMatch(/^\*1 \*6 :1 /);
  });

  it('cuts long arguments and long requests', () => {
    const server = new ScriptedServer();
    server.connect();
    note(server, ['SET', 'a', 'x'.repeat(130)], 20_000);
    note(server, ['MGET', ...Array.from({ length: 40 }, (_, i) => String(i))], 20_000);
    const [long, wide] = [...server.engine.slowLog.latest(2)].reverse();
    expect(long?.args[2]).toBe(`${'x'.repeat(128)}... (2 more bytes)`);
    expect(wide?.args).toHaveLength(32);
    expect(wide?.args.at(-1)).toBe('... (10 more arguments)');
  });

  it('shows no passwords', () => {
    const server = new ScriptedServer();
    server.connect();
    note(server, ['CONFIG', 'SET', 'maxmemory', '0', 'masterauth', 'secret'], 20_000);
    expect(server.engine.slowLog.latest(1)[0]?.args).toEqual([
      'CONFIG',
      'SET',
      'maxmemory',
      '0',
      'masterauth',
      '(redacted)',
    ]);
  });

  it('leaves EXEC to the commands in it', () => {
    const server = new ScriptedServer();
    server.connect();
    note(server, ['EXEC'], 20_000);
    expect(server.engine.slowLog.length).toBe(0);
  });

  it('has every command measured only when the threshold is so low that quick ones may reach it', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    expect(server.engine.dispatcher.measuresEach).toBe(false);
    client.send('CONFIG SET slowlog-log-slower-than 0');
    expect(server.engine.dispatcher.measuresEach).toBe(true);
    client.send('CONFIG SET slowlog-log-slower-than -1');
    expect(server.engine.dispatcher.measuresEach).toBe(false);
  });
});
