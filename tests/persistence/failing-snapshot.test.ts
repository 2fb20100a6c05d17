/** What becomes of writes while snapshots cannot be saved; the same is asked of the original. */

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redis } from '../support/redis-server.ts';
import { redwing } from '../support/redwing.ts';
import type { Target } from '../support/target.ts';
import { WireConnection } from '../support/wire.ts';

const MISCONF =
  "-MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk. Commands that may " +
  'modify the data set are disabled, because this instance is configured to report errors during writes if RDB ' +
  'snapshotting fails (stop-writes-on-bgsave-error option). Please check the Redis logs for details about the RDB ' +
  'error.\r\n';

describe.each([redis, redwing])('$name', (kind) => {
  let folder: string;
  let target: Target;
  let client: WireConnection;

  beforeEach(async (context) => {
    if (!kind.available) context.skip();
    folder = mkdtempSync(join(tmpdir(), 'redwing-snapshot-'));
    target = await kind.start({ save: '3600 1', dir: folder });
    client = await WireConnection.open(target.port);
    // What cannot be replaced by a file.
    mkdirSync(join(folder, 'dump.rdb'));
  });

  afterEach(async () => {
    client.close();
    await target.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function say(...words: string[]): Promise<string> {
    return String(await client.ask(...words));
  }

  async function fail(): Promise<void> {
    expect(await say('BGSAVE')).toBe('+Background saving started\r\n');
    await expect
      .poll(() => say('INFO', 'persistence'), { timeout: 20_000 })
      .toContain('rdb_last_bgsave_status:err');
  }

  it('refuses writes, and pings, until a snapshot succeeds', async () => {
    await fail();
    expect(await say('SET', 'a', '1')).toBe(MISCONF);
    expect(await say('PING')).toBe(MISCONF);
    expect(await say('GET', 'a')).toBe('$-1\r\n');
    expect(await say('PUBLISH', 'news', 'x')).toBe(':0\r\n');
    await say('MULTI');
    expect(await say('GET', 'a')).toBe('+QUEUED\r\n');
    expect(await say('SET', 'a', '1')).toBe(MISCONF);
    expect(await say('EXEC')).toBe('-EXECABORT Transaction discarded because of previous errors.\r\n');
    rmSync(join(folder, 'dump.rdb'), { recursive: true });
    expect(await say('SAVE')).toBe('+OK\r\n');
    expect(await say('SET', 'a', '1')).toBe('+OK\r\n');
  });

  it('goes on when a SAVE fails, when that is not to stop writes, and when there is nothing to save', async () => {
    expect(await say('SAVE')).toBe('-ERR\r\n');
    expect(await say('SET', 'a', '1')).toBe('+OK\r\n');
    await fail();
    expect(await say('SET', 'a', '1')).toBe(MISCONF);
    await say('CONFIG', 'SET', 'stop-writes-on-bgsave-error', 'no');
    expect(await say('SET', 'a', '1')).toBe('+OK\r\n');
    await say('CONFIG', 'SET', 'stop-writes-on-bgsave-error', 'yes');
    expect(await say('PING')).toBe(MISCONF);
    await say('CONFIG', 'SET', 'save', '');
    expect(await say('PING')).toBe('+PONG\r\n');
  });
});
