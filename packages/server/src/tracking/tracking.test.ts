import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';

/** A client that is tracked in some way, and another one. */
function tracked(options = '', config: Record<string, string> = {}) {
  const server = new ScriptedServer(config);
  const [client, other] = [server.connect({ resp3: true }), server.connect()];
  expect(client.send(`CLIENT TRACKING ON${options}`)).toBe('+OK');
  return { server, client, other, tracking: server.engine.tracking };
}

describe('client tracking', () => {
  it('tells once of a key that was read, when it changes', () => {
    const { client, other } = tracked();
    client.send('GET a');
    client.send('MGET b c');
    other.send('SET a 1');
    other.send('SET a 2');
    expect(client.pushes()).toBe('>2 invalidate *1 a');
    other.send('MSET d 1 c 1 b 1');
    expect(client.pushes()).toBe('>2 invalidate *1 c >2 invalidate *1 b');
  });

  it('tells of keys whatever the database, and of none that was only written', () => {
    const { client, other } = tracked();
    client.send('SET a 1');
    client.send('GETEX b');
    other.send('MSET a 1 b 1');
    expect(client.pushes()).toBe('');
    client.send('GET a');
    other.send('SELECT 1');
    other.send('SET a 1');
    expect(client.pushes()).toBe('>2 invalidate *1 a');
  });

  it('tells the client itself after its reply, and after all of a transaction', () => {
    const { client } = tracked();
    client.send('GET a');
    expect(client.send('SET a 1')).toBe('+OK >2 invalidate *1 a');
    for (const line of ['MULTI', 'GET a', 'INCR a', 'GET a', 'INCR a']) client.send(line);
    expect(client.send('EXEC')).toBe('*4 1 :2 2 :3 >2 invalidate *1 a >2 invalidate *1 a');
  });

  it('tells nothing of what is done by the client itself with NOLOOP', () => {
    const { client, other } = tracked(' NOLOOP');
    client.send('GET a');
    expect(client.send('SET a 1')).toBe('+OK');
    // It is not held any longer all the same.
    other.send('SET a 2');
    expect(client.pushes()).toBe('');
  });

  it('sends messages although replies are off', () => {
    const { client } = tracked();
    client.send('GET a');
    client.send('CLIENT REPLY OFF');
    expect(client.send('SET a 1')).toBe('>2 invalidate *1 a');
  });

  it('tells of keys whose time passes, and of those that are evicted', () => {
    const { server, client, other } = tracked();
    const { effects, keyspace, expireCycle } = server.engine;
    other.send('SET a 1 PX 10');
    client.send('GET a');
    server.now += 10;
    expect(client.send('GET a')).toBe('_ >2 invalidate *1 a');
    other.send('SET a 1 PX 10');
    expect(client.pushes()).toBe('>2 invalidate *1 a');
    client.send('GET a');
    keyspace.now = server.now + 10;
    expireCycle.run(() => true);
    expect(client.pushes()).toBe('>2 invalidate *1 a');
    client.send('GET b');
    effects.vanished(server.engine.databaseOf(client.session), 'evicted', Buffer.from('b'), 0, 1);
    expect(client.pushes()).toBe('>2 invalidate *1 b');
  });

  it('tells null of a flush, once, whatever was read, and has nothing to tell afterwards', () => {
    const { client, other, tracking } = tracked();
    client.send('GET a');
    other.send('FLUSHALL');
    expect(client.pushes()).toBe('>2 invalidate _');
    expect([tracking.keyCount, tracking.pairCount]).toEqual([0, 0]);
    other.send('SET a 1');
    expect(client.pushes()).toBe('');
    expect(client.send('FLUSHDB')).toBe('+OK >2 invalidate _');
  });

  it('heeds OPTIN and OPTOUT, and CLIENT CACHING for one command or one transaction', () => {
    for (const [option, word] of [
      ['OPTIN', 'YES'],
      ['OPTOUT', 'NO'],
    ] as const) {
      const { client, other } = tracked(` ${option}`);
      const heard = (...lines: string[]): string => {
        for (const line of lines) client.send(line);
        other.send('MSET a 1 b 1');
        return client.pushes().replaceAll(/>2 invalidate \*1 /g, '');
      };
      const caching = `CLIENT CACHING ${word}`;
      const [unasked, asked] = option === 'OPTIN' ? ['', 'a'] : ['a', ''];
      const both = option === 'OPTIN' ? 'a b' : '';
      const second = option === 'OPTIN' ? '' : 'b';
      expect(heard('GET a')).toBe(unasked);
      expect(heard(caching, 'GET a')).toBe(asked);
      expect(heard(caching, 'CLIENT ID', 'GET a')).toBe(asked);
      expect(heard(caching, 'NOSUCH', 'GET a')).toBe(unasked);
      expect(heard(caching, 'GET a', 'GET b')).toBe([asked, second].filter(Boolean).join(' '));
      expect(heard(caching, 'MULTI', 'GET a', 'GET b', 'EXEC')).toBe(both);
      expect(heard(caching, 'MULTI', 'GET a', 'EXEC', 'GET b')).toBe(
        [asked, second].filter(Boolean).join(' '),
      );
    }
  });

  it('invalidates the keys held for longest above tracking-table-max-keys', () => {
    const { client, other, tracking } = tracked('', { 'tracking-table-max-keys': '2' });
    expect(client.send('MGET a b')).toBe('*2 _ _');
    expect(client.send('MGET c d')).toBe('*2 _ _ >2 invalidate *1 a >2 invalidate *1 b');
    expect(tracking.keyCount).toBe(2);
    other.send('CONFIG SET tracking-table-max-keys 1');
    expect(client.pushes()).toBe('>2 invalidate *1 c');
    client.send('MULTI');
    client.send('GET e');
    client.send('GET f');
    expect(client.send('EXEC')).toBe('*2 _ _ >2 invalidate *1 d >2 invalidate *1 e');
    other.send('CONFIG SET tracking-table-max-keys 0');
    expect(client.send('MGET a b c')).toBe('*3 _ _ _');
    expect(tracking.keyCount).toBe(4);
  });

  it('knows a huge key by its beginning, and has the client forget everything when it changes', () => {
    const { client, other } = tracked();
    const huge = 'k'.repeat(1024 * 1024);
    client.send(`GET ${huge}a`);
    other.send('SET k 1');
    expect(client.pushes()).toBe('');
    other.send(`SET ${huge}a 1`);
    expect(client.pushes()).toBe('>2 invalidate _');
  });

  it('ends with OFF, RESET and the connection, and listens no longer when nobody holds a key', () => {
    for (const ending of ['CLIENT TRACKING OFF', 'RESET', undefined]) {
      const { server, client, other, tracking } = tracked();
      client.send('GET a');
      if (ending === undefined) client.close();
      else client.send(ending);
      expect([tracking.clientCount, tracking.keyCount]).toEqual([0, 1]);
      other.send('SET a 1');
      expect(client.pushes()).toBe('');
      expect(tracking.keyCount).toBe(0);
      const { changed } = tracking;
      tracking.changed = () => {
        throw new Error('still listening');
      };
      other.send('SET a 2');
      tracking.changed = changed;
      expect(server.engine.sessions.count).toBe(ending === undefined ? 1 : 2);
      if (ending !== undefined) expect(client.session.plain).toBe(true);
    }
  });

  it('tells of what was read before it was turned off and on again, as Redis does', () => {
    const { client, other } = tracked();
    for (const line of ['GET a', 'CLIENT TRACKING OFF', 'CLIENT TRACKING ON']) client.send(line);
    other.send('SET a 1');
    expect(client.pushes()).toBe('>2 invalidate *1 a');
  });

  it('is told of in INFO and CLIENT LIST', () => {
    const { client, other } = tracked(' BCAST PREFIX a PREFIX b');
    expect(other.send('INFO everything')).toMatch(/tracking_clients:1 .* tracking_total_prefixes:2 /);
    expect(client.send('CLIENT INFO')).toMatch(/ flags=tB .* redir=0 /);
    client.send('CLIENT TRACKING OFF');
    client.send('CLIENT TRACKING ON');
    client.send('MGET a b');
    expect(other.send('INFO stats')).toMatch(/tracking_total_keys:2 tracking_total_items:2 /);
    expect(client.send('CLIENT INFO')).toMatch(/ flags=t .* redir=0 /);
  });
});

