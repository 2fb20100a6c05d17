import { NO_EXPIRY } from '@redwing/store';
import { describe, expect, it } from 'vitest';
import type { ScriptedClient } from '../../execution/scripted-clients.test-support.ts';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';

/** What was pushed, without "notify" and with revisions as distances from `base`. */
function told(client: ScriptedClient, base = 0): string[] {
  const messages = client.pushes().split(/ ?[*>]6 notify /);
  return messages.slice(1).map((message) => message.replace(/:(\d+)$/, (_, n) => `+${Number(n) - base}`));
}

/** The revision a NOTIFY answered with. */
function revision(reply: string): number {
  expect(reply).toMatch(/^:\d+/);
  return Number(reply.slice(1).split(' ')[0]);
}

function pair(config = {}): { server: ScriptedServer; client: ScriptedClient; other: ScriptedClient } {
  const server = new ScriptedServer(config);
  return { server, client: server.connect(), other: server.connect() };
}

describe('NOTIFY', () => {
  it('answers with the revision and then tells of each change by another client', () => {
    const { client, other } = pair();
    const base = revision(client.send('NOTIFY a'));
    for (const line of ['SET a 1', 'INCR a', 'SET b 1', 'GET a', 'SET a [1]', 'DEL a', 'DEL a'])
      other.send(line);
    expect(told(client, base)).toEqual([
      'a set number 1 +1',
      'a incrby number 2 +2',
      'a set json [1] +4',
      'a del none $-1 +5',
    ]);
  });

  it('is a push of six in RESP3 and an array of six in RESP2, and takes no command away', () => {
    const { server, client, other } = pair();
    const three = server.connect({ resp3: true });
    client.send('NOTIFY a');
    three.send('NOTIFY a');
    other.send('DEL a');
    other.send('SET a x');
    const { revision: now } = server.engine.effects;
    expect(client.pushes()).toBe(`*6 notify a set string x :${now}`);
    expect(three.pushes()).toBe(`>6 notify a set string x :${now}`);
    expect(client.send('GET a')).toBe('x');
    expect(client.send('PING')).toBe('+PONG');
  });

  it('leaves out own changes, unless SELF asks for them, after their reply', () => {
    const { client } = pair();
    const base = revision(client.send('NOTIFY a'));
    expect(client.send('SET a 1')).toBe('+OK');
    client.send('NOTIFY a SELF');
    expect(client.send('SET a 2')).toBe(`+OK *6 notify a set number 2 :${base + 2}`);
    client.send('NOTIFY a');
    expect(client.send('SET a 3')).toBe('+OK');
  });

  it('sends no value with NOVALUE, and none that is longer than the limit', () => {
    const { client, other } = pair({ 'notify-max-value-bytes': '3' });
    client.send('NOTIFY a');
    other.send('SET a 123');
    other.send('SET a 1234');
    other.send('SET a "1234"');
    client.send('NOTIFY a NOVALUE');
    other.send('SET a 1');
    expect(told(client).map((message) => message.replace(/ \+\d+$/, ''))).toEqual([
      'a set number 123',
      'a set number $-1',
      'a set json $-1',
      'a set number $-1',
    ]);
  });

  it('tells of expiry, on access and by the cycle, even of a key one looked at oneself', () => {
    const { server, client } = pair();
    const base = revision(client.send('NOTIFY a'));
    client.send('SET a 1 PX 10');
    server.now += 10;
    expect(client.send('GET a')).toBe(`$-1 *6 notify a expired none $-1 :${base + 3}`);
    client.send('SET a 1 PX 10');
    server.now += 10;
    server.engine.keyspace.now = server.now;
    server.engine.expireCycle.run(() => true);
    expect(told(client, base)).toEqual(['a expired none $-1 +6']);
  });

  it('tells both names of a RENAME, and each key that a flush or a swap concerns', () => {
    const { client, other } = pair();
    const base = revision(client.send('PNOTIFY *'));
    for (const line of ['SET a 1', 'RENAME a b', 'SET c 1', 'FLUSHALL', 'FLUSHALL']) other.send(line);
    const messages = told(client, base);
    expect(messages.slice(0, 4)).toEqual([
      'a set number 1 +1',
      'a rename_from none $-1 +2',
      'b rename_to number 1 +3',
      'c set number 1 +4',
    ]);
    expect(
      messages
        .slice(4)
        .map((one) => one.replace(/\+\d+/, ''))
        .sort(),
    ).toEqual(['b del none $-1 ', 'c del none $-1 ']);
    for (const line of ['SELECT 1', 'SET d 1', 'SWAPDB 0 1']) other.send(line);
    expect(told(client)[0]).toMatch(/^d swapdb number 1 /);
    for (const line of ['SELECT 0', 'SWAPDB 0 1']) other.send(line);
    expect(told(client)[0]).toMatch(/^d swapdb none \$-1 /);
  });

  it('tells of a transaction when it has ended, in order', () => {
    const { client, other } = pair();
    const base = revision(client.send('NOTIFY a'));
    for (const line of ['MULTI', 'SET a 1', 'DEL a', 'SET a 2']) other.send(line);
    expect(told(client)).toEqual([]);
    other.send('EXEC');
    expect(told(client, base)).toEqual(['a set number 1 +1', 'a del none $-1 +2', 'a set number 2 +3']);
  });

  it('is about the database that is selected', () => {
    const { client, other } = pair();
    client.send('NOTIFY a');
    other.send('SELECT 1');
    other.send('SET a 1');
    expect(told(client)).toEqual([]);
    client.send('SELECT 1');
    client.send('NOTIFY a');
    other.send('DEL a');
    expect(told(client)).toHaveLength(1);
    expect(client.send('UNNOTIFY')).toBe(':0');
  });

  it('sends one message where several of its keys and patterns match', () => {
    const { client, other } = pair();
    const base = revision(client.send('NOTIFY a NOVALUE'));
    client.send('PNOTIFY a*');
    client.send('PNOTIFY * NOVALUE');
    other.send('SET a 1');
    other.send('SET b 2');
    expect(told(client, base)).toEqual(['a set number 1 +1', 'b set number $-1 +2']);
    client.send('SET a 3');
    expect(told(client)).toEqual([]);
  });

  it('counts the empty key among all keys', () => {
    const { client, other } = pair();
    const base = revision(client.send('PNOTIFY *'));
    other.send('SET  1');
    expect(told(client, base)).toEqual([' set number 1 +1']);
  });

  it('refuses what it does not know', () => {
    const { client } = pair();
    expect(client.send('NOTIFY a LOUD')).toBe('-ERR syntax error');
    expect(client.send('NOTIFY a SINCE')).toBe('-ERR syntax error');
    expect(client.send('NOTIFY a SINCE x')).toBe('-ERR value is not an integer or out of range');
    expect(client.session.notifications).toBe(0);
  });

  it('sends on while replies are withheld', () => {
    const { client, other } = pair();
    client.send('NOTIFY a SELF');
    client.send('CLIENT REPLY OFF');
    expect(client.send('SET a 1')).toMatch(/^\*6 notify a set number 1 :\d+$/);
    other.send('SET a 2');
    expect(told(client)).toHaveLength(1);
  });
});

