/**
 * Fields that expire, as Redis 7.4 and 8.0 document them; the redis-server that the differential runs compare with is
 * older and has none of this.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import type { ScriptedClient } from '../../execution/scripted-clients.test-support.ts';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';

let server: ScriptedServer;
let client: ScriptedClient;

/** Sends each line, and expects what stands behind the arrow. */
function plays(script: string): void {
  for (const line of script.trim().split('\n')) {
    const [request = '', reply = ''] = line.split('→').map((part) => part.trim());
    expect(`${request} → ${client.send(request)}`).toBe(`${request} → ${reply}`);
  }
}

function wait(milliseconds: number): void {
  server.now += milliseconds;
}

/** What the expire cycle does if it has all the time it wants. */
function expireCycle(): void {
  server.engine.keyspace.now = server.now;
  server.engine.expireCycle.run(() => true);
}

/** What a listener to all keyspace events hears while `act` runs. */
function eventsOf(act: () => void): string[] {
  const events: string[] = [];
  const { effects } = server.engine;
  const listener = {
    changed: (_db: unknown, event: string, bytes: Uint8Array, start: number, length: number) => {
      events.push(`${event} ${Buffer.from(bytes.subarray(start, start + length))}`);
    },
    databaseChanging: () => {},
    settled: () => {},
  };
  effects.listen(listener);
  act();
  effects.leave(listener);
  return events;
}

/** Numbers that go round, so that drawing from a table comes to an end. */
function goingRound(): () => number {
  let step = 0;
  return () => (step++ * 0.381966) % 1;
}

beforeEach(() => {
  server = new ScriptedServer({}, { random: goingRound() });
  client = server.connect();
  client.send('HSET h a 1 b 2 c 3');
});

describe('HEXPIRE and its variants', () => {
  it('say of each field what became of it', () => {
    plays(`
      HEXPIRE h 10 FIELDS 3 a nosuch b → *3 :1 :-2 :1
      HTTL h FIELDS 4 a b c nosuch → *4 :10 :10 :-1 :-2
      HPEXPIRE h 1500 FIELDS 1 c → *1 :1
      HPTTL h FIELDS 1 c → *1 :1500
      HTTL h FIELDS 1 c → *1 :2
      HEXPIREAT h 1700000100 FIELDS 1 a → *1 :1
      HEXPIRETIME h FIELDS 2 a b → *2 :1700000100 :1700000010
      HPEXPIREAT h 1700000200001 FIELDS 1 a → *1 :1
      HPEXPIRETIME h FIELDS 1 a → *1 :1700000200001
      HEXPIRETIME h FIELDS 1 a → *1 :1700000201
      HEXPIRE nosuch 10 FIELDS 2 a b → *2 :-2 :-2
      HTTL nosuch FIELDS 2 a b → *2 :-2 :-2
      EXISTS nosuch → :0
    `);
  });

  it('go by a condition, where a field without a time expires infinitely late', () => {
    plays(`
      HEXPIRE h 10 XX FIELDS 1 a → *1 :0
      HEXPIRE h 10 GT FIELDS 1 a → *1 :0
      HEXPIRE h 10 NX FIELDS 1 a → *1 :1
      HEXPIRE h 20 NX FIELDS 2 a b → *2 :0 :1
      HEXPIRE h 5 GT FIELDS 1 a → *1 :0
      HEXPIRE h 10 GT FIELDS 1 a → *1 :0
      HEXPIRE h 11 GT FIELDS 1 a → *1 :1
      HEXPIRE h 11 LT FIELDS 1 a → *1 :0
      HEXPIRE h 9 lt FIELDS 2 a c → *2 :1 :1
      HEXPIRE h 30 xx fields 2 a c → *2 :1 :1
    `);
  });

  it('delete fields at once when the time has passed, and the key with the last of them', () => {
    plays(`
      HEXPIRE h 0 FIELDS 2 a nosuch → *2 :2 :-2
      HPEXPIREAT h 1700000000000 FIELDS 2 b b → *2 :2 :-2
      HGETALL h → *2 c 3
      HEXPIREAT h 1 XX FIELDS 1 c → *1 :0
      HEXPIREAT h 1 FIELDS 1 c → *1 :2
      EXISTS h → :0
    `);
  });

  it('refuse what they do not understand', () => {
    plays(`
      HEXPIRE h 10 FIELDS 0 a → -ERR Parameter \`numFields\` should be greater than 0
      HEXPIRE h 10 FIELDS x a → -ERR Parameter \`numFields\` should be greater than 0
      HEXPIRE h 10 FIELDS 2 a → -ERR The \`numfields\` parameter must match the number of arguments
      HEXPIRE h 10 FIELDS 1 a b → -ERR The \`numfields\` parameter must match the number of arguments
      HEXPIRE h 10 FIELD 1 a → -ERR Mandatory argument FIELDS is missing or not at the right position
      HEXPIRE h 10 NX XX FIELDS 1 a → -ERR Mandatory argument FIELDS is missing or not at the right position
      HEXPIRE h -1 FIELDS 1 a → -ERR invalid expire time, must be >= 0
      HEXPIRE h x FIELDS 1 a → -ERR value is not an integer or out of range
      HEXPIRE h 70368744177 FIELDS 1 a → -ERR invalid expire time in 'hexpire' command
      HPEXPIREAT h 70368744177663 FIELDS 1 a → *1 :1
      HPEXPIREAT h 70368744177664 FIELDS 1 a → -ERR invalid expire time in 'hpexpireat' command
      HEXPIRE h 10 FIELDS 1 → -ERR wrong number of arguments for 'hexpire' command
      HTTL h FIELDS 0 a → -ERR Number of fields must be a positive integer
      HTTL h FIELDS 2 a → -ERR The \`numfields\` parameter must match the number of arguments
      HTTL h x 1 a → -ERR Mandatory argument FIELDS is missing or not at the right position
      HPERSIST h FIELDS -1 a → -ERR Number of fields must be a positive integer
      SET s x → +OK
      HEXPIRE s x FIELDS 1 a → -WRONGTYPE Operation against a key holding the wrong kind of value
      HTTL s FIELDS 1 a → -WRONGTYPE Operation against a key holding the wrong kind of value
      HPERSIST s FIELDS 1 a → -WRONGTYPE Operation against a key holding the wrong kind of value
      HGETEX s x 1 a → -WRONGTYPE Operation against a key holding the wrong kind of value
      HSETEX s FIELDS 1 a b → -WRONGTYPE Operation against a key holding the wrong kind of value
    `);
  });
});