describe('broadcasting mode', () => {
  it('tells of keys with one of the prefixes, sorted, when the batch has ended', () => {
    const { client, other } = tracked(' BCAST PREFIX user: PREFIX b');
    other.send('MSET user:2 x a x user:1 x b x user:2 y');
    expect(client.pushes()).toBe('>2 invalidate *1 b >2 invalidate *2 user:1 user:2');
    other.send('SET use x');
    expect(client.pushes()).toBe('');
  });

  it('leaves out what the client itself has changed last, with NOLOOP', () => {
    const { client, other } = tracked(' BCAST NOLOOP');
    expect(client.send('SET a 1')).toBe('+OK');
    other.send('SET a 1');
    expect(client.pushes()).toBe('>2 invalidate *1 a');
  });

  it('tells of what changes though no command is executed', async () => {
    const { server, client, other } = tracked(' BCAST');
    other.send('SET a 1 PX 10');
    client.pushes();
    server.engine.keyspace.now += 10;
    server.engine.expireCycle.run(() => true);
    await new Promise(setImmediate);
    expect(client.pushes()).toBe('>2 invalidate *1 a');
  });

  it('forgets what waits for a prefix that nobody listens to any more', () => {
    const { client, other, tracking } = tracked(' BCAST');
    for (const line of ['MULTI', 'SET a 1', 'CLIENT TRACKING OFF']) client.send(line);
    expect(client.send('EXEC')).toBe('*2 +OK +OK');
    expect(tracking.prefixCount).toBe(0);
    other.send('SET a 1');
    expect(client.pushes()).toBe('');
  });
});

