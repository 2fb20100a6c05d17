import { describe, expect, it } from 'vitest';
import { ScriptedServer } from '../../execution/scripted-clients.test-support.ts';

const notSketch = '-WRONGTYPE Key is not a valid HyperLogLog string value.';

describe('PFADD', () => {
  it('tells whether a register was raised, or the key made', () => {
    const client = new ScriptedServer().connect();
    expect(client.send('PFADD k')).toBe(':1');
    expect(client.send('PFADD k')).toBe(':0');
    expect(client.send('PFADD k a b c')).toBe(':1');
    expect(client.send('PFADD k c b a')).toBe(':0');
    expect(client.send('PFCOUNT k')).toBe(':3');
  });

  it('is propagated, and is a change, only when it changed something', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    const stream = server.recordStream();
    const { revision } = server.engine.effects;
    client.send('PFADD k a');
    client.send('PFADD k a');
    expect(stream.text()).toBe('SELECT 0 | PFADD k a');
    expect(server.engine.effects.revision).toBe(revision + 1);
  });

  it('keeps the expiry, and leaves a raw string whatever the string was', () => {
    const client = new ScriptedServer().connect();
    client.send('PFADD k a');
    client.send('EXPIRE k 100');
    client.send('COPY k l');
    client.send('PFADD k b');
    expect(client.send('TTL k')).toBe(':100');
    expect(client.send('OBJECT ENCODING k')).toBe('raw');
  });

  it('grows from sparse to dense as far as the configuration says', () => {
    const client = new ScriptedServer({ 'hll-sparse-max-bytes': '21' }).connect();
    client.send('PFADD k a');
    expect(client.send('PFDEBUG ENCODING k')).toBe('+sparse');
    client.send('PFADD k b');
    expect(client.send('PFDEBUG ENCODING k')).toBe('+dense');
    expect(client.send('STRLEN k')).toBe(':12304');
    expect(client.send('PFCOUNT k')).toBe(':2');
  });

  it('keeps what came before an element that finds the sketch corrupt, and propagates it', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    // An XZERO of 8063 registers is all there is: "f" belongs to one of them (1646), "a" does not (12711).
    client.send('PFADD k');
    client.send('SETRANGE k 16 _~');
    const before = client.send('GET k');
    const stream = server.recordStream();
    expect(client.send('PFADD k f a')).toBe('-INVALIDOBJ Corrupted HLL object detected');
    expect(client.send('GET k')).not.toBe(before);
    expect(stream.text()).toBe('SELECT 0 | PFADD k f a');
    expect(client.send('PFCOUNT k')).toBe('-INVALIDOBJ Corrupted HLL object detected');
    expect(client.send('PFMERGE l k')).toBe('-INVALIDOBJ Corrupted HLL object detected');
    expect(client.send('PFDEBUG TODENSE k')).toBe('-INVALIDOBJ Corrupted HLL object detected');
    expect(client.send('EXISTS l')).toBe(':0');
  });
});

describe('PFCOUNT', () => {
  it('keeps the count of a single key, and propagates that it did', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('PFADD k a b');
    const stream = server.recordStream();
    expect(client.send('GETRANGE k 15 15')).toBe('\x80');
    expect(client.send('PFCOUNT k')).toBe(':2');
    expect(client.send('GETRANGE k 8 15')).toBe('\x02\0\0\0\0\0\0\0');
    expect(client.send('PFCOUNT k')).toBe(':2');
    expect(stream.text()).toBe('SELECT 0 | PFCOUNT k');
  });

  it('undoes what WATCH waits for, but is no change of the key', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    const other = server.connect();
    client.send('PFADD k a');
    other.send('NOTIFY k');
    const { revision } = server.engine.effects;
    client.send('WATCH k');
    client.send('PFCOUNT k');
    client.send('MULTI');
    expect(client.send('EXEC')).toBe('*-1');
    expect(other.pushes()).toBe('');
    expect(server.engine.effects.revision).toBe(revision);
    client.send('PFADD k b');
    expect(other.pushes()).toContain('pfadd');
  });

  it('counts several keys together, and changes none of them', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('PFADD k a b c');
    client.send('PFADD l c d');
    const stream = server.recordStream();
    expect(client.send('PFCOUNT k none l')).toBe(':4');
    expect(client.send('PFCOUNT none')).toBe(':0');
    expect(client.send('GETRANGE k 15 15')).toBe('\x80');
    expect(stream.text()).toBe('');
  });
});

describe('PFMERGE', () => {
  it('adds to what the destination has counted', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('PFADD k a b c');
    client.send('PFADD l c d');
    expect(client.send('PFMERGE l k none')).toBe('+OK');
    expect(client.send('PFCOUNT l')).toBe(':4');
    expect(client.send('PFMERGE new')).toBe('+OK');
    expect(client.send('PFDEBUG DECODE new')).toBe('Z:16384');
  });

  it('makes the destination dense if any of them is', () => {
    const client = new ScriptedServer().connect();
    client.send('PFADD k a b c');
    client.send('PFADD l d');
    client.send('PFDEBUG TODENSE l');
    client.send('PFMERGE k l');
    expect(client.send('PFDEBUG ENCODING k')).toBe('+dense');
    expect(client.send('PFCOUNT k')).toBe(':4');
  });

  it('leaves nothing in memory that is not a key', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    const before = server.engine.keyspace.usedBytes;
    for (let i = 0; i < 3000; i++) {
      client.send(`PFADD k${i % 3} ${i}`);
      if (i % 100 === 0) client.send('PFMERGE k0 k1 k2');
    }
    client.send('FLUSHALL');
    expect(server.engine.keyspace.usedBytes).toBe(before);
  });
});

describe('a key that holds something else', () => {
  it('is refused by every command', () => {
    const client = new ScriptedServer().connect();
    client.send('SET k text-of-some-length');
    client.send('SET n 1');
    client.send('PFADD l a');
    for (const line of [
      'PFADD k',
      'PFADD n',
      'PFCOUNT k',
      'PFCOUNT l k',
      'PFMERGE l k',
      'PFDEBUG NOSUCH k',
    ]) {
      expect(client.send(line)).toBe(notSketch);
    }
  });
});

describe('PFDEBUG', () => {
  it('makes a sketch dense, which is propagated and nothing else', () => {
    const server = new ScriptedServer();
    const client = server.connect();
    client.send('PFADD k a');
    const { revision } = server.engine.effects;
    const stream = server.recordStream();
    expect(client.send('PFDEBUG TODENSE k')).toBe(':1');
    expect(client.send('PFDEBUG TODENSE k')).toBe(':0');
    expect(client.send('PFDEBUG DECODE k')).toBe('-ERR HLL encoding is not sparse');
    expect(client.send('PFDEBUG GETREG k').split(' ').length).toBe(16385);
    expect(stream.text()).toBe('SELECT 0 | PFDEBUG TODENSE k');
    expect(server.engine.effects.revision).toBe(revision);
  });

  it('knows neither other subcommands nor keys that are not there', () => {
    const client = new ScriptedServer().connect();
    expect(client.send('PFDEBUG NOSUCH k')).toBe('-ERR The specified key does not exist');
    client.send('PFADD k');
    expect(client.send('PFDEBUG NoSuch k')).toBe("-ERR Unknown PFDEBUG subcommand 'NoSuch'");
  });
});