describe('a time', () => {
  beforeEach(() => client.send('HPEXPIRE h 1000 FIELDS 2 a b'));

  it('is taken away by HPERSIST, and by setting the field', () => {
    plays(`
      HPERSIST h FIELDS 3 a c nosuch → *3 :1 :-1 :-2
      HPERSIST nosuch FIELDS 1 a → *1 :-2
      HSET h b 5 → :0
      HTTL h FIELDS 2 a b → *2 :-1 :-1
      HPEXPIRE h 1000 FIELDS 1 a → *1 :1
      HMSET h a 6 → +OK
      HTTL h FIELDS 1 a → *1 :-1
    `);
    wait(2000);
    expect(client.send('HLEN h')).toBe(':3');
  });

  it('stays when the field is counted up', () => {
    plays(`
      HINCRBY h a 5 → :6
      HINCRBYFLOAT h b 1.5 → 3.5
      HSETNX h a 7 → :0
      HPTTL h FIELDS 2 a b → *2 :1000 :1000
    `);
  });

  it('goes with the value under another key', () => {
    plays(`
      RENAME h h2 → +OK
      COPY h2 h3 → :1
      MOVE h2 1 → :1
      HPTTL h3 FIELDS 3 a b c → *3 :1000 :1000 :-1
      SELECT 1 → +OK
      HPTTL h2 FIELDS 3 a b c → *3 :1000 :1000 :-1
    `);
    wait(1000);
    expireCycle();
    plays(`
      HGETALL h2 → *2 c 3
      SELECT 0 → +OK
      HGETALL h3 → *2 c 3
    `);
  });

  it('is kept by DUMP and RESTORE', () => {
    const payload = server.engine.writer;
    client.send('HPEXPIREAT h 1700000500000 FIELDS 1 b');
    client.send('DUMP h');
    const text = payload.buffer.latin1Slice();
    const start = text.indexOf('\r\n') + 2;
    const size = Number(text.slice(1, start - 2));
    const dump = Buffer.from(text.slice(start, start + size), 'latin1');
    // The type of Redis 7.4, and the version of its files.
    expect([dump[0], dump.readUInt16LE(size - 10)]).toEqual([24, 12]);
    expect(client.sendWords(['RESTORE', 'r', '0', dump])).toBe('+OK');
    plays(`
      HPEXPIRETIME r FIELDS 3 a b c → *3 :1700000001000 :1700000500000 :-1
      OBJECT ENCODING r → listpackex
    `);
  });
});