describe('redirection', () => {
  it('sends messages to another connection: as pushes, or to a RESP2 subscriber in a channel', () => {
    const server = new ScriptedServer();
    const [client, receiver, other] = [server.connect(), server.connect(), server.connect()];
    client.send(`CLIENT TRACKING ON REDIRECT ${receiver.session.id}`);
    const told = (): string => {
      client.send('GET a');
      other.send('SET a 1');
      return receiver.pushes();
    };
    expect(told()).toBe('');
    receiver.send('SUBSCRIBE __redis__:invalidate');
    expect(told()).toBe('*3 message __redis__:invalidate *1 a');
    receiver.send('UNSUBSCRIBE');
    receiver.send('HELLO 3');
    expect(told()).toBe('>2 invalidate *1 a');
    expect(client.pushes()).toBe('');
  });

  it('tells the client when the other connection is gone', () => {
    const { server, client, other } = tracked();
    const receiver = server.connect();
    const { id } = receiver.session;
    client.send(`CLIENT TRACKING ON REDIRECT ${id}`);
    receiver.close();
    client.send('GET a');
    other.send('SET a 1');
    expect(client.pushes()).toBe(`>2 tracking-redir-broken :${id}`);
    expect(client.send('CLIENT TRACKINGINFO')).toContain('on broken_redirect');
    expect(client.send('CLIENT INFO')).toMatch(new RegExp(` flags=tR .* redir=${id} `));
    client.send('CLIENT TRACKING ON');
    expect(client.send('CLIENT TRACKINGINFO')).not.toContain('broken');
  });
});
