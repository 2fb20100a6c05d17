import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../execution/scripted-clients.test-support.ts';

describe('clients that wait', () => {
  it('are answered when their time is up, by a clock that is stepped', () => {
    const server = new ScriptedServer();
    const [two, three] = [server.connect(), server.connect({ resp3: true })];
    expect(two.send('BLPOP k 1.5')).toBe('');
    expect(three.send('BLMOVE k l LEFT LEFT 2')).toBe('');
    expect([two.session.blocked, server.engine.blocking.timedCount]).toEqual([true, 2]);
    server.now += 1499;
    server.tick();
    expect(two.pushes()).toBe('');
    server.now += 1;
    server.tick();
    expect([two.pushes(), two.session.blocked, three.pushes()]).toEqual(['*-1', false, '']);
    server.now += 500;
    server.tick();
    expect([three.pushes(), server.engine.blocking.timedCount]).toEqual(['_', 0]);
  });

  it('are served in the order in which they came, each in its own protocol', () => {
    const server = new ScriptedServer();
    const [first, second, third, pusher] = [
      server.connect({ resp3: true }),
      server.connect(),
      server.connect(),
      server.connect(),
    ];
    first.send('BLMPOP 0 1 k LEFT COUNT 2');
    second.send('BRPOP k 0');
    third.send('BLPOP k 0');
    expect(pusher.send('RPUSH k a b c')).toBe(':3');
    expect([first.pushes(), second.pushes(), third.pushes()]).toEqual(['*2 k *2 a b', '*2 k c', '']);
    expect(pusher.send('EXISTS k')).toBe(':0');
    expect([first, second, third].map(({ session }) => session.blocked)).toEqual([false, false, true]);
  });

  it('leave nothing behind when they are gone, and no element goes to them', () => {
    const server = new ScriptedServer();
    const [gone, killed, pusher] = [server.connect(), server.connect(), server.connect()];
    gone.send('BLPOP k other 5');
    killed.send('BLPOP k 0');
    gone.close();
    killed.session.closing = true;
    expect(server.engine.blocking.timedCount).toBe(0);
    expect(pusher.send('RPUSH k a')).toBe(':1');
    expect(pusher.send('LLEN k')).toBe(':1');
    expect(killed.pushes()).toBe('');
  });

  it('are propagated as commands that do not wait, each as a unit of its own after that of the push', () => {
    const server = new ScriptedServer();
    const stream = server.recordStream();
    const pusher = server.connect();
    for (const line of [
      'BLPOP k 0',
      'BLMPOP 0 1 k RIGHT COUNT 2',
      'BLMOVE k l RIGHT LEFT 0',
      'BRPOPLPUSH k m 0',
    ])
      server.connect().send(line);
    pusher.send('RPUSH k 1 2 3 4 5 6');
    pusher.send('BLMPOP 1 1 k LEFT COUNT 9');
    expect(stream.text()).toBe(
      'SELECT 0 | RPUSH k 1 2 3 4 5 6 | LPOP k | RPOP k 2 | LMOVE k l RIGHT LEFT | RPOPLPUSH k m | LPOP k 1',
    );
  });

  it('are sent away when the server becomes a replica', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('BLPOP k 0');
    server.engine.blocking.giveUp();
    expect(client.pushes()).toBe(
      '-UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)',
    );
    expect(server.engine.sessions.find(client.session.id)).toBeUndefined();
  });

  it('do not disturb the reply of the one who serves them, nor what is pushed to either', () => {
    const server = new ScriptedServer({ 'notify-keyspace-events': 'El' });
    const [waiting, pusher] = [server.connect({ resp3: true }), server.connect({ resp3: true })];
    for (const client of [waiting, pusher]) client.send('PSUBSCRIBE __keyevent@0__:*pop');
    waiting.send('BLPOP k 0');
    expect(pusher.send('RPUSH k a b')).toBe(':2 >4 pmessage __keyevent@0__:*pop __keyevent@0__:lpop k');
    expect(waiting.pushes()).toBe('*2 k a >4 pmessage __keyevent@0__:*pop __keyevent@0__:lpop k');
    waiting.send('CLIENT REPLY OFF');
    waiting.send('BLPOP none 0');
    pusher.send('RPUSH none a');
    expect(waiting.pushes()).toBe('>4 pmessage __keyevent@0__:*pop __keyevent@0__:lpop none');
  });

  it('are counted once, and timed when they are served', () => {
    const server = new ScriptedServer();
    const [client, pusher] = [server.connect(), server.connect()];
    client.send('BLPOP k 0');
    expect(pusher.send('INFO clients')).toContain('blocked_clients:1');
    pusher.send('RPUSH k a');
    expect(server.engine.registry.findName('blpop')?.calls).toBe(1);
    expect(pusher.send('INFO clients')).toContain('blocked_clients:0');
  });
});
