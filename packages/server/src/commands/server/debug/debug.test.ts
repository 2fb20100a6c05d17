import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../../../execution/scripted-clients.test-support.ts';

function client(resp3 = false): ReturnType<ScriptedServer['connect']> {
  return new ScriptedServer({ 'enable-debug-command': 'yes' }).connect({ resp3 });
}

// The digests are those of redis-server 7.0.15.
describe('DEBUG DIGEST', () => {
  it('is what Redis computes', () => {
    const one = client();
    expect(one.send('DEBUG DIGEST')).toBe(`+${'0'.repeat(40)}`);
    one.send('SET foo bar');
    expect(one.send('DEBUG DIGEST')).toBe('+d2ab4820c1be0580ea28efbfe8bfa1dc05bb802a');
    one.send('SET bar 12 EX 1000');
    expect(one.send('DEBUG DIGEST')).toBe('+1c496ba6bb59713cc6ea31d7677d0684cedc98f6');
  });

  it('of values tells whether they expire, and is zero for none', () => {
    const one = client();
    one.send('SET foo bar');
    one.send('SET bar 12 EX 1000');
    expect(one.send('DEBUG DIGEST-VALUE foo bar nokey')).toBe(
      `*3 +68467c70ae30376e7ce005bcc8827f5ba7fd67dc +83df3a94c43338a2db2a05ddb5dbb794b842c619 +${'0'.repeat(40)}`,
    );
  });
});

