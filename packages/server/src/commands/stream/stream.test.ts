import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';

/** The same entries, a group and some of them pending. */
function prepared(): ScriptedServer {
  const server = new ScriptedServer();
  server.now = 1_700_000_000_000;
  const client = server.connect();
  for (let i = 1; i <= 6; i++) client.send(`XADD s ${i} f v`);
  client.send('XGROUP CREATE s g 0');
  return server;
}

function propagated(server: ScriptedServer, ...lines: readonly string[]): string[] {
  const stream = server.recordStream();
  const client = server.connect();
  for (const line of lines) client.send(line);
  return stream.text().split(' | ').slice(1);
}

describe('replicas hear of streams', () => {
  it('with the ids that the clock chose, and trimmed exactly to where it was trimmed', () => {
    const server = prepared();
    expect(
      propagated(
        server,
        'XADD s * f v',
        'XADD s NOMKSTREAM * f v',
        'XADD s 1800000000000-* f v',
        'XADD s MAXLEN ~ 3 1800000000001 f v',
        'XADD s MINID ~ 3 LIMIT 5 1800000000002 f v',
        'XTRIM s MAXLEN ~ 1',
        'XTRIM s MINID 3',
        'XDEL s 4 4 9',
        'XDEL s 9',
        'XADD none NOMKSTREAM * f v',
      ),
    ).toEqual([
      'XADD s 1700000000000-0 f v',
      'XADD s NOMKSTREAM 1700000000000-1 f v',
      'XADD s 1800000000000-0 f v',
      'XADD s MAXLEN = 10 1800000000001 f v',
      'XADD s MINID = 1-0 LIMIT 5 1800000000002 f v',
      'XTRIM s MINID 3',
      'XDEL s 4 4 9',
    ]);
  });

  it('entry by entry, of what is given to consumers', () => {
    const claim = (consumer: string, id: string, count: number, last: string): string =>
      `XCLAIM s g ${consumer} 0 ${id} TIME 1700000000000 RETRYCOUNT ${count} FORCE JUSTID LASTID ${last}`;
    expect(
      propagated(
        prepared(),
        'XREADGROUP GROUP g c COUNT 2 STREAMS s >',
        'XREADGROUP GROUP g c STREAMS s 0',
        'XREADGROUP GROUP g d COUNT 1 NOACK STREAMS s >',
        'XDEL s 1',
        'XCLAIM s g e 0 1 2 9 LASTID 4-0',
        'XCLAIM s g e 99 2',
        'XCLAIM s g e 0 9 LASTID 5-0',
        'XAUTOCLAIM s g c 0 0',
        'XACK s g 2 2',
        'XACK s g 2',
        'XGROUP CREATECONSUMER s g c',
        'XGROUP DELCONSUMER s g c',
      ),
    ).toEqual([
      'MULTI',
      claim('c', '1-0', 1, '1-0'),
      claim('c', '2-0', 1, '2-0'),
      'EXEC',
      'MULTI',
      'XGROUP CREATECONSUMER s g d',
      'XGROUP SETID s g 3-0 ENTRIESREAD 3',
      'EXEC',
      'XDEL s 1',
      'MULTI',
      claim('c', '1-0', 2, '4-0'),
      claim('e', '2-0', 3, '4-0'),
      'EXEC',
      'XGROUP SETID s g 5-0 ENTRIESREAD 3',
      claim('c', '2-0', 4, '5-0'),
      'XACK s g 2 2',
      'XGROUP DELCONSUMER s g c',
    ]);
  });

  it('as units of their own, of what is given to clients that have waited', () => {
    const server = prepared();
    const [one, other] = [server.connect(), server.connect()];
    one.send('XREADGROUP GROUP g c STREAMS s >');
    one.send('XREADGROUP GROUP g c BLOCK 0 STREAMS s >');
    other.send('XREADGROUP GROUP g d NOACK BLOCK 0 STREAMS s >');
    expect(propagated(server, 'XADD s 7 f v', 'XADD s 8 f v')).toEqual([
      'XADD s 7 f v',
      'XCLAIM s g c 0 7-0 TIME 1700000000000 RETRYCOUNT 1 FORCE JUSTID LASTID 7-0',
      'XADD s 8 f v',
      'MULTI',
      'XGROUP CREATECONSUMER s g d',
      'XGROUP SETID s g 8-0 ENTRIESREAD 8',
      'EXEC',
    ]);
    expect(one.pushes()).toBe('*1 *2 s *1 *2 7-0 *2 f v');
    expect(other.pushes()).toBe('*1 *2 s *1 *2 8-0 *2 f v');
  });
});