describe('SINCE', () => {
  it('replays what was missed, after the reply, and goes on live', () => {
    const { server, client, other } = pair();
    const base = revision(client.send('NOTIFY a'));
    other.send('SET a 1');
    expect(told(client, base)).toEqual(['a set number 1 +1']);
    client.close();
    for (const line of ['SET a 2', 'SET b 2', 'DEL a']) other.send(line);
    const again = server.connect();
    expect(again.send(`NOTIFY a SINCE ${base + 1}`)).toBe(
      `:${base + 4} *6 notify a set number 2 :${base + 2} *6 notify a del none $-1 :${base + 4}`,
    );
    other.send('SET a 3');
    expect(told(again, base)).toEqual(['a set number 3 +5']);
  });

  it('replays for patterns and without own changes, as live', () => {
    const { client, other } = pair();
    const base = revision(client.send('NOTIFY zzz'));
    client.send('SET a1 own');
    other.send('SET a2 other');
    other.send('SET b other');
    expect(client.send(`PNOTIFY a* NOVALUE SINCE ${base}`)).toBe(
      `:${base + 3} *6 notify a2 set string $-1 :${base + 2}`,
    );
    expect(client.send(`NOTIFY a1 SELF SINCE ${base}`)).toBe(
      `:${base + 3} *6 notify a1 set string own :${base + 1}`,
    );
  });

  it('replays the changes of the selected database alone', () => {
    const { client, other } = pair();
    const base = revision(client.send('NOTIFY zzz'));
    for (const line of ['SELECT 1', 'SET a 1', 'SELECT 0', 'SET a 2']) other.send(line);
    expect(client.send(`NOTIFY a SINCE ${base}`)).toBe(`:${base + 2} *6 notify a set number 2 :${base + 2}`);
  });

  it('replays inside a transaction once that has ended', () => {
    const { client, other } = pair();
    const base = revision(client.send('NOTIFY a'));
    client.send('UNNOTIFY a');
    other.send('SET a 1');
    for (const line of ['MULTI', `NOTIFY a SELF SINCE ${base}`, 'SET a 2']) client.send(line);
    expect(client.send('EXEC')).toBe(
      `*2 :${base + 1} +OK *6 notify a set number 1 :${base + 1} *6 notify a set number 2 :${base + 2}`,
    );
  });

  it('is a gap, and no subscription, when the changes are no longer or not yet known', () => {
    const { server, client, other } = pair({ 'notify-backlog-size': '500' });
    const before = server.engine.effects.revision;
    other.send('SET a 1');
    expect(client.send(`NOTIFY a SINCE ${before}`)).toMatch(/^-NOTIFYGAP /);
    expect(server.engine.notifier.isListening).toBe(false);
    expect(client.send(`NOTIFY a SINCE ${before + 1}`)).toBe(`:${before + 1}`);
    for (let n = 0; n < 5; n++) other.send('SET a 1');
    expect(client.send(`NOTIFY a SINCE ${before + 1}`)).toMatch(/^-NOTIFYGAP /);
    expect(client.send(`NOTIFY a SINCE ${before + 7}`)).toMatch(/^-NOTIFYGAP /);
    expect(client.send(`NOTIFY a SINCE ${before + 5}`)).toMatch(/^:\d+ \*6 notify a set number 1 :\d+$/);
    // The refused ones have left the subscription as it was.
    expect(told(client)).toHaveLength(5);
  });

  it('is a gap after a flush of more keys than the journal holds, of which subscribers are told', () => {
    const { server, client, other } = pair({ 'notify-backlog-size': '1000' });
    for (let n = 0; n < 20; n++) other.send(`SET key:${n} 1`);
    const base = revision(client.send('NOTIFY key:7'));
    client.send('NOTIFY none');
    other.send('FLUSHALL');
    const messages = told(client, base);
    expect(messages).toEqual([expect.stringMatching(/^key:7 del none \$-1 \+\d+$/)]);
    expect(client.send(`NOTIFY key:7 SINCE ${base}`)).toMatch(/^-NOTIFYGAP /);
    expect(client.send(`NOTIFY key:7 SINCE ${server.engine.effects.revision}`)).toMatch(/^:/);
  });
});

