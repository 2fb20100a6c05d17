/**
 * A server of its own for a test: it starts in the test's process, on a free port, with nothing stored, and is gone
 * at the end. Whatever the code under test connects with would do in the place of the client.
 *
 *     node --conditions=@redwing/source --import tsx examples/server-in-a-test.ts
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '@redwing/client';
import { createServer } from '@redwing/server';

/** The code under test: at most `limit` visits a minute. */
async function mayVisit(
  redis: ReturnType<typeof createClient>,
  who: string,
  limit: number,
): Promise<boolean> {
  const visits = await redis.incr(`visits:${who}`);
  if (visits === 1) await redis.expire(`visits:${who}`, 60);
  return visits <= limit;
}

test('the third visit within a minute is one too many', async () => {
  await using server = await createServer();
  await using redis = createClient({ port: server.port });
  assert.equal(await mayVisit(redis, 'ada', 2), true);
  assert.equal(await mayVisit(redis, 'ada', 2), true);
  assert.equal(await mayVisit(redis, 'ada', 2), false);
});

test('visitors are counted one by one', async () => {
  await using server = await createServer();
  await using redis = createClient({ port: server.port });
  assert.equal(await mayVisit(redis, 'ada', 1), true);
  assert.equal(await mayVisit(redis, 'grace', 1), true);
});
