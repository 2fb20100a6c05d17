import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';

describe('a transaction', () => {
  it('queues commands and answers with all their replies', () => {
    const client = new ScriptedServer().connect();
    expect(client.send('MULTI')).toBe('+OK');
    expect(client.send('SET a 1')).toBe('+QUEUED');
    expect(client.send('INCRBYFLOAT a x')).toBe('+QUEUED');
    expect(client.send('GET a')).toBe('+QUEUED');
    expect(client.send('EXEC')).toBe('*3 +OK -ERR value is not a valid float 1');
    expect(client.send('EXEC')).toBe('-ERR EXEC without MULTI');
  });

  it('is refused as a whole when a command was refused', () => {
    const client = new ScriptedServer().connect();
    client.send('MULTI');
    expect(client.send('GET')).toBe("-ERR wrong number of arguments for 'get' command");
    client.send('SET a 1');
    expect(client.send('EXEC')).toBe('-EXECABORT Transaction discarded because of previous errors.');
    expect(client.send('GET a')).toBe('$-1');
  });

  it('ends when EXEC itself is refused', () => {
    const client = new ScriptedServer().connect();
    client.send('MULTI');
    expect(client.send('EXEC now')).toBe(
      "-EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command",
    );
    expect(client.send('DISCARD')).toBe('-ERR DISCARD without MULTI');
  });

  it('is refused at EXEC when its commands have become impossible', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('MULTI');
    client.send('SET a 1');
    server.engine.readOnly = true;
    server.engine.refreshGuard();
    expect(client.send('EXEC')).toBe(
      "-EXECABORT Transaction discarded because of: READONLY You can't write against a read only replica.",
    );
    client.send('MULTI');
    client.send('GET a');
    expect(client.send('EXEC')).toBe('*1 $-1');
  });

  it('queues nothing while memory is short', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('SET a 1');
    client.send('MULTI');
    server.engine.keyEviction.makeRoom = () => false;
    expect(client.send('GET a')).toBe("-OOM command not allowed when used memory > 'maxmemory'.");
    expect(client.send('EXEC')).toBe('-EXECABORT Transaction discarded because of previous errors.');
  });

  it('is not nested, and holds no WATCH', () => {
    const client = new ScriptedServer().connect();
    client.send('MULTI');
    expect(client.send('MULTI')).toBe('-ERR MULTI calls can not be nested');
    expect(client.send('WATCH a')).toBe('-ERR WATCH inside MULTI is not allowed');
    expect(client.send('EXEC')).toBe('*0');
  });

  it('goes into the stream as one, without what changed nothing', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    const stream = server.recordStream();
    for (const line of ['MULTI', 'SET a 1', 'GET a', 'INCR a', 'EXEC']) client.send(line);
    for (const line of ['MULTI', 'GET a', 'EXEC', 'MULTI', 'DEL a', 'EXEC']) client.send(line);
    expect(stream.text()).toBe('SELECT 0 | MULTI | SET a 1 | INCR a | EXEC | DEL a');
  });

  it('keeps its commands when the bytes they arrived in are used again', () => {
    const client = new ScriptedServer().connect();
    client.send('MULTI');
    client.send('SET key first');
    client.send('SET yek tsrif');
    client.send('EXEC');
    expect(client.send('GET key')).toBe('first');
  });
});

describe('WATCH', () => {
  /** Watches `a`, does `between` with another client, and executes a transaction. */
  function watching(before: readonly string[], ...between: readonly string[]): string {
    const server = new ScriptedServer();
    const [watcher, other] = [server.connect(), server.connect()];
    for (const line of before) other.send(line);
    watcher.send('WATCH a');
    for (const line of between) other.send(line);
    watcher.send('MULTI');
    watcher.send('PING');
    return watcher.send('EXEC');
  }

  it('lets EXEC do nothing once a watched key has changed', () => {
    expect(watching([], 'SET a 1')).toBe('*-1');
    expect(watching(['SET a 1'], 'DEL a')).toBe('*-1');
    expect(watching(['SET a 1'], 'EXPIRE a 100')).toBe('*-1');
    expect(watching([], 'SET b 1', 'GET a', 'DEL a')).toBe('*1 +PONG');
    expect(watching([], 'SELECT 1', 'SET a 1')).toBe('*1 +PONG');
  });

  it('sees that a database was emptied or exchanged, if the key was concerned', () => {
    expect(watching(['SET a 1'], 'FLUSHALL')).toBe('*-1');
    expect(watching(['SET b 1'], 'FLUSHDB')).toBe('*1 +PONG');
    expect(watching(['SELECT 1', 'SET a 1', 'SELECT 0'], 'SWAPDB 0 1')).toBe('*-1');
    expect(watching(['SET a 1'], 'SWAPDB 0 1')).toBe('*-1');
    expect(watching(['SET a 1'], 'SWAPDB 2 1')).toBe('*1 +PONG');
  });

  it('counts what one does oneself', () => {
    const client = new ScriptedServer().connect();
    for (const line of ['WATCH a', 'SET a 1', 'MULTI']) client.send(line);
    expect(client.send('EXEC')).toBe('*-1');
  });

  it('counts a key whose time has passed since, and none that was past already', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('SET a 1 PX 100');
    client.send('WATCH a');
    server.now += 100;
    client.send('MULTI');
    expect(client.send('EXEC')).toBe('*-1');
    client.send('WATCH a');
    expect(client.send('DEL a')).toBe(':0');
    client.send('MULTI');
    expect(client.send('EXEC')).toBe('*0');
    client.send('SET a 1 PX 100');
    server.now += 100;
    client.send('WATCH a');
    client.send('SET a 2');
    client.send('MULTI');
    expect(client.send('EXEC')).toBe('*-1');
  });

  it('removes nothing by looking', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('SET a 1 PX 100');
    server.now += 100;
    client.send('WATCH a');
    expect(server.engine.keyspace.databases[0]?.size).toBe(1);
  });

  it('ends with UNWATCH, DISCARD, EXEC, RESET and the connection, and listens no longer', () => {
    const server = new ScriptedServer();
    const { watchedKeys } = server.engine;
    const client = server.connect();
    for (const lines of [['UNWATCH'], ['MULTI', 'DISCARD'], ['MULTI', 'EXEC'], ['RESET']]) {
      client.send('WATCH a b a');
      expect(watchedKeys.countOf(client.session)).toBe(2);
      for (const line of lines) client.send(line);
      expect(watchedKeys.sessions).toBe(0);
      client.send('SET a 1');
      expect(client.session.watchedKeyChanged).toBe(false);
    }
    client.send('WATCH a');
    client.close();
    expect(watchedKeys.sessions).toBe(0);
  });
});
