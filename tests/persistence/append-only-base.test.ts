/** BGREWRITEAOF: the dataset as the base of an append-only file, which redis-server starts from. */

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomWrites } from '../replication/random-writes.ts';
import { Member } from '../replication/replication-set.ts';
import { redis, redisAvailable, startRedis } from '../support/redis-server.ts';
import { redwing, startRedwing } from '../support/redwing.ts';

const STARTED = 'Background append only file rewriting started';
const { REDWING_SEED: givenSeed } = process.env;
const seed = Number(givenSeed ?? 1);

let folder: string;
let logs: string;
let member: Member | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redwing-log-'));
  logs = join(folder, 'appendonlydir');
});

afterEach(async () => {
  await member?.close();
  member = undefined;
  rmSync(folder, { recursive: true, force: true });
});

function manifest(name = 'appendonly.aof'): string {
  return existsSync(logs) ? readFileSync(join(logs, `${name}.manifest`), 'latin1') : '';
}

describe.each([redis, redwing])('$name', (kind) => {
  beforeEach((context) => {
    if (!kind.available) context.skip();
  });

  it('replaces the base by the next one', async () => {
    member = await Member.of(kind.start({ dir: folder, appendfilename: 'my log' }));
    for (const sequence of [1, 2, 3]) {
      expect(await member.ask('BGREWRITEAOF')).toBe(STARTED);
      const line = `file "my log.${sequence}.base.rdb" seq ${sequence} type b\n`;
      await expect
        .poll(() => existsSync(logs) && readdirSync(logs).length === 2 && manifest('my log'))
        .toBe(line);
      // The old base of redis-server goes in the background.
      await expect.poll(() => readdirSync(logs)).toEqual([`my log.${sequence}.base.rdb`, 'my log.manifest']);
      await expect.poll(() => member?.ask('INFO', 'persistence')).toContain('aof_rewrite_in_progress:0');
    }
    const told = await member.ask('INFO', 'persistence');
    expect(told).toContain('aof_rewrites:3');
    expect(told).toContain('aof_last_bgrewrite_status:ok');
    expect(told).toMatch(/aof_last_rewrite_time_sec:\d+\r/);
  });

  it('keeps what was replaced if it is told to', async () => {
    member = await Member.of(kind.start({ dir: folder, 'aof-disable-auto-gc': 'yes' }));
    for (const sequence of [1, 2]) {
      expect(await member.ask('BGREWRITEAOF')).toBe(STARTED);
      await expect
        .poll(manifest)
        .toContain(`file appendonly.aof.${sequence}.base.rdb seq ${sequence} type b\n`);
      await expect.poll(() => member?.ask('INFO', 'persistence')).toContain('aof_rewrite_in_progress:0');
    }
    expect(manifest()).toContain('file appendonly.aof.1.base.rdb seq 1 type h\n');
    expect(readdirSync(logs)).toHaveLength(3);
  });
});

it.runIf(redisAvailable)(
  `redis-server starts from it, seed ${seed}`,
  async () => {
    member = await Member.of(startRedwing({ dir: folder }));
    await member.write(randomWrites(seed, 4000));
    await member.write([['SET', 'passing', 'by', 'EX', '100000']]);
    expect(await member.ask('BGREWRITEAOF')).toBe(STARTED);
    const digest = await member.ask('DEBUG', 'DIGEST');
    await member.close();
    member = await Member.of(startRedis({ dir: folder, appendonly: 'yes' }));
    expect(await member.ask('DEBUG', 'DIGEST')).toBe(digest);
    expect(await member.ask('CONFIG', 'GET', 'appendonly')).toContain('yes');
  },
  60_000,
);

it('leaves alone what it cannot understand or has not written', async () => {
  member = await Member.of(startRedwing({ dir: folder }));
  await member.ask('BGREWRITEAOF');
  writeFileSync(join(logs, 'appendonly.aof.2.base.rdb'), 'something else');
  await member.ask('BGREWRITEAOF');
  expect(manifest()).toBe('file appendonly.aof.3.base.rdb seq 3 type b\n');
  expect(readFileSync(join(logs, 'appendonly.aof.2.base.rdb'), 'latin1')).toBe('something else');

  writeFileSync(join(logs, 'appendonly.aof.manifest'), 'file what seq\n');
  const before = readdirSync(logs);
  expect(await member.ask('BGREWRITEAOF')).toMatch(
    /^-ERR Can't execute an AOF background rewriting\. Please check/,
  );
  expect(readdirSync(logs)).toEqual(before);
  expect(manifest()).toBe('file what seq\n');
  const told = await member.ask('INFO', 'persistence');
  expect(told).toContain('aof_last_bgrewrite_status:err');
  expect(told).toContain('aof_rewrites_consecutive_failures:1');
});

it('does not fail because something old cannot be deleted', async () => {
  member = await Member.of(startRedwing({ dir: folder }));
  mkdirSync(join(logs, 'appendonly.aof.7.base.rdb'), { recursive: true });
  writeFileSync(join(logs, 'appendonly.aof.manifest'), 'file appendonly.aof.7.base.rdb seq 7 type b\n');
  expect(await member.ask('BGREWRITEAOF')).toBe(STARTED);
  expect(manifest()).toBe('file appendonly.aof.8.base.rdb seq 8 type b\n');
  expect(await member.ask('INFO', 'persistence')).toContain('aof_last_bgrewrite_status:ok');
});

it('says that it failed where no directory can be', async () => {
  writeFileSync(logs, '');
  member = await Member.of(startRedwing({ dir: folder }));
  expect(await member.ask('BGREWRITEAOF')).toMatch(/^-ERR Can't execute/);
  rmSync(logs);
  expect(await member.ask('BGREWRITEAOF')).toBe(STARTED);
  expect(await member.ask('INFO', 'persistence')).toContain('aof_last_bgrewrite_status:ok');
});
