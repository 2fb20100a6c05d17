/** Where a server listens, and how CONFIG SET moves one that runs; the same is asked of the original. */

import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redis } from '../support/redis-server.ts';
import { redwing } from '../support/redwing.ts';
import { freePort } from '../support/spawned-server.ts';
import type { Settings, Target } from '../support/target.ts';
import { WireConnection } from '../support/wire.ts';

const ELSEWHERE = '203.0.113.1';

describe.each([redis, redwing])('$name', (kind) => {
  let target: Target;
  let client: WireConnection;

  async function start(settings: Settings = {}): Promise<void> {
    target = await kind.start({ bind: '127.0.0.1', ...settings });
    client = await WireConnection.open(target.port);
  }

  beforeEach((context) => {
    if (!kind.available) context.skip();
  });

  afterEach(async () => {
    client.close();
    await target.close();
  });

  async function say(...words: string[]): Promise<string> {
    return String(await client.ask(...words));
  }

  async function pingAt(port: number): Promise<string> {
    const other = await WireConnection.open(port);
    const reply = String(await other.ask('PING'));
    other.close();
    return reply;
  }

  it('moves to another port and keeps its clients', async () => {
    await start();
    const port = await freePort();
    expect(await say('CONFIG', 'SET', 'port', String(port))).toBe('+OK\r\n');
    expect(await pingAt(port)).toBe('+PONG\r\n');
    expect(await say('INFO', 'server')).toContain(`tcp_port:${port}\r\n`);
    await expect(WireConnection.open(target.port)).rejects.toThrow('ECONNREFUSED');
    expect(await say('PING')).toBe('+PONG\r\n');
    expect(await say('CONFIG', 'SET', 'port', String(target.port))).toBe('+OK\r\n');
    expect(await pingAt(target.port)).toBe('+PONG\r\n');
  });

  it('stays where it is if the port or an address cannot be had', async () => {
    await start();
    const other = await kind.start({ bind: '127.0.0.1' });
    expect(await say('CONFIG', 'SET', 'maxclients', '77', 'port', String(other.port))).toBe(
      "-ERR CONFIG SET failed (possibly related to argument 'port') - Unable to listen on this port. Check server logs.\r\n",
    );
    await other.close();
    expect(await say('CONFIG', 'SET', 'bind', `127.0.0.1 ${ELSEWHERE}`)).toBe(
      "-ERR CONFIG SET failed (possibly related to argument 'bind') - Failed to bind to specified addresses.\r\n",
    );
    expect(await say('CONFIG', 'GET', 'bind')).toContain('\r\n127.0.0.1\r\n');
    expect(await say('CONFIG', 'GET', 'maxclients')).not.toContain('77');
    expect(await pingAt(target.port)).toBe('+PONG\r\n');
  });

  it('listens on more addresses and on fewer, those left out that are optional and not there', async () => {
    await start();
    expect(await say('CONFIG', 'SET', 'bind', `* -${ELSEWHERE}`)).toBe('+OK\r\n');
    expect(await pingAt(target.port)).toBe('+PONG\r\n');
    expect(await say('CONFIG', 'SET', 'bind', '127.0.0.1')).toBe('+OK\r\n');
    expect(await pingAt(target.port)).toBe('+PONG\r\n');
    expect(await say('PING')).toBe('+PONG\r\n');
  });

  it('listens at a path with the permissions asked for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'redwing-path-'));
    const path = join(folder, 'socket');
    try {
      await start({ unixsocket: path, unixsocketperm: '700' });
      expect(statSync(path).mode & 0o777).toBe(0o700);
      const socket = connect(path).setEncoding('latin1');
      socket.write('CLIENT INFO\r\nCLIENT NO-EVICT ON\r\nCLIENT LIST\r\nQUIT\r\n');
      let said = '';
      socket.on('data', (text: string) => {
        said += text;
      });
      await once(socket, 'close');
      expect(said).toContain(` addr=${path}:0 laddr=${path}:0 `);
      expect(said).toMatch(/ flags=U .*\n[\s\S]* flags=Ue /);
      expect(said).toMatch(/\+OK\r\n$/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
