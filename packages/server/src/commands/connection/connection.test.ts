import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';

const HELLO_REPLY =
  /^\*14 server redis version 7\.0\.15 proto :2 id :1 mode standalone role master modules \*0$/;

function serverWithPassword(): ReturnType<ScriptedServer['connect']> {
  const client = new ScriptedServer({ requirepass: 'sesame' }).connect();
  client.session.authenticated = false;
  return client;
}

describe('HELLO', () => {
  it('describes the server and keeps the protocol without a version', () => {
    expect(new ScriptedServer().connect().send('HELLO')).toMatch(HELLO_REPLY);
  });

  it('switches to RESP3 with the very reply', () => {
    const client = new ScriptedServer().connect();
    expect(client.send('HELLO 3')).toMatch(/^%7 server redis/);
    expect(client.send('CLIENT GETNAME')).toBe('_');
  });

  it('refuses versions it does not speak', () => {
    const client = new ScriptedServer().connect();
    expect(client.send('HELLO 4')).toBe('-NOPROTO unsupported protocol version');
    expect(client.send('HELLO x')).toBe('-ERR Protocol version is not an integer or out of range');
  });

  it('names and authenticates at once', () => {
    const client = serverWithPassword();
    expect(client.send('HELLO 3')).toMatch(/^-NOAUTH HELLO must be called with the client already auth/);
    expect(client.send('HELLO 3 AUTH default sesame SETNAME me')).toMatch(/^%7/);
    expect(client.send('CLIENT GETNAME')).toBe('me');
  });
});

describe('AUTH', () => {
  it('lets in with the password, with or without the name of the default user', () => {
    expect(serverWithPassword().send('AUTH sesame')).toBe('+OK');
    expect(serverWithPassword().send('AUTH default sesame')).toBe('+OK');
  });

  it('keeps everybody else out', () => {
    const client = serverWithPassword();
    for (const attempt of ['AUTH x', 'AUTH somebody sesame', 'AUTH default x']) {
      expect(client.send(attempt)).toBe('-WRONGPASS invalid username-password pair or user is disabled.');
    }
    expect(client.send('PING')).toBe('-NOAUTH Authentication required.');
  });

  it('points out that no password is set', () => {
    expect(new ScriptedServer().connect().send('AUTH x')).toMatch(/^-ERR AUTH <password> called without any/);
  });

  it('is not asked for any more when the password is taken away', () => {
    const server = new ScriptedServer({ requirepass: 'sesame' });
    const [admin, waiting] = [server.connect(), server.connect()];
    waiting.session.authenticated = false;
    server.engine.configuration.set([['requirepass', '']]);
    expect(admin.send('PING')).toBe('+PONG');
    expect(waiting.send('PING')).toBe('+PONG');
  });
});

describe('RESET', () => {
  it('makes the connection as it was when it was opened', () => {
    const client = new ScriptedServer().connect();
    for (const line of ['HELLO 3 SETNAME me', 'SELECT 3', 'CLIENT REPLY OFF']) client.send(line);
    expect(client.send('RESET')).toBe('+RESET');
    const { database, resp3, name, replyMode } = client.session;
    expect({ database, resp3, name, replyMode }).toEqual({
      database: 0,
      resp3: false,
      name: '',
      replyMode: 'on',
    });
  });
});

describe('CLIENT', () => {
  it('lists connections with the fields of Redis 7.0, then the library', () => {
    const client = new ScriptedServer().connect();
    client.send('CLIENT SETNAME me');
    client.send('CLIENT SETINFO lib-name tester');
    expect(client.send('CLIENT LIST').trim()).toBe(
      'id=1 addr=127.0.0.1:1 laddr=127.0.0.1:2 fd=-1 name=me age=0 idle=0 flags=N db=0 sub=0 psub=0 ssub=0 multi=-1 ' +
        'qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0 oll=0 omem=0 tot-mem=5120 events=r cmd=client|list ' +
        'user=default redir=-1 resp=2 lib-name=tester lib-ver=',
    );
  });

  it('lists by id and by type', () => {
    const server = new ScriptedServer();
    const [client, subscriber] = [server.connect(), server.connect()];
    subscriber.send('SUBSCRIBE news');
    expect(client.send('CLIENT LIST TYPE pubsub')).toMatch(/^id=2 /);
    expect(client.send('CLIENT LIST ID 1 9')).toMatch(/^id=1 /);
    expect(client.send('CLIENT LIST TYPE robots')).toBe("-ERR Unknown client type 'robots'");
  });

  it('kills others by filter, and the caller only if it says so', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    server.connect();
    expect(client.send('CLIENT KILL TYPE normal')).toBe(':1');
    expect(server.engine.sessions.count).toBe(1);
    expect(client.send('CLIENT KILL ID 1 SKIPME no')).toBe(':1');
    expect(client.session.closing).toBe(true);
  });

  it('answers nothing while replies are off, and nothing to what SKIP skips', () => {
    const client = new ScriptedServer().connect();
    const answers = ['CLIENT REPLY OFF', 'PING', 'CLIENT REPLY ON', 'CLIENT REPLY SKIP', 'PING', 'PING'];
    expect(answers.map((line) => client.send(line))).toEqual(['', '', '+OK', '', '', '+PONG']);
  });

  it('refuses names that would break its own list', () => {
    const client = new ScriptedServer().connect();
    expect(client.send('CLIENT SETNAME new\nline')).toMatch(/^-ERR Client names cannot contain/);
    expect(client.send('CLIENT SETINFO lib-ver \x01')).toMatch(/^-ERR lib-ver cannot contain/);
  });

  it('does not touch keys for a connection that asked for it', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('SET a 1');
    client.send('CLIENT NO-TOUCH ON');
    server.now += 5000;
    client.send('GET a');
    expect(client.send('OBJECT IDLETIME a')).toBe(':5');
    expect(server.connect().send('TOUCH a')).toBe(':1');
    expect(client.send('OBJECT IDLETIME a')).toBe(':0');
  });

  it('touches keys for the next connection, and for TOUCH, whoever asks', () => {
    const server = new ScriptedServer();
    const [client, other] = [server.connect(), server.connect()];
    client.send('CLIENT NO-TOUCH ON');
    client.send('SET a 1');
    server.now += 5000;
    expect(client.send('TOUCH a')).toBe(':1');
    expect(other.send('OBJECT IDLETIME a')).toBe(':0');
    server.now += 5000;
    client.send('GET a');
    other.send('GET a');
    expect(client.send('OBJECT IDLETIME a')).toBe(':0');
  });

  it('touches keys again after RESET, and as a client that waits wants it, whoever serves it', () => {
    const server = new ScriptedServer({ 'maxmemory-policy': 'allkeys-lfu' }, { random: () => 0 });
    const [client, other] = [server.connect(), server.connect()];
    client.send('RPUSH k a');
    const uses = (): string => other.send('OBJECT FREQ k');
    client.send('CLIENT NO-TOUCH ON');
    client.send('LRANGE k 0 -1');
    expect(uses()).toBe(':5');
    client.send('DEL k');
    client.send('BLMOVE k k LEFT RIGHT 0');
    other.send('RPUSH k a');
    expect(uses()).toBe(':5');
    client.send('RESET');
    client.send('LRANGE k 0 -1');
    expect(uses()).toBe(':6');
  });
});