describe('a full copy of a primary', () => {
  it('is told as the end of what was and the beginning of what is, and is a gap', () => {
    const { server, client, other } = pair();
    const { effects, keyspace, notifier } = server.engine;
    other.send('SET a 1');
    other.send('SET b 1');
    client.send('NOTIFY a');
    client.send('NOTIFY c');
    const [database] = keyspace.databases;
    if (database === undefined) throw new Error('there is a database');
    effects.begin();
    effects.databaseChanging(database, undefined);
    database.clear();
    effects.end();
    const key = Buffer.from('c');
    database.setString(key, 0, 1, Buffer.from('9'), 0, 1, NO_EXPIRY);
    effects.revision = 1000;
    notifier.beginHistory();
    expect(told(client).map((one) => one.replace(/\d{5,}/, 'earlier'))).toEqual([
      'a del none $-1 +earlier',
      'c loaded number 9 +1000',
    ]);
    expect(client.send('NOTIFY a SINCE 999')).toMatch(/^-NOTIFYGAP /);
    other.send('SET c 10');
    expect(told(client)).toEqual(['c set number 10 +1001']);
  });

  it('comes to the same revision whether or not anybody listened to a flush', () => {
    const revisions = [true, false].map((listening) => {
      const { server, client, other } = pair();
      if (listening) client.send('NOTIFY a');
      for (const line of ['SET a 1', 'SET b 1', 'SWAPDB 0 1', 'SET c 1', 'FLUSHALL', 'FLUSHDB'])
        other.send(line);
      return server.engine.effects.revision;
    });
    expect(revisions[0]).toBe(revisions[1]);
  });
});

