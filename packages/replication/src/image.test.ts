import type { Database } from '@redwing/store';
import { HashValue, Keyspace } from '@redwing/store';
import { expect, it } from 'vitest';
import { ImageLoader, writeImage } from './image.ts';

const facts = { version: '7.0.15', streamDatabase: 0, id: 'i'.repeat(40), offset: 0, revision: 0 };
const field = Buffer.from('f');

function imageOf(keyspace: Keyspace): Buffer {
  const chunks: Buffer[] = [];
  writeImage(keyspace, facts, (chunk) => chunks.push(Buffer.from(chunk)));
  return Buffer.concat(chunks);
}

it('is of a version that only newer servers read while fields of hashes expire, and not a moment longer', () => {
  const keyspace = new Keyspace({ random: () => 0.5 });
  const second = keyspace.databases[1] as Database;
  const hash = new HashValue().create(second, field, 0, 1);
  hash.set(field, 0, 1, field, 0, 1);
  const version = (): string => imageOf(keyspace).toString('latin1', 0, 9);
  expect(version()).toBe('REDIS0010');
  hash.setTime(field, 0, 1, 4_000_000_000_123);
  expect(version()).toBe('REDIS0012');

  const copy = new Keyspace({ random: () => 0.5 });
  const image = imageOf(keyspace);
  const loader = new ImageLoader(copy);
  expect(loader.write(image, 0, image.length)).toBe(image.length);
  const loaded = copy.databases[1] as Database;
  const place = hash.open(loaded, loaded.find(field, 0, 1)).find(field, 0, 1);
  expect(hash.timeAt(place)).toBe(4_000_000_000_123);
  expect(loaded.expiring.count).toBe(1);

  second.clear();
  expect(version()).toBe('REDIS0010');
});
