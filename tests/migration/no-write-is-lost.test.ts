/** Keys that move to and fro while others write to them wherever they find them: no write is lost, and none is done twice. */

import { afterEach, expect, it } from 'vitest';
import { Member } from '../replication/replication-set.ts';
import { redisAvailable, startRedis } from '../support/redis-server.ts';
import { startRedwing } from '../support/redwing.ts';
import { WireConnection } from '../support/wire.ts';

const closing: Member[] = [];
const moves = 60;
const keys = ['a', 'b', 'c'];

afterEach(async () => {
  for (const server of closing.splice(0)) await server.close();
});

it.each([
  ['Redwing', startRedwing],
  ['redis-server', startRedis],
] as const)('between Redwing and %s', async (kind, startOther) => {
  if (kind === 'redis-server' && !redisAvailable) return;
  const servers = [await Member.of(startRedwing()), await Member.of(startOther())] as const;
  closing.push(...servers);
  for (const key of keys) await servers[0].ask('RPUSH', key, 'first');
  const written = new Map(keys.map((key) => [key, 1]));
  let isOver = false;
  const writers = servers.flatMap((server) => keys.map((key) => write(server, key)));
  for (let move = 0; move < moves; move++) {
    const [from, to] = move % 2 === 0 ? servers : [servers[1], servers[0]];
    const moved =
      move % 3 === 0 ? ['', '0', '5000', 'KEYS', ...keys] : [keys[move % keys.length] ?? '', '0', '5000'];
    expect(await from.ask('MIGRATE', '127.0.0.1', String(to.port), ...moved)).toMatch(/^(OK|NOKEY)$/);
  }
  isOver = true;
  await Promise.all(writers);
  for (const key of keys) {
    const lengths = await Promise.all(servers.map((server) => server.ask('LLEN', key)));
    expect(lengths.map(Number).sort((one, other) => one - other)).toEqual([0, written.get(key)]);
    expect(written.get(key)).toBeGreaterThan(1);
  }

  /** Adds to a list where it is: RPUSHX creates none. */
  async function write(server: Member, key: string): Promise<void> {
    const connection = await WireConnection.open(server.port);
    while (!isOver && !connection.ended) {
      const length = String(await connection.ask('RPUSHX', key, 'more'));
      if (length !== ':0\r\n') written.set(key, (written.get(key) ?? 0) + 1);
    }
    connection.close();
  }
});
