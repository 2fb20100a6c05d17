import { describe, expect, it } from 'vitest';
import { SimulatedServer, seededRandom } from './simulation.test-support.ts';

interface Dialogue {
  readonly server: SimulatedServer;
  readonly clock: { now: number };
  sent: string;
  say(text: string): void;
}

/** A replica whose primary is the test. */
function dialogue(): Dialogue {
  const clock = { now: 1_700_000_000_000 };
  const server = new SimulatedServer(clock, seededRandom(5), 1000);
  const said: Dialogue = { server, clock, sent: '', say: (text) => server.link.receive(Buffer.from(text)) };
  server.send = (bytes) => {
    said.sent += Buffer.from(bytes).latin1Slice();
  };
  server.link.connected();
  return said;
}

const ID = 'a'.repeat(40);

describe('the link of a replica', () => {
  it('introduces itself only once the primary has answered', () => {
    const it = dialogue();
    expect(it.sent).toBe('*1\r\n$4\r\nPING\r\n');
    it.say('+PONG\r\n');
    expect(it.sent).toContain('AUTH');
    expect(it.sent).toContain('listening-port\r\n$4\r\n7000');
    expect(it.sent).toContain('capa\r\n$3\r\neof\r\n$4\r\ncapa\r\n$6\r\npsync2');
    expect(it.sent).not.toContain('PSYNC');
    it.say('+OK\r\n+OK\r\n+O');
    expect(it.sent).not.toContain('PSYNC');
    it.say('K\r\n');
    expect(it.sent).toContain(`PSYNC\r\n$40\r\n${it.server.history.id}\r\n$1\r\n1\r\n`);
  });

  it.each([
    ['+PONG\r\n-WRONGPASS invalid\r\n', 'refuses the password'],
    ['-ERR max number of clients reached\r\n', 'answers PING'],
    ['+PONG\r\n+OK\r\n+OK\r\n+OK\r\n-LOADING data\r\n', 'cannot synchronise now'],
    [`+PONG\r\n+OK\r\n+OK\r\n+OK\r\n+FULLRESYNC ${ID} 7\r\n-ERR no memory\r\n`, 'gives up'],
    [`+PONG\r\n+OK\r\n+OK\r\n+OK\r\n+FULLRESYNC ${ID} 7\r\n$5\r\nHELLO`, 'RDB'],
    [`+PONG\r\n+OK\r\n+OK\r\n+OK\r\n+FULLRESYNC ${ID} 7\r\nwhat\r\n`, 'unexpected header'],
    ['x'.repeat(5000), 'too long'],
  ])('drops a primary that says %j', (text, reason) => {
    const it = dialogue();
    it.say(text);
    expect(it.server.logged.at(-1)).toContain('dropped: ');
    expect(it.server.logged.at(-1)).toContain(reason);
    expect(it.server.link.state).toBe('idle');
  });

  it('goes on without a setting that the primary does not know', () => {
    const it = dialogue();
    it.say('+PONG\r\n+OK\r\n-ERR unknown\r\n+OK\r\n');
    expect(it.sent).toContain('PSYNC');
  });

  it('passes over the empty lines of a primary that is not ready', () => {
    const it = dialogue();
    it.say('+PONG\r\n+OK\r\n+OK\r\n+OK\r\n\n\n');
    it.say(`\n+CONTINUE ${ID}\r\n`);
    expect(it.server.link.state).toBe('online');
    expect(it.server.history.id).toBe(ID);
  });

  it('acknowledges at once and then every second', () => {
    const it = dialogue();
    it.say('+PONG\r\n+OK\r\n+OK\r\n+OK\r\n+CONTINUE\r\n');
    expect(it.sent).toMatch(/REPLCONF\r\n\$3\r\nACK\r\n\$1\r\n0\r\n$/);
    it.sent = '';
    it.say('*1\r\n$4\r\nPING\r\n');
    it.clock.now += 900;
    it.server.link.tick();
    expect(it.sent).toBe('');
    it.clock.now += 100;
    it.server.link.tick();
    expect(it.sent).toMatch(/ACK\r\n\$2\r\n14\r\n$/);
  });

  it('drops a primary that is silent for longer than the time allowed', () => {
    const it = dialogue();
    it.say('+PONG\r\n');
    it.clock.now += 60_001;
    it.server.link.tick();
    expect(it.server.logged.at(-1)).toContain('silent');
  });
});