describe('a field whose time has passed', () => {
  beforeEach(() => {
    client.send('HPEXPIRE h 1000 FIELDS 2 a b');
    wait(1000);
  });

  it.each([
    ['HGET h a', '$-1'],
    ['HMGET h a b c', '*3 $-1 $-1 3'],
    ['HGETALL h', '*2 c 3'],
    ['HKEYS h', '*1 c'],
    ['HVALS h', '*1 3'],
    ['HLEN h', ':1'],
    ['HEXISTS h a', ':0'],
    ['HSTRLEN h a', ':0'],
    ['HSCAN h 0', '*2 0 *2 c 3'],
    ['HRANDFIELD h', 'c'],
    ['HRANDFIELD h 5', '*1 c'],
    ['HRANDFIELD h -2', '*2 c c'],
    ['HTTL h FIELDS 1 a', '*1 :-2'],
    ['HPERSIST h FIELDS 1 a', '*1 :-2'],
    ['HEXPIRE h 5 FIELDS 1 a', '*1 :-2'],
    ['HGETEX h FIELDS 2 a c', '*2 $-1 3'],
    ['HGETDEL h FIELDS 1 a', '*1 $-1'],
    ['HDEL h a', ':0'],
    ['HSET h a 9', ':1'],
    ['HSETNX h a 9', ':1'],
    ['HINCRBY h a 5', ':5'],
    ['HSETEX h FXX FIELDS 1 a 1', ':0'],
    ['HSETEX h FNX FIELDS 1 a 1', ':1'],
  ])('is not there for %s', (request, reply) => {
    expect(client.send(request)).toBe(reply);
  });

  it('is seen by none of them either where more have expired than a reader removes', () => {
    const fields = Array.from({ length: 200 }, (_, i) => `f${i}`);
    client.sendWords(['HSET', 'big', ...fields.flatMap((field) => [field, 'v'])]);
    client.sendWords(['HPEXPIRE', 'big', '10', 'FIELDS', '200', ...fields]);
    wait(10);
    plays(`
      HLEN big → :0
      HGET big f199 → $-1
      HGETALL big → *0
    `);
    client.sendWords(['HSET', 'big', ...fields.flatMap((field) => [field, 'v'])]);
    client.sendWords(['HPEXPIRE', 'big', '10', 'FIELDS', '200', ...fields]);
    wait(10);
    plays(`
      HRANDFIELD big → $-1
      HRANDFIELD big -3 → *0
      HINCRBY big f150 1 → :1
      HLEN big → :1
    `);
  });

  it('goes by itself, is told of as hexpired, and counted', () => {
    client.send('HPEXPIRE h 500 FIELDS 1 c');
    wait(500);
    expect(eventsOf(expireCycle)).toEqual(['hexpired h', 'del h']);
    expect(client.send('EXISTS h')).toBe(':0');
    expect(client.send('INFO stats')).toContain('expired_subkeys:3');
    expect(client.send('CONFIG RESETSTAT')).toBe('+OK');
    expect(client.send('INFO stats')).not.toContain('expired_subkeys');
    client.send('FLUSHALL');
    expect(server.engine.keyspace.usedBytes).toBe(0);
  });
});

describe('HGETEX', () => {
  it('answers with values and changes when they expire', () => {
    plays(`
      HGETEX h FIELDS 2 a nosuch → *2 1 $-1
      HTTL h FIELDS 1 a → *1 :-1
      HGETEX h EX 10 FIELDS 2 a nosuch → *2 1 $-1
      HTTL h FIELDS 1 a → *1 :10
      HGETEX h PX 1500 FIELDS 1 a → *1 1
      HPTTL h FIELDS 1 a → *1 :1500
      HGETEX h EXAT 1700000100 FIELDS 1 a → *1 1
      HEXPIRETIME h FIELDS 1 a → *1 :1700000100
      HGETEX h PXAT 1700000100001 FIELDS 1 a → *1 1
      HPEXPIRETIME h FIELDS 1 a → *1 :1700000100001
      HGETEX h FIELDS 1 a → *1 1
      HPEXPIRETIME h FIELDS 1 a → *1 :1700000100001
      HGETEX h PERSIST FIELDS 2 a b → *2 1 2
      HTTL h FIELDS 1 a → *1 :-1
      HGETEX h EXAT 1 FIELDS 2 a b → *2 1 2
      HGETALL h → *2 c 3
      HGETEX h EX 0 FIELDS 1 c → *1 3
      EXISTS h → :0
      HGETEX h EX 10 FIELDS 1 c → *1 $-1
      EXISTS h → :0
    `);
  });

  it('refuses what it does not understand', () => {
    plays(`
      HGETEX h EX x FIELDS 1 a → -ERR value is not an integer or out of range
      HGETEX h EX -1 FIELDS 1 a → -ERR invalid expire time, must be >= 0
      HGETEX h EX 99999999999 FIELDS 1 a → -ERR invalid expire time in 'hgetex' command
      HGETEX h EX 10 PERSIST FIELDS 1 a → -ERR Mandatory argument FIELDS is missing or not at the right position
      HGETEX h EX 10 FIELDS → -ERR wrong number of arguments for 'hgetex' command
      HGETEX h FIELDS 2 a → -ERR The \`numfields\` parameter must match the number of arguments
      HGETEX h FIELDS 0 a → -ERR Number of fields must be a positive integer
    `);
  });

  it('tells of what it did', () => {
    const events = (request: string): string[] => eventsOf(() => client.send(request));
    expect(events('HGETEX h FIELDS 1 a')).toEqual([]);
    expect(events('HGETEX h PERSIST FIELDS 1 a')).toEqual([]);
    expect(events('HGETEX h EX 10 FIELDS 1 a')).toEqual(['hexpire h']);
    expect(events('HGETEX h PERSIST FIELDS 2 a b')).toEqual(['hpersist h']);
    expect(events('HGETEX h PX 0 FIELDS 3 a b c')).toEqual(['hdel h', 'del h']);
  });
});