describe('DEBUG', () => {
  it('is refused unless the configuration allows it', () => {
    const one = new ScriptedServer().connect();
    expect(one.send('DEBUG SLEEP 0')).toMatch(/^-ERR DEBUG command not allowed/);
  });

  it('takes neither other subcommands nor another number of arguments', () => {
    for (const line of ['DEBUG NOSUCH', 'DEBUG SLEEP', 'DEBUG SLEEP 0 0', 'DEBUG DIGEST x']) {
      expect(client().send(line)).toMatch(/^-ERR unknown subcommand or wrong number of arguments for '/);
    }
  });

  it('answers with any RESP type', () => {
    expect(client(true).send('DEBUG PROTOCOL map')).toBe('%3 :0 #f :1 #t :2 #f');
    expect(client().send('DEBUG PROTOCOL map')).toBe('*6 :0 :0 :1 :1 :2 :0');
    expect(client(true).send('DEBUG PROTOCOL bignum')).toBe('(1234567999999999999999999999999999999');
    expect(client(true).send('DEBUG PROTOCOL push')).toMatch(/^>2 server-cpu-usage :42 /);
    expect(client().send('DEBUG PROTOCOL push')).toBe('-ERR RESP2 is not supported by this command');
  });

  it('brings everything back through RDB', () => {
    const one = client();
    for (const line of ['SET a 1', 'SET b text EX 100', 'SELECT 3', 'SET a x']) one.send(line);
    const before = one.send('DEBUG DIGEST');
    expect(one.send('DEBUG RELOAD')).toBe('+OK');
    expect(one.send('DEBUG DIGEST')).toBe(before);
    expect(one.send('GET a')).toBe('x');
  });

  it('fills the keyspace without touching what is there', () => {
    const one = client();
    one.send('SET key:1 mine');
    expect(one.send('DEBUG POPULATE 3')).toBe('+OK');
    expect(one.send('MGET key:0 key:1 key:2')).toBe('*3 value:0 mine value:2');
    one.send('DEBUG POPULATE 1 wide 9');
    expect(one.send('STRLEN wide:0')).toBe(':9');
  });

  it('sees a key whose time has passed, as long as nobody else has looked', () => {
    const one = client();
    for (const questions of [2, 1]) {
      one.send('SET a 1 EXAT 1000');
      for (let i = 0; i < questions; i++) {
        expect(one.send('DEBUG DIGEST-VALUE a')).toBe('*1 +5279988c5d1911f474bcbbf2f0a87012d40f8459');
        expect(one.send('DEBUG OBJECT a')).toMatch(/^\+Value at:/);
        expect(one.send('MEMORY USAGE a')).toMatch(/^:\d/);
      }
      expect(one.send('EXISTS a')).toBe(':0');
      expect(one.send('DEBUG OBJECT a')).toBe('-ERR no such key');
      expect(one.send('DEBUG DIGEST-VALUE a')).toBe(`*1 +${'0'.repeat(40)}`);
    }
  });

  it('tells how a value is held', () => {
    const one = client();
    one.send('SET a bar');
    expect(one.send('DEBUG OBJECT a')).toMatch(
      /^\+Value at:0x[0-9a-f]+ refcount:1 encoding:embstr serializedlength:4 lru:\d+ lru_seconds_idle:0$/,
    );
  });

  it('refuses what would end or harm the process', () => {
    for (const line of ['DEBUG SEGFAULT', 'DEBUG oom', 'DEBUG PANIC', 'DEBUG RESTART 0', 'DEBUG LEAK x']) {
      expect(client().send(line)).toMatch(/^-ERR DEBUG [A-Z]+ is refused: /);
    }
    expect(client().send('DEBUG LOADAOF')).toMatch(/^-ERR /);
  });

  it('stops background work, which is not the same as leaving expired keys', () => {
    const server = new ScriptedServer({ 'enable-debug-command': 'yes' });
    const one = server.connect();
    one.send('DEBUG SET-ACTIVE-EXPIRE 0');
    one.send('DEBUG PAUSE-CRON 1');
    one.send('DEBUG PAUSE-CRON 0');
    expect([server.engine.cronPaused, server.engine.activeExpiry]).toEqual([false, false]);
  });

  it('tells how full tables are', () => {
    const one = client();
    expect(one.send('DEBUG HTSTATS 0')).toBe(
      '[Dictionary HT]\nHash table 0 stats (main hash table):\nNo stats available for empty dictionaries\n' +
        '[Expires HT]\nHash table 0 stats (main hash table):\nNo stats available for empty dictionaries',
    );
    for (let i = 0; i < 5000; i++) one.send(`SADD s m${i}`);
    one.send('SADD small a b c');
    one.send('ZADD z 1 a');
    const report = one.send('DEBUG HTSTATS-KEY s');
    const [slots, members, homes] = [...report.matchAll(/: (\d+)$/gm)].map((match) => Number(match[1]));
    expect(members).toBe(5000);
    expect(slots).toBeGreaterThan(5000);
    expect(homes).toBeLessThan(5000);
    const chains = [...report.matchAll(/^ {3}(\d+): (\d+) \(/gm)].map(([, length, count]) => [
      Number(length),
      Number(count),
    ]);
    expect(chains.reduce((sum, [, count = 0]) => sum + count, 0)).toBe(slots);
    expect(chains.reduce((sum, [length = 0, count = 0]) => sum + length * count, 0)).toBe(5000);
    expect(one.send('DEBUG HTSTATS-KEY small')).toContain('number of elements: 3\n');
    expect(one.send('DEBUG HTSTATS-KEY z')).toMatch(/^-ERR The value stored at the specified key is not/);
  });

  it('tells where memory is, by database and type, with the largest keys', () => {
    const one = client();
    for (const [key, bytes] of [
      ['a', 10],
      ['b', 500],
      ['c', 3000],
      ['d', 100],
    ] as const) {
      one.sendWords(['SET', key, 'x'.repeat(bytes)]);
    }
    one.send('SELECT 2');
    one.send('RPUSH l x');
    const bytesOf = (key: string): string => one.send(`MEMORY USAGE ${key}`);
    const list = bytesOf('l');
    one.send('SELECT 0');
    const sum = ['a', 'b', 'c', 'd'].reduce((all, key) => all + Number(bytesOf(key).slice(1)), 0);
    expect(one.send('DEBUG JMAP 2')).toBe(
      `*4 db.0 *2 string *6 keys :4 bytes :${sum} biggest *4 c ${bytesOf('c')} b ${bytesOf('b')} ` +
        `db.2 *2 list *6 keys :1 bytes ${list} biggest *2 l ${list}`,
    );
    expect(one.send('DEBUG JMAP 0')).toContain('biggest *0');
    expect(one.send('DEBUG JMAP -1')).toBe('-ERR value is out of range');
  });
});
