/** Files with values of every type, saved by one server and loaded by another: both kinds load what both kinds save. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { groupKeys } from '../differential/generator/vocabulary.ts';
import { randomWrites } from '../replication/random-writes.ts';
import { Member } from '../replication/replication-set.ts';
import { parseFrame } from '../support/frames.ts';
import { redisAvailable, startRedis } from '../support/redis-server.ts';
import { startRedwing } from '../support/redwing.ts';

const { REDWING_SEED: givenSeed } = process.env;
const seed = Number(givenSeed ?? 1);
const writes = 8000;

const pairs = [
  ['Redwing', 'Redwing', startRedwing, startRedwing],
  ['redis-server', 'Redwing', startRedis, startRedwing],
  ['Redwing', 'redis-server', startRedwing, startRedis],
] as const;

describe.each(pairs.filter(([one, other]) => redisAvailable || one === other))(
  '%s loads what %s saved',
  (_loader, _saver, startLoader, startSaver) => {
    let folder: string;
    let member: Member | undefined;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'redwing-files-'));
    });

    afterEach(async () => {
      await member?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it(`with streams and all that is pending in their groups, seed ${seed}`, async () => {
      member = await Member.of(startSaver({ dir: folder }));
      await member.write(randomWrites(seed, writes));
      await persistAll(member);
      const saved = await told(member);
      expect(await member.ask('SAVE')).toBe('OK');
      await member.close();
      member = undefined;
      member = await Member.of(startLoader({ dir: folder, save: '' }));
      expect(await told(member)).toEqual(saved);
    }, 60_000);
  },
);

/** Lets no key expire, which might come between. */
async function persistAll(member: Member): Promise<void> {
  for (let database = 0; database < 16; database++) {
    await member.ask('SELECT', String(database));
    const keys = parseFrame(await member.wire.ask('KEYS', '*')).items;
    await member.write(keys.map(({ text }) => ['PERSIST', text]));
  }
  await member.ask('SELECT', '0');
}

async function told(member: Member): Promise<string[]> {
  const lines = [await member.ask('DEBUG', 'DIGEST')];
  for (const key of groupKeys) lines.push(await member.ask('XINFO', 'STREAM', key, 'FULL', 'COUNT', '0'));
  return lines;
}