describe('HGETDEL', () => {
  it('answers with values and deletes the fields, and the key with the last of them', () => {
    plays(`
      HGETDEL h FIELDS 3 a nosuch a → *3 1 $-1 $-1
      HGETALL h → *4 b 2 c 3
      HGETDEL nosuch FIELDS 1 a → *1 $-1
      HGETDEL h FIELDS 2 b → -ERR The \`numfields\` parameter must match the number of arguments
      HGETDEL h x 1 b → -ERR Mandatory argument FIELDS is missing or not at the right position
      HGETDEL h FIELDS 0 b → -ERR Number of fields must be a positive integer
    `);
    expect(eventsOf(() => client.send('HGETDEL h FIELDS 2 b c'))).toEqual(['hdel h', 'del h']);
    expect(client.send('EXISTS h')).toBe(':0');
  });
});

describe('HSETEX', () => {
  it('stores fields that expire, and takes a time away where none is given', () => {
    plays(`
      HSETEX h EX 10 FIELDS 2 a 7 d 8 → :1
      HMGET h a d → *2 7 8
      HTTL h FIELDS 3 a d b → *3 :10 :10 :-1
      HSETEX h KEEPTTL FIELDS 2 a 8 e 9 → :1
      HTTL h FIELDS 2 a e → *2 :10 :-1
      HSETEX h FIELDS 1 a 9 → :1
      HTTL h FIELDS 1 a → *1 :-1
      HSETEX new PXAT 1700000001000 FIELDS 1 a 1 → :1
      HPTTL new FIELDS 1 a → *1 :1000
      HSETEX past EXAT 1 FIELDS 1 a 1 → :1
      EXISTS past → :0
    `);
  });

  it('stores all or nothing under a condition', () => {
    plays(`
      HSETEX h FXX FIELDS 2 a 7 nosuch 8 → :0
      HSETEX h FNX FIELDS 2 a 7 nosuch 8 → :0
      HMGET h a nosuch → *2 1 $-1
      HSETEX h EX 5 FXX FIELDS 2 a 7 b 8 → :1
      HSETEX h FNX PX 500 FIELDS 1 d 9 → :1
      HMGET h a b d → *3 7 8 9
      HSETEX nosuch FXX FIELDS 1 a 1 → :0
      EXISTS nosuch → :0
      HSETEX other FNX FIELDS 1 a 1 → :1
    `);
  });

  it('refuses what it does not understand', () => {
    plays(`
      HSETEX h EX 1 PX 1 FIELDS 1 a 1 → -ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified
      HSETEX h KEEPTTL EX 1 FIELDS 1 a 1 → -ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified
      HSETEX h FXX FNX FIELDS 1 a 1 → -ERR Only one of FXX or FNX arguments can be specified
      HSETEX h what FIELDS 1 a 1 → -ERR unknown argument: what
      HSETEX h FIELDS 0 a 1 → -ERR invalid number of fields
      HSETEX h FIELDS x a 1 → -ERR invalid number of fields
      HSETEX h FIELDS 2 a 1 → -ERR wrong number of arguments for 'hsetex' command
      HSETEX h FIELDS 1 a 1 b → -ERR wrong number of arguments for 'hsetex' command
      HSETEX h EX 10 KEEPTTL a 1 → -ERR Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified
      HSETEX h EX -5 FIELDS 1 a 1 → -ERR invalid expire time, must be >= 0
    `);
  });

  it('tells of what it did', () => {
    const events = (request: string): string[] => eventsOf(() => client.send(request));
    expect(events('HSETEX h FIELDS 1 a 1')).toEqual(['hset h']);
    expect(events('HSETEX h EX 10 FIELDS 1 a 1')).toEqual(['hset h', 'hexpire h']);
    expect(events('HSETEX h PXAT 1 FIELDS 1 a 1')).toEqual(['hset h', 'hdel h']);
    expect(events('HSETEX x PXAT 1 FIELDS 1 a 1')).toEqual(['hset x', 'hdel x', 'del x']);
    expect(events('HSETEX h FNX FIELDS 1 b 1')).toEqual([]);
  });
});

