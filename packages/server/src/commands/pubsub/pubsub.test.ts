import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';

describe('publish and subscribe', () => {
  it('sends a message to subscribers of the channel and of patterns, in their own protocol', () => {
    const server = new ScriptedServer();
    const [two, three, pattern, publisher] = [
      server.connect(),
      server.connect({ resp3: true }),
      server.connect(),
      server.connect(),
    ];
    expect(two.send('SUBSCRIBE news chat')).toBe('*3 subscribe news :1 *3 subscribe chat :2');
    expect(three.send('SUBSCRIBE news')).toBe('>3 subscribe news :1');
    expect(pattern.send('PSUBSCRIBE n?ws')).toBe('*3 psubscribe n?ws :1');
    expect(publisher.send('PUBLISH news hello')).toBe(':3');
    expect(two.pushes()).toBe('*3 message news hello');
    expect(three.pushes()).toBe('>3 message news hello');
    expect(pattern.pushes()).toBe('*4 pmessage n?ws news hello');
    expect(publisher.send('PUBLISH other hello')).toBe(':0');
  });

  it('keeps shard channels apart', () => {
    const server = new ScriptedServer();
    const [client, publisher] = [server.connect(), server.connect()];
    client.send('PSUBSCRIBE *');
    expect(client.send('SSUBSCRIBE a')).toBe('*3 ssubscribe a :1');
    expect(publisher.send('SPUBLISH a x')).toBe(':1');
    expect(client.pushes()).toBe('*3 smessage a x');
    expect(publisher.send('PUBSUB SHARDNUMSUB a b')).toBe('*4 a :1 b :0');
    expect(client.send('SUNSUBSCRIBE')).toBe('*3 sunsubscribe a :0');
  });

  it('lets a RESP2 subscriber use few commands, and a RESP3 subscriber all', () => {
    const server = new ScriptedServer();
    const [two, three] = [server.connect(), server.connect({ resp3: true })];
    two.send('SUBSCRIBE a');
    three.send('SUBSCRIBE a');
    expect(two.send('GET a')).toContain("-ERR Can't execute 'get'");
    expect(two.send('CLIENT ID')).toContain("-ERR Can't execute 'client|id'");
    expect(two.send('PING')).toBe('*2 pong');
    expect(three.send('GET a')).toBe('_');
    expect(two.send('UNSUBSCRIBE')).toBe('*3 unsubscribe a :0');
    expect(two.send('GET a')).toBe('$-1');
  });

  it('answers with no channel when there is none to leave', () => {
    const server = new ScriptedServer();
    expect(server.connect().send('UNSUBSCRIBE')).toBe('*3 unsubscribe $-1 :0');
    expect(server.connect({ resp3: true }).send('PUNSUBSCRIBE')).toBe('>3 punsubscribe _ :0');
  });

  it('tells who is subscribed to what', () => {
    const server = new ScriptedServer();
    const client = server.connect({ resp3: true });
    client.send('SUBSCRIBE news chat');
    client.send('PSUBSCRIBE * n*');
    expect(client.send('PUBSUB CHANNELS')).toBe('*2 news chat');
    expect(client.send('PUBSUB CHANNELS n*')).toBe('*1 news');
    expect(client.send('PUBSUB NUMSUB chat none')).toBe('*4 chat :1 none :0');
    expect(client.send('PUBSUB NUMPAT')).toBe(':2');
  });

  it('ends with RESET and with the connection', () => {
    const server = new ScriptedServer();
    const { pubsub } = server.engine;
    for (const ending of ['reset', 'close']) {
      const client = server.connect();
      client.send('SUBSCRIBE a');
      client.send('PSUBSCRIBE a*');
      client.send('SSUBSCRIBE a');
      expect(client.session.subscriptions).toBe(3);
      if (ending === 'reset') client.send('RESET');
      else client.close();
      expect(client.session.subscriptions).toBe(0);
      expect([pubsub.channels.size, pubsub.patterns.size, pubsub.shardChannels.size]).toEqual([0, 0, 0]);
    }
  });

  it('sends to oneself before the answer, and whatever CLIENT REPLY says', () => {
    const client = new ScriptedServer().connect({ resp3: true });
    client.send('SUBSCRIBE a');
    expect(client.send('PUBLISH a x')).toBe('>3 message a x :1');
    client.send('CLIENT REPLY OFF');
    expect(client.send('PUBLISH a y')).toBe('>3 message a y');
    expect(client.send('SUBSCRIBE b')).toBe('>3 subscribe b :2');
  });

  it('works in a transaction, shard channels excepted', () => {
    const client = new ScriptedServer().connect();
    for (const line of ['MULTI', 'SUBSCRIBE a', 'PUBLISH a x', 'SSUBSCRIBE a']) client.send(line);
    expect(client.send('EXEC')).toBe(
      "*3 *3 subscribe a :1 *3 message a x :1 -ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client",
    );
  });

  it('goes to the replicas, with the rest of a transaction', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    const stream = server.recordStream();
    client.send('PUBLISH a x');
    for (const line of ['MULTI', 'SET a 1', 'SPUBLISH a y', 'EXEC']) client.send(line);
    expect(stream.text()).toBe('SELECT 0 | PUBLISH a x | MULTI | SET a 1 | SPUBLISH a y | EXEC');
  });
});
