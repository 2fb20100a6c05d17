/** What servers before Redis 7 wrote: payloads of DUMP and files, taken and refused as redis-server does. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  lengthOf,
  rdbFile,
  rdbString,
  sealed,
  textScore,
  ziplistOf,
  zipmapOf,
} from '../../packages/store/src/persistence/values/old-forms.test-support.ts';
import { Member } from '../replication/replication-set.ts';
import { redisAvailable, startRedis } from '../support/redis-server.ts';
import { startRedwing } from '../support/redwing.ts';

type Form = readonly [name: string, type: number, value: Buffer];

function numbered(count: number, text: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => text(index));
}

/** One value of every old form, of so many elements (fields, members). */
function forms(count: number, length: number): Form[] {
  const names = numbered(count, (i) => `${i}`.padEnd(length, 'x'));
  const fields = names.flatMap((name, i) => [name, String(i * i)]);
  const scores = names.flatMap((name, i) => [name, i % 2 === 0 ? String(i) : `${i}.5`]);
  const pairs = names.map((name, i): [string, string] => [name, `value ${i}`]);
  const each = (bytes: readonly Buffer[]): Buffer => Buffer.concat([lengthOf(count), ...bytes]);
  const nodes = [names, [], names].map((node) => rdbString(ziplistOf(node)));
  return [
    ['list', 1, each(names.map(rdbString))],
    ['set', 2, each(names.map(rdbString))],
    [
      'sorted set',
      3,
      each(names.map((name, i) => Buffer.concat([rdbString(name), textScore(String(i / 4))]))),
    ],
    ['hash', 4, each(pairs.map((pair) => Buffer.concat(pair.map(rdbString))))],
    ['hash as zipmap', 9, rdbString(zipmapOf(pairs, () => 3))],
    ['list as ziplist', 10, rdbString(ziplistOf(names))],
    ['sorted set as ziplist', 12, rdbString(ziplistOf(scores))],
    ['hash as ziplist', 13, rdbString(ziplistOf(fields))],
    ['list of ziplists', 14, Buffer.concat([lengthOf(3), ...nodes])],
  ];
}

const sizes = [
  [1, 1],
  [100, 10],
  [100, 100],
  [128, 64],
  [129, 5],
  [512, 5],
  [513, 5],
  [3000, 20],
] as const;

/** What is wrong, in a hash as ziplist of the field "a" with the value "4". */
const broken = [
  ['another total', '11000000 0d000000 0200 00 01 61 03 f5 ff'],
  ['another last element', '10000000 0c000000 0200 00 01 61 03 f5 ff'],
  ['another number', '10000000 0d000000 0100 00 01 61 03 f5 ff'],
  ['another back length', '10000000 0d000000 0200 00 01 61 04 f5 ff'],
  ['no end', '10000000 0d000000 0200 00 01 61 03 f5 00'],
  ['a field alone', '0e000000 0a000000 0100 00 01 61 ff'],
  ['a field twice', '15000000 12000000 0400 00 01 61 03 f5 02 01 61 03 f5 ff'],
] as const;

describe.skipIf(!redisAvailable)('RESTORE of what old servers dumped', () => {
  let original: Member;
  let subject: Member;

  beforeAll(async () => {
    original = await Member.of(startRedis({ 'sanitize-dump-payload': 'yes' }));
    subject = await Member.of(startRedwing());
  });

  afterAll(async () => {
    await original.close();
    await subject.close();
  });

  async function askBoth(requests: readonly (readonly string[])[]): Promise<[string[], string[]]> {
    return [await original.write(requests), await subject.write(requests)];
  }

  it.each(sizes)('makes the same of %i elements of %i bytes', async (count, length) => {
    for (const [name, type, value] of forms(count, length)) {
      const payload = sealed(type, value).toString('latin1');
      const mayBeTable = type === 2 || type === 4 || type === 9 || type === 13;
      const [theirs, ours] = await askBoth([
        ['FLUSHALL'],
        ['RESTORE', 'k', '0', payload],
        ['TYPE', 'k'],
        ['OBJECT', 'ENCODING', 'k'],
        ['DEBUG', 'DIGEST-VALUE', 'k'],
        // Tables have no order that both could keep.
        ...(mayBeTable && count > 1 ? [] : [['DUMP', 'k']]),
        ['DEBUG', 'DIGEST'],
      ]);
      expect(theirs[1]).toBe('OK');
      expect([name, ...ours]).toEqual([name, ...theirs]);
    }
  });

  it.each(broken)('is refused for %s, and what was there stays', async (_, hex) => {
    const ziplist = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    const payload = sealed(13, rdbString(ziplist)).toString('latin1');
    const [theirs, ours] = await askBoth([
      ['FLUSHALL'],
      ['RESTORE', 'k', '0', payload],
      ['EXISTS', 'k'],
      ['SET', 'k', 'kept'],
      ['RESTORE', 'k', '0', payload, 'REPLACE'],
      ['GET', 'k'],
      ['DBSIZE'],
    ]);
    expect(ours).toEqual(theirs);
    expect(ours.slice(1, 3)).toEqual(['-ERR Bad data format', '0']);
  });
});

describe('files of old servers', () => {
  let folder: string;
  let members: Member[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'redwing-old-files-'));
  });

  afterEach(async () => {
    for (const member of members) await member.close();
    members = [];
    rmSync(folder, { recursive: true, force: true });
  });

  const values = sizes.flatMap(([count, length]) => forms(count, length));

  it.each([2, 6, 9])('are loaded, of version %i, with a key in them that has no value', async (version) => {
    const all = [
      ...values.map(([, type, value]) => [type, value] as const),
      [10, rdbString(ziplistOf([]))] as const,
    ];
    writeFileSync(join(folder, 'dump.rdb'), rdbFile(version, all));
    const subject = await Member.of(startRedwing({ dir: folder, save: '' }));
    members.push(subject);
    expect(await subject.ask('DBSIZE')).toBe(String(values.length));
    if (!redisAvailable) return;
    const original = await Member.of(startRedis({ dir: folder, save: '' }));
    members.push(original);
    expect(await subject.ask('DEBUG', 'DIGEST')).toBe(await original.ask('DEBUG', 'DIGEST'));
    // What is saved now is in the forms of today, and the other one loads it.
    const digest = await subject.ask('DEBUG', 'DIGEST');
    expect(await subject.ask('SAVE')).toBe('OK');
    const next = await Member.of(startRedis({ dir: folder, save: '' }));
    members.push(next);
    expect(await next.ask('DEBUG', 'DIGEST')).toBe(digest);
  });

  it('say where they are broken, and the start ends there', async () => {
    const ziplist = ziplistOf(['a', 'b']);
    ziplist[4] = 1;
    writeFileSync(join(folder, 'dump.rdb'), rdbFile(6, [[13, rdbString(ziplist)]]));
    await expect(startRedwing({ dir: folder, save: '' })).rejects.toThrow(
      `RDB: a broken ziplist at byte ${15 + ziplist.length}`,
    );
  });
});
