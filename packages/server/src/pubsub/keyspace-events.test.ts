import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';

/** What a subscriber of all keyspace events hears while `lines` are sent, as "channel message". */
function events(classes: string, ...lines: string[]): string[] {
  const server = new ScriptedServer({ 'notify-keyspace-events': classes });
  return eventsOf(server, lines);
}

function eventsOf(server: ScriptedServer, lines: readonly string[]): string[] {
  const [subscriber, client] = [server.connect(), server.connect()];
  subscriber.send('PSUBSCRIBE __key*');
  for (const line of lines) client.send(line);
  return subscriber
    .pushes()
    .split(/\*4 pmessage __key\* __key/)
    .slice(1)
    .map((message) => message.trim());
}

describe('keyspace events', () => {
  it('are published by key and by event, in that order, as far as they are asked for', () => {
    expect(events('KEA', 'SET a 1')).toEqual(['space@0__:a set', 'event@0__:set a']);
    expect(events('KA', 'SET a 1')).toEqual(['space@0__:a set']);
    expect(events('EA', 'SELECT 3', 'SET a 1')).toEqual(['event@3__:set a']);
    expect(events('A', 'SET a 1')).toEqual([]);
    expect(events('Kg', 'SET a 1', 'EXPIRE a 10', 'DEL a')).toEqual([
      'space@0__:a expire',
      'space@0__:a del',
    ]);
    expect(events('K$', 'SET a 1 EX 10', 'DEL a')).toEqual(['space@0__:a set']);
  });

  it('come in order within a transaction', () => {
    expect(events('KA', 'MULTI', 'SET a 1', 'INCR b', 'DEL a', 'EXEC')).toEqual([
      'space@0__:a set',
      'space@0__:b incrby',
      'space@0__:a del',
    ]);
  });

  it('tell of keys whose time passes, and nothing of a flush', () => {
    const server = new ScriptedServer({ 'notify-keyspace-events': 'Ex' });
    const keep = server.connect();
    keep.send('SET a 1 PX 10');
    server.now += 10;
    expect(eventsOf(server, ['GET a'])).toEqual(['event@0__:expired a']);
    expect(events('KA', 'SET a 1', 'FLUSHALL')).toEqual(['space@0__:a set']);
  });

  it('tell of new keys, also where one takes the place of a deleted one', () => {
    expect(events('Kn', 'SET a 1', 'SET a 2', 'APPEND b x', 'APPEND b x')).toEqual([
      'space@0__:a new',
      'space@0__:b new',
    ]);
    expect(events('Kn', 'MSET a 1 b 1', 'RENAME a b', 'COPY b a', 'COPY b a REPLACE')).toEqual([
      'space@0__:a new',
      'space@0__:b new',
      'space@0__:b new',
      'space@0__:a new',
      'space@0__:a new',
    ]);
  });

  it('tell of keys that are missing where they are read, not where they are written or looked into', () => {
    expect(
      events('Km', 'MGET a b', 'TTL c', 'SET d 1', 'GET d', 'INCR e', 'DEL f', 'OBJECT ENCODING g'),
    ).toEqual(['space@0__:a keymiss', 'space@0__:b keymiss', 'space@0__:c keymiss']);
  });

  it('cost nothing unless they are asked for', () => {
    const server = new ScriptedServer();
    const { keyspace } = server.engine;
    const client = server.connect();
    client.send('CONFIG SET notify-keyspace-events KEAnm');
    expect([keyspace.whenAdded, keyspace.whenMissed]).not.toContain(undefined);
    client.send('CONFIG SET notify-keyspace-events Anm');
    expect([keyspace.whenAdded, keyspace.whenMissed]).toEqual([undefined, undefined]);
    expect(eventsOf(server, ['SET a 1', 'GET b'])).toEqual([]);
  });

  it('tell nothing of what is loaded', () => {
    const server = new ScriptedServer({ 'notify-keyspace-events': 'KEAn' });
    const { engine } = server;
    const subscriber = server.connect();
    subscriber.send('PSUBSCRIBE *');
    engine.loading = true;
    const [database] = engine.keyspace.databases;
    database?.setString(Buffer.from('a'), 0, 1, Buffer.from('1'), 0, 1, -1);
    expect(database?.size).toBe(1);
    expect(subscriber.pushes()).toBe('');
  });

  it('reach a RESP3 client that makes the change itself before its reply', () => {
    const server = new ScriptedServer({ 'notify-keyspace-events': 'E$g' });
    const client = server.connect({ resp3: true });
    client.send('PSUBSCRIBE __keyevent*');
    const message = (event: string): string => `>4 pmessage __keyevent* __keyevent@0__:${event} a`;
    expect(client.send('SET a 1 EX 10')).toBe(`${message('set')} ${message('expire')} +OK`);
    // EXPIRE alone answers first.
    expect(client.send('EXPIRE a 10')).toBe(`:1 ${message('expire')}`);
  });
});