describe('replicas', () => {
  it.each([
    ['HEXPIRE h 10 FIELDS 2 a nosuch', 'HPEXPIREAT h 1700000010000 FIELDS 1 a'],
    ['HEXPIRE h 10 XX FIELDS 2 a b', ''],
    ['HEXPIRE h 0 FIELDS 3 a nosuch b', 'HDEL h a b'],
    ['HGETEX h PX 10 FIELDS 2 nosuch a', 'HPEXPIREAT h 1700000000010 FIELDS 1 a'],
    ['HGETEX h PXAT 10 FIELDS 1 a', 'HDEL h a'],
    ['HGETEX h FIELDS 1 a', ''],
    ['HGETDEL h FIELDS 2 nosuch a', 'HDEL h a'],
    ['HSETEX h FIELDS 1 a 1', 'HSET h a 1'],
    ['HSETEX h FXX EX 10 FIELDS 1 a 1', 'HSETEX h PXAT 1700000010000 FIELDS 1 a 1'],
    ['HSETEX h KEEPTTL FIELDS 1 a 1', 'HSETEX h KEEPTTL FIELDS 1 a 1'],
    ['HSETEX h PX 0 FIELDS 2 a 1 d 1', 'HDEL h a d'],
  ])('get what %s did here', (request, effect) => {
    const stream = server.recordStream();
    client.send(request);
    expect(stream.text()).toBe(effect === '' ? '' : `SELECT 0 | ${effect}`);
  });

  it('hear of fields that expired before what then was done to them', () => {
    client.send('HPEXPIRE h 10 FIELDS 2 a b');
    const stream = server.recordStream();
    client.send('HINCRBYFLOAT h b 1');
    expect(stream.text()).toBe(
      'SELECT 0 | MULTI | HSET h b 3 | HPEXPIREAT h 1700000000010 FIELDS 1 b | EXEC',
    );
    wait(10);
    client.send('HINCRBY h a 1');
    expect(stream.text().split(' | ').slice(5)).toEqual(['MULTI', 'HDEL h a b', 'HINCRBY h a 1', 'EXEC']);
    client.send('HPEXPIRE h 10 FIELDS 1 a');
    wait(10);
    expireCycle();
    expect(stream.text().split(' | ').slice(10)).toEqual(['HDEL h a']);
  });

  it('leave it to the primary when fields go, and see them while its commands are applied', () => {
    client.send('HPEXPIRE h 10 FIELDS 1 a');
    server.engine.keyspace.expiring = false;
    wait(10);
    expireCycle();
    expect(client.send('HMGET h a b c')).toBe('*3 $-1 2 3');
    expect(client.send('HLEN h')).toBe(':2');
    server.engine.keyspace.hidesExpired = false;
    expect(client.send('HGET h a')).toBe('1');
    expect(client.send('HPEXPIREAT h 5 FIELDS 1 b')).toBe('*1 :1');
    expect(client.send('HDEL h a b c')).toBe(':3');
    expect(client.send('EXISTS h')).toBe(':0');
  });
});

it('what is known of a hash with fields that expire', () => {
  client.send('HEXPIRE h 10 FIELDS 1 a');
  plays(`
    OBJECT ENCODING h → listpackex
    DEBUG RELOAD → -ERR DEBUG command not allowed. If the enable-debug-command option is set to "local", you can run it from a local connection, otherwise you need to set this option in the configuration file, and then restart the server.
  `);
  expect(client.send('INFO keyspace')).toContain('keys=1,expires=0,avg_ttl=0,subexpiry=1');
  client.send('HPERSIST h FIELDS 1 a');
  expect(client.send('INFO keyspace')).toMatch(/avg_ttl=0$/);
  expect(client.send('OBJECT ENCODING h')).toBe('listpackex');
  client.send(`HSET h long ${'x'.repeat(65)}`);
  expect(client.send('OBJECT ENCODING h')).toBe('hashtable');
});