describe('the end of notifications', () => {
  it('comes with UNNOTIFY and PUNNOTIFY, which answer with how many remain', () => {
    const { client, other } = pair();
    for (const line of ['NOTIFY a', 'NOTIFY b', 'PNOTIFY c*', 'PNOTIFY d*']) client.send(line);
    expect(client.send('UNNOTIFY a c*')).toBe(':3');
    expect(client.send('UNNOTIFY')).toBe(':2');
    expect(client.send('PUNNOTIFY c*')).toBe(':1');
    for (const key of ['a', 'b', 'c1', 'd1']) other.send(`SET ${key} 1`);
    expect(told(client)).toHaveLength(1);
    expect(client.send('PUNNOTIFY')).toBe(':0');
  });

  it('comes with RESET and with the connection', () => {
    const { server, client, other } = pair();
    client.send('NOTIFY a');
    client.send('RESET');
    other.send('SET a 1');
    expect(told(client)).toEqual([]);
    client.send('PNOTIFY *');
    client.close();
    other.send('SET a 1');
    expect(told(client)).toEqual([]);
    expect(server.engine.notifier.subscribers.size).toBe(0);
  });

  it('lets the journal go on for notify-backlog-ttl seconds, and stops it then', () => {
    const { server, client } = pair({ 'notify-backlog-ttl': '10' });
    const { notifier } = server.engine;
    const base = revision(client.send('NOTIFY a'));
    server.now += 60_000;
    server.tick();
    client.close();
    server.now += 9_000;
    server.tick();
    expect(notifier.isListening).toBe(true);
    const again = server.connect();
    expect(again.send(`NOTIFY a SINCE ${base}`)).toBe(`:${base}`);
    again.close();
    server.now += 10_000;
    server.tick();
    expect(notifier.isListening).toBe(false);
    expect(notifier.journal.count).toBe(0);
  });
});

describe('DATATYPE', () => {
  it.each([
    ['25', 'number'],
    ['-3.5', 'number'],
    ['1e9', 'number'],
    ['12abc', 'string'],
    ['{"a":[1,2]}', 'json'],
    ['[1,2', 'string'],
    ['"quoted"', 'json'],
    ['word', 'string'],
  ])('calls %s a %s', (value, type) => {
    const { client } = pair();
    client.send(`SET a ${value}`);
    expect(client.send('DATATYPE a')).toBe(`+${type}`);
  });

  it('calls a missing key none', () => {
    expect(pair().client.send('DATATYPE a')).toBe('+none');
  });
});