describe('clients that wait for a stream', () => {
  it('are told when it has expired by itself', () => {
    const server = prepared();
    const client = server.connect();
    client.send('XREADGROUP GROUP g c NOACK STREAMS s >');
    server.connect().send('PEXPIRE s 10');
    client.send('XREADGROUP GROUP g c BLOCK 0 STREAMS s >');
    expect(client.pushes()).toBe('');
    server.now += 11;
    server.engine.keyspace.now = server.now;
    server.engine.expireCycle.run(() => true);
    server.tick();
    expect(client.pushes()).toBe('-UNBLOCKED the stream key no longer exists');
  });

  it('may wait for whole milliseconds only', () => {
    const server = prepared();
    const client = server.connect();
    expect(client.send('XREAD BLOCK 1.5 STREAMS s $')).toBe('-ERR timeout is not an integer or out of range');
    client.send('XREAD BLOCK 2 STREAMS s $');
    server.now += 1;
    server.tick();
    expect(client.pushes()).toBe('');
    server.now += 1;
    server.tick();
    expect(client.pushes()).toBe('*-1');
  });
});

describe('events of streams', () => {
  it('are those of Redis, of class t', () => {
    const server = new ScriptedServer({ 'notify-keyspace-events': 'Et' });
    const [listener, client] = [server.connect({ resp3: true }), server.connect()];
    listener.send('PSUBSCRIBE *');
    for (const line of [
      ...[
        'XADD s 1 f v',
        'XADD s MAXLEN 1 2 f v',
        'XTRIM s MAXLEN 0',
        'XADD s 3 f v',
        'XDEL s 3',
        'XSETID s 9',
      ],
      ...['XGROUP CREATE s g 0', 'XGROUP SETID s g 0', 'XADD s 10 f v', 'XREADGROUP GROUP g c STREAMS s >'],
      ...['XACK s g 10', 'XGROUP CREATECONSUMER s g d', 'XGROUP DELCONSUMER s g d', 'XGROUP DESTROY s g'],
    ])
      client.send(line);
    const events = [...listener.pushes().matchAll(/__keyevent@0__:(\S+)/g)].map(([, name]) => name);
    expect(events).toEqual([
      ...[
        'xadd',
        'xadd',
        'xtrim',
        'xtrim',
        'xadd',
        'xdel',
        'xsetid',
        'xgroup-create',
        'xgroup-setid',
        'xadd',
      ],
      ...['xgroup-createconsumer', 'xgroup-createconsumer', 'xgroup-delconsumer', 'xgroup-destroy'],
    ]);
  });

  it('that change no entry leave watched keys alone, unless they make the stream', () => {
    const server = prepared();
    const [watcher, client] = [server.connect(), server.connect()];
    const survives = (key: string, line: string): boolean => {
      watcher.send(`WATCH ${key}`);
      client.send(line);
      watcher.send('MULTI');
      return watcher.send('EXEC') === '*0';
    };
    expect(survives('s', 'XSETID s 9')).toBe(true);
    expect(survives('s', 'XGROUP CREATE s h 0')).toBe(true);
    expect(survives('s', 'XREADGROUP GROUP h c STREAMS s >')).toBe(true);
    expect(survives('new', 'XGROUP CREATE new g 0 MKSTREAM')).toBe(false);
    expect(survives('s', 'XDEL s 1')).toBe(false);
  });
});
